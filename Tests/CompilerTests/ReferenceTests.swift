import Bytecode
import Compiler
import Diagnostics
import Foundation
import Syntax
import Testing

/// The programs of the language reference.
@Suite struct ReferenceTests {
  @Test(arguments: try ReferenceBlock.all())
  func `a program of the reference compiles to code that verifies`(
    _ block: ReferenceBlock
  ) throws {
    let file = SourceFile(path: block.page, text: block.text)
    let result = parse(file)
    // A program that imports is compiled with its modules, which the page does not hold.
    let imports = result.program.items.contains { item in
      if case .importModule = item.kind { true } else { false }
    }
    guard result.diagnostics.isEmpty, !imports else { return }
    do throws(CompileError) {
      let unit = try compile(result.program, path: file.path)
      #expect(throws: Never.self) { try verify(unit) }
      let listing = Disassembler(unit, line: { file.lineNumber(ofByte: Int($0.start)) }).listing()
      #expect(listing.contains("returnValue"))
    } catch {
      #expect(error.message.hasSuffix("is not supported yet"), "\(block.page):\(block.line)")
    }
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
