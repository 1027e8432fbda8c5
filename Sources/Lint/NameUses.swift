import Diagnostics
import Lexer
import Syntax

/// What a file does with names, counted by spelling over all of it (03 §16).
struct NameUses {
  /// Names that are read, called or constructed.
  private(set) var read: Set<String> = []
  /// Names of variables that are assigned, whole or in part.
  private(set) var assigned: Set<String> = []
  /// Where the braces of dict and struct literals open.
  private(set) var literalBraces: Set<Int32> = []
  /// How often each declared name stands in the text as a word of its own.
  private var words: [String: Int] = [:]
  /// How often each name stands where it is no use: in declarations, `impl` and lists of imports.
  private var declared: [String: Int] = [:]
  /// The places of names that patterns and assignments give a value.
  private var targets: Set<SourceRange> = []

  init(_ parsed: ParseResult, of file: SourceFile) {
    var walk = SyntaxWalk(parsed.program.items, entersFunctions: true)
    while let part = walk.next() {
      switch part {
      case .statement(let statement): note(statement)
      case .expression(let expression): note(expression, in: file)
      }
    }
    countDeclaredNames(in: parsed.tokens, of: file)
  }

  private mutating func countDeclaredNames(in tokens: TokenList, of file: SourceFile) {
    guard !declared.isEmpty else { return }
    var isFingerprint = [Bool](repeating: false, count: 1 << 12)
    for name in declared.keys { isFingerprint[Array(name.utf8)[...].fingerprint] = true }
    for token in tokens.tokens where token.kind == .identifier {
      let text = file.bytes[Int(token.range.start)..<Int(token.range.end)]
      guard isFingerprint[text.fingerprint] else { continue }
      words[String(decoding: text, as: UTF8.self), default: 0] += 1
    }
  }

  /// Whether a type or import of this name is used anywhere.
  func mentions(_ name: String) -> Bool {
    read.contains(name) || words[name, default: 0] > declared[name, default: 0]
  }

  private mutating func note(_ statement: Statement) {
    switch statement.kind {
    case .importModule(let declaration):
      for name in declaration.names ?? [] { declared[name.text, default: 0] += 1 }
    case .declaration(let declaration):
      for attribute in declaration.attributes {
        for argument in attribute.arguments { note(argument.value) }
      }
      switch declaration.kind {
      case .structure(let structure): declared[structure.name.text, default: 0] += 1
      case .enumeration(let enumeration): declared[enumeration.name.text, default: 0] += 1
      case .interface(let interface): declared[interface.name.text, default: 0] += 1
      case .implementation(let name, _): declared[name.text, default: 0] += 1
      default: break
      }
    case .assignment(let target, let operation, _): note(target: target, isCompound: operation != nil)
    default: break
    }
  }

  /// Symbols in attributes may name functions.
  private mutating func note(_ value: AttributeValue) {
    switch value {
    case .symbol(let name): read.insert(name)
    case .call(let name, let arguments):
      read.insert(name)
      for argument in arguments { note(argument) }
    case .list(let values): for value in values { note(value) }
    case .dict(let entries): for entry in entries { note(entry.value) }
    default: break
    }
  }

  private mutating func note(target: Expression, isCompound: Bool) {
    var root = target
    while true {
      switch root.kind {
      case .property(let receiver, _, _), .index(let receiver, _, _), .parenthesized(let receiver): root = receiver
      case .name(let name):
        assigned.insert(name)
        if case .name = target.kind, !isCompound { targets.insert(target.range) }
        return
      default: return
      }
    }
  }

  private mutating func note(_ expression: Expression, in file: SourceFile) {
    switch expression.kind {
    case .name(let name): if !targets.contains(expression.range) { read.insert(name) }
    case .call(let callee, _, _): read.insert(callee.text)
    case .structLiteral(let name, _):
      read.insert(name.text)
      literalBraces.insert(file.offset(of: UInt8(ascii: "{"), from: name.range.end))
    case .dict: literalBraces.insert(expression.range.start)
    case .match(_, let arms):
      for arm in arms {
        for pattern in arm.patterns { for name in pattern.boundNames { targets.insert(name.range) } }
      }
    default: break
    }
  }
}

extension ArraySlice<UInt8> {
  /// A number below 4096 that is the same for the same name and mostly another one for another name.
  fileprivate var fingerprint: Int {
    guard let first, let last else { return 0 }
    let middle = self[startIndex + count / 2]
    return (Int(first) &* 31 &+ Int(middle) &* 113 &+ Int(last) &* 17 &+ count &* 271) & 0xFFF
  }
}

extension SourceFile {
  /// The place of the first `byte` from `start` on; the end of the text when there is none.
  fileprivate func offset(of byte: UInt8, from start: Int32) -> Int32 {
    var offset = Int(start)
    while offset < bytes.count, bytes[offset] != byte { offset += 1 }
    return Int32(clamping: offset)
  }
}

extension Expression {
  /// The names that a pattern of `match` binds.
  var boundNames: [Name] {
    switch kind {
    case .name(let text): [Name(text, at: range)]
    case .parenthesized(let inner): inner.boundNames
    case .list(let items), .call(_, _, let items), .methodCall(_, _, let items, _): items.flatMap(\.value.boundNames)
    case .dict(let entries):
      entries.flatMap { entry -> [Name] in
        if case .named(_, let value) = entry { value.boundNames } else { [] }
      }
    default: []
    }
  }
}

extension Pattern {
  /// The names that the pattern binds.
  var names: [Name] {
    switch kind {
    case .name(let name): [name]
    case .list(let elements, let rest): elements.map(\.name) + [rest].compactMap { $0 }
    case .dict(let entries, let rest): entries.map(\.name) + [rest].compactMap { $0 }
    case .pair(let first, let second): [first, second]
    }
  }
}
