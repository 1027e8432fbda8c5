import Diagnostics
import Engine
import Formatter
import Foundation
import Lexer
import TestSupport
import Testing

/// The guarantees of 07 §6.1, over every program of the repository. `format` itself compares trees and comments, so a
/// result other than `refused` or `text` is a failure.
@Suite struct CorpusTests {
  /// All programs that lex and parse, with a name for messages.
  private static func programs() throws -> [(name: String, text: String)] {
    let files = ["Tests/Language", "Examples", "Benchmarks"].flatMap { Repository.files(in: $0, withExtension: "harn") }
    let texts = files.compactMap { file in
      (try? String(contentsOf: file, encoding: .utf8)).map { (name: Repository.relativePath(of: file), text: $0) }
    }
    let blocks = try ReferenceBlock.all().map { (name: $0.testDescription, text: $0.text) }
    return (texts + blocks).filter { Engine().parses(SourceFile(path: $0.name, text: $0.text)) }
  }

  @Test(arguments: [20, 40, 100])
  func `formatting twice is formatting once`(width: Int) throws {
    let programs = try Self.programs()
    #expect(programs.count > 600)
    for program in programs {
      let once = try formatted(program.text, width: width)
      let twice = try formatted(once, width: width)
      #expect(once == twice, "\(program.name)")
    }
  }

  /// Nested, deep and long texts take linear time and no Swift stack that is not there.
  @Test(arguments: [
    "let x = " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
    "let x = a" + String(repeating: " + a", count: 9000), "let x = a" + String(repeating: ".b(1)", count: 9000),
    "if a { 1 }" + String(repeating: " else if b { 2 }", count: 3000),
    "let y = if a { 1 }" + String(repeating: " else if b { 2 }", count: 3000),
    String(repeating: "if a { ", count: 400) + String(repeating: "}", count: 400),
  ])
  func `deep and long programs`(text: String) throws {
    let once = try formatted(text)
    #expect(try formatted(once) == once)
  }

  /// Blanks between tokens mean nothing, and line breaks only where the rules look at them.
  @Test func `blanks between tokens have no effect`() throws {
    var choices = Choices(seed: 7)
    for program in try Self.programs() {
      let file = SourceFile(path: program.name, text: program.text)
      let mutated = try respaced(file) { choices.pick([" ", "  ", "\t", " \t "]) }
      #expect(try formatted(mutated) == formatted(program.text), "\(program.name)")
    }
  }

  @Test func `line breaks behind commas and brackets keep the result canonical`() throws {
    var choices = Choices(seed: 8)
    for program in try Self.programs() {
      let mutated = try broken(SourceFile(path: program.name, text: program.text), using: &choices)
      guard Engine().parses(SourceFile(path: program.name, text: mutated)) else { continue }
      let once = try formatted(mutated)
      #expect(try formatted(once) == once, "\(program.name)")
    }
  }

  /// The text with every run of blanks between two tokens of a line replaced.
  private func respaced(_ file: SourceFile, with blanks: () -> String) throws -> String {
    try rewritten(file) { _, gap in gap.isEmpty || gap.contains { $0 != UInt8(ascii: " ") } ? nil : blanks() }
  }

  /// The text with line breaks behind some commas and opening brackets.
  private func broken(_ file: SourceFile, using choices: inout Choices) throws -> String {
    try rewritten(file) { kind, gap in
      switch kind {
      case .comma, .leftParenthesis, .leftBracket, .plus, .andAnd, .orOr, .pipe:
        choices.below(3) == 0 && !gap.contains(UInt8(ascii: "/")) ? "\n" : nil
      default: nil
      }
    }
  }

  /// The text with the gaps between tokens replaced where `replacement` gives one.
  private func rewritten(
    _ file: SourceFile, _ replacement: (TokenKind, ArraySlice<UInt8>) -> String?
  ) throws -> String {
    let tokens = try Lexer(file: file).tokenize().get().tokens
    var bytes = Array(file.bytes[..<Int(tokens[0].range.start)])
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      bytes += file.bytes[Int(token.range.start)..<Int(token.range.end)]
      let gap = file.bytes[Int(token.range.end)..<Int(next.range.start)]
      bytes += replacement(token.kind, gap).map { Array($0.utf8) } ?? Array(gap)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
