import Foundation
import Syntax
import Testing

/// The programs of the language reference.
@Suite struct ReferenceTests {
  @Test(arguments: try ReferenceBlock.all())
  func `a program of the reference parses`(_ block: ReferenceBlock) {
    let found = messages(block.text)
    if let expected = ReferenceTests.brokenPrograms.first(where: { block.text.contains($0.text) }) {
      #expect(found.first == expected.message)
    } else {
      #expect(found.first == nil, "\(block.page):\(block.line)\n\(block.text)")
    }
  }

  /// Programs that are meant to be wrong, by a piece of their text.
  private static let brokenPrograms = [
    (
      text: "fn b( { }",
      message: "Expected variable name or destructuring pattern, got = at 1:14"
    )
  ]

  @Test(arguments: try ReferenceBlock.all())
  func `a program of the reference survives the loss of any token`(_ block: ReferenceBlock) throws {
    try expectSurvival(of: block.text)
  }
}

/// One marked block of a page of the reference.
struct ReferenceBlock: Sendable, CustomTestStringConvertible {
  var page: String
  var line: Int
  var text: String

  var testDescription: String { "\(page):\(line)" }

  /// The blocks of all pages.
  static func all(filePath: String = #filePath) throws -> [ReferenceBlock] {
    let root = URL(filePath: filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "docs/reference")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    return try pages.sorted().filter { $0.hasSuffix(".md") }.flatMap { page in
      blocks(of: try String(contentsOf: folder.appending(path: page), encoding: .utf8), page)
    }
  }

  private static func blocks(of markdown: String, _ page: String) -> [ReferenceBlock] {
    var blocks: [ReferenceBlock] = []
    var current: ReferenceBlock?
    for (index, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if let block = current {
        if trimmed == "```" {
          blocks.append(block)
          current = nil
        } else {
          current?.text += line + "\n"
        }
      } else if trimmed == "```harn" {
        current = ReferenceBlock(page: page, line: index + 1, text: "")
      }
    }
    return blocks
  }
}
