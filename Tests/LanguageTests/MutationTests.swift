import Diagnostics
import Engine
import Foundation
import Lexer
import TestSupport
import Testing

/// Damaged programs: whatever a text holds, lexer, parser, checker, lint rules and compiler come to an end, and what they find
/// lies inside the text.
///
/// `MUTATIONS=n` tries n texts of each program instead of one. After a crash, `MUTATION_FILE=path` has the last text.
@Suite struct MutationTests {
  private static let files =
    Repository.files(in: "Tests/Language", withExtension: "harn")
    + Repository.files(in: "Examples", withExtension: "harn")

  @Test func `damaged programs have findings inside their texts`() throws {
    let environment = ProcessInfo.processInfo.environment
    let rounds = environment["MUTATIONS"].flatMap(Int.init) ?? 1
    var settings = CheckSettings()
    settings.hasStrictTypes = true
    settings.lint.requiresFileHeader = true
    for (number, path) in Self.files.enumerated() {
      let text = try Data(contentsOf: path)
      guard text.count < 8000 else { continue }
      let name = Repository.relativePath(of: path)
      for round in 0..<rounds {
        let seed = UInt64(number * 10_000 + round)
        var mutation = Mutation(seed: seed)
        let damaged = mutation.damaged(SourceFile(path: path.path, bytes: Array(text)))
        if let target = environment["MUTATION_FILE"] { try Data(damaged.bytes).write(to: URL(fileURLWithPath: target)) }
        let watchdog = Watchdog("\(name) with seed \(seed)")
        defer { watchdog.stop() }
        for text in Engine().checkWithImports(damaged, settings: settings) {
          let strays = text.diagnostics.flatMap(\.ranges).filter { !text.file.holds($0) }
          #expect(strays == [], "\(name) with seed \(seed)")
          #expect(!DiagnosticRenderer(style: .colored).render(text.diagnostics, in: text.file).isEmpty)
        }
      }
    }
  }
}

/// Damages texts; the choices follow from the seed.
private struct Mutation {
  private var choices: Choices

  init(seed: UInt64) { choices = Choices(seed: seed) }

  /// `file` with up to three changes of tokens or bytes.
  mutating func damaged(_ file: SourceFile) -> SourceFile {
    var file = file
    for _ in 0..<choices.below(3) + 1 {
      let text = choices.below(4) == 0 ? withChangedBytes(file.bytes) : withChangedTokens(file)
      // What is no UTF-8 is no Harn program: nothing but the reader sees it.
      file = SourceFile(path: file.path, text: String(decoding: text, as: UTF8.self))
    }
    return file
  }

  private mutating func withChangedTokens(_ file: SourceFile) -> [UInt8] {
    guard case .success(let list) = Lexer(file: file).tokenize(), list.tokens.count > 2 else {
      return withChangedBytes(file.bytes)
    }
    func text(_ token: Token) -> ArraySlice<UInt8> { file.bytes[Int(token.range.start)..<Int(token.range.end)] }
    let first = choices.pick(list.tokens)
    // Every other time a token of the same kind, so that more texts get beyond the parser.
    let others = choices.below(2) == 0 ? list.tokens : list.tokens.filter { $0.kind == first.kind }
    let second = choices.pick(others)
    let range = Int(first.range.start)..<Int(first.range.end)
    var bytes = file.bytes
    switch choices.below(8) {
    case 0: bytes.removeSubrange(range)
    case 1: bytes.insert(contentsOf: [UInt8(ascii: " ")] + text(first), at: range.upperBound)
    case 2: bytes.replaceSubrange(range, with: text(second))
    case 3:
      // Everything between two tokens, once more.
      let (start, end) = (min(first.range.start, second.range.start), max(first.range.end, second.range.end))
      bytes.insert(contentsOf: file.bytes[Int(start)..<Int(end)], at: Int(end))
    case 4:
      let (start, end) = (min(first.range.start, second.range.start), max(first.range.end, second.range.end))
      if end - start < 200 { bytes.removeSubrange(Int(start)..<Int(end)) }
    case 5: bytes.replaceSubrange(range, with: choices.pick(Self.words).utf8)
    default: bytes.replaceSubrange(range, with: text(second))
    }
    return bytes
  }

  private mutating func withChangedBytes(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return Array("\"${".utf8) }
    var bytes = bytes
    let place = choices.below(bytes.count)
    switch choices.below(4) {
    case 0: bytes.removeSubrange(place...)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(UInt8(truncatingIfNeeded: choices.below(256)), at: place)
    default: bytes[place] = UInt8(truncatingIfNeeded: choices.below(256))
    }
    return bytes
  }

  /// What is put in the place of a token.
  private static let words = [
    "{", "}", "(", ")", "[", "]", "<", ">", "|", "|>", "->", "??", "?", "?.", ".", "...", ",", ":", ";", "=",
    "==", "+=", "!", "-", "@", "\n", "_", "nil", "true", "9223372036854775808", "99999999999999w", "0.5",
    "\"${", "\"", "\"\"\"", "r\"", "/*", "//", "if", "else", "fn", "gen fn", "let", "var", "return", "match",
    "try", "try*", "catch", "finally", "throw", "for", "in", "while", "break", "continue", "struct", "enum",
    "interface", "impl", "type", "where", "pipeline", "override", "extends", "import", "pub", "tool", "skill",
    "eval_pack", "select", "parallel each", "as stream", "spawn", "mutex", "defer", "deadline", "retry",
    "yield", "emit", "guard", "require", "unreachable", "schema_is", "schema_of", "type_of", "never", "unknown",
    "any", "list<", "dict<", "T", "Result", "Ok(", "to", "exclusive", "not in", "@step", "@deprecated(since: ",
    "self", "é", "\u{feff}",
  ]
}

extension Diagnostic {
  /// All places that it names or would change.
  fileprivate var ranges: [SourceRange] {
    [range] + notes.map(\.range) + fixes.flatMap(\.edits).map(\.range)
  }
}

extension SourceFile {
  fileprivate func holds(_ range: SourceRange) -> Bool {
    range.start >= 0 && range.start <= range.end && range.end <= bytes.count
  }
}
