import Foundation
import Testing

/// One marked program of a page of the language reference.
package struct ReferenceBlock: Sendable, CustomTestStringConvertible {
  /// The name of the page's file.
  package var page: String
  /// The line of the opening fence, from 1.
  package var line: Int
  package var text: String
  /// What the page says that it prints: the block that follows it; nil when none does.
  package var output: String?

  package var testDescription: String { "\(page):\(line)" }

  /// The programs of all pages.
  package static func all() throws -> [ReferenceBlock] {
    let folder = Repository.root.appendingPathComponent("docs/reference")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try pages.sorted().filter { $0.hasSuffix(".md") }.flatMap { page in
      let markdown = try String(contentsOf: folder.appendingPathComponent(page), encoding: .utf8)
      return programs(among: FencedBlock.all(in: markdown), of: page)
    }
  }

  private static func programs(among blocks: [FencedBlock], of page: String) -> [ReferenceBlock] {
    blocks.indices.filter { blocks[$0].language == "harn" }.map { index in
      let block = blocks[index]
      var program = ReferenceBlock(page: page, line: block.lines.lowerBound, text: block.text)
      // One line and the blanks around it may stand between a program and what it prints.
      if let next = blocks[(index + 1)...].first, next.language == "text",
        next.lines.lowerBound - block.lines.upperBound <= 4
      {
        program.output = next.text
      }
      return program
    }
  }
}

/// A block of Markdown between fences.
private struct FencedBlock {
  var language: String
  /// From the opening to the closing fence, from 1.
  var lines: ClosedRange<Int>
  var text: String

  static func all(in markdown: String) -> [FencedBlock] {
    var blocks: [FencedBlock] = []
    var current: FencedBlock?
    for (index, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if var block = current {
        if trimmed == "```" {
          block.lines = block.lines.lowerBound...index + 1
          blocks.append(block)
          current = nil
        } else {
          current?.text += line + "\n"
        }
      } else if trimmed.hasPrefix("```") {
        current = FencedBlock(language: String(trimmed.dropFirst(3)), lines: index + 1...index + 1, text: "")
      }
    }
    return blocks
  }
}
