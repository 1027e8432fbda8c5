import Bytecode
import Glibc

/// The functions of the prelude with the place of their text, so that a program gets those that it needs and no others:
/// compiling and loading all of them takes longer than most programs run.
struct PreludeIndex: Sendable {
  /// A top-level function of the prelude, or the dict of namespaces at its end.
  struct Piece: Sendable {
    /// `__KIND_NAME`, or `stream`.
    var declaredName: String
    /// The kind of the receiver, `function`, or something else for what only the prelude calls.
    var kind: String
    /// The name that programs use, when the kind is one of theirs.
    var name: String
    /// The text, in bytes of the prelude.
    var text: Range<Int>
  }

  /// In the order of the text.
  private(set) var pieces: [Piece] = []
  private var byDeclaredName: [String: Int] = [:]
  private var byName: [String: [Int]] = [:]

  /// The index of the prelude. Made at the first use.
  static let shared = PreludeIndex(preludeSource)

  /// Finds the lines that begin with `fn __` or `return {`. Everything up to the next such line belongs to it.
  init(_ source: String) {
    var source = source
    source.withUTF8 { text in
      guard let start = UnsafeRawPointer(text.baseAddress) else { return }
      let end = start + text.count
      var line = start
      while line < end {
        let lineEnd = memchr(line, 0x0A, end - line).map { UnsafeRawPointer($0) } ?? end
        if let declaredName = declaredName(UnsafeRawBufferPointer(start: line, count: lineEnd - line)) {
          append(declaredName, at: line - start)
        }
        line = lineEnd + 1
      }
      if !pieces.isEmpty { pieces[pieces.count - 1].text = pieces[pieces.count - 1].text.lowerBound..<text.count }
    }
  }

  private mutating func append(_ declaredName: String, at start: Int) {
    if !pieces.isEmpty { pieces[pieces.count - 1].text = pieces[pieces.count - 1].text.lowerBound..<start }
    let parts = preludeNameParts(declaredName) ?? (kind: "", name: declaredName)
    byDeclaredName[declaredName] = pieces.count
    byName[parts.name, default: []].append(pieces.count)
    pieces.append(
      Piece(declaredName: declaredName, kind: parts.kind, name: parts.name, text: start..<start))
  }

  /// The pieces that programs mean when they mention one of `names`, and all that those need, in the order of the text.
  func pieces(mentionedIn names: some Sequence<String>) -> [Piece] {
    var waiting = names.flatMap { byName[$0] ?? [] }
    var isNeeded = [Bool](repeating: false, count: pieces.count)
    while let next = waiting.popLast() {
      if isNeeded[next] { continue }
      isNeeded[next] = true
      waiting += needs(of: pieces[next])
    }
    return pieces.indices.filter { isNeeded[$0] }.map { pieces[$0] }
  }

  /// The pieces that the words of a piece may mean.
  private func needs(of piece: Piece) -> [Int] {
    var needs: [Int] = []
    var previous = UInt8(ascii: " ")
    var word: [UInt8] = []
    for byte in preludeSource.utf8.dropFirst(piece.text.lowerBound).prefix(piece.text.count) {
      if isWordByte(byte) {
        word.append(byte)
        continue
      }
      if !word.isEmpty {
        needs += meanings(of: String(decoding: word, as: UTF8.self), isMember: previous == UInt8(ascii: "."))
        word.removeAll(keepingCapacity: true)
      }
      previous = byte
    }
    return needs
  }

  private func meanings(of word: String, isMember: Bool) -> [Int] {
    if word.hasPrefix("__") { return byDeclaredName[word].map { [$0] } ?? [] }
    return (byName[word] ?? []).filter { (pieces[$0].kind == "function") != isMember }
  }

  /// What a line of the prelude declares.
  private func declaredName(_ line: UnsafeRawBufferPointer) -> String? {
    if line.starts(with: "fn __".utf8) {
      guard let end = line.firstIndex(of: UInt8(ascii: "(")) else { return nil }
      return String(decoding: line[3..<end], as: UTF8.self)
    }
    return line.starts(with: "return {".utf8) ? "stream" : nil
  }
}

/// Whether the byte is part of a word of the prelude.
private func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
    true
  default: false
  }
}

/// KIND and NAME of a function declared as `__KIND_NAME`; nil for other names.
func preludeNameParts(_ declaredName: String) -> (kind: String, name: String)? {
  let text = declaredName.utf8
  guard text.starts(with: "__".utf8) else { return nil }
  let kind = text.dropFirst(2)
  guard let end = kind.firstIndex(of: UInt8(ascii: "_")) else { return nil }
  return (String(Substring(kind[..<end])), String(Substring(kind[kind.index(after: end)...])))
}

/// The names of the builtin functions that the prelude declares.
var preludeBuiltins: [String] {
  PreludeIndex.shared.pieces.filter { $0.kind == "function" }.map(\.name)
}

extension VirtualMachine {
  /// The text of the pieces of the prelude that programs with these names need and this machine has not got yet, ready for
  /// `loadPrelude`; nil when there are none.
  package func missingPrelude(for names: some Sequence<String>) -> String? {
    let pieces = PreludeIndex.shared.pieces(mentionedIn: names)
    if pieces.allSatisfy({ loadedPrelude.contains($0.declaredName) }) { return nil }
    let source = Array(preludeSource.utf8)
    return String(decoding: pieces.flatMap { source[$0.text] }, as: UTF8.self)
  }

  /// The same for the names that the units mention. The time is linear in their constants.
  package func missingPrelude(for units: [CodeUnit]) -> String? {
    missingPrelude(
      for: units.lazy.flatMap(\.constants).compactMap { constant -> String? in
        if case .string(let text) = constant { text } else { nil }
      })
  }
}
