import Diagnostics
import Lexer
import Syntax

/// Literals and keys (07 §6.7).
extension Renderer {
  /// The string token at `range`, whose value is `value`. Raw strings and those that span lines stay as they are.
  func string(_ value: String, _ range: SourceRange) -> String {
    isVerbatim(range) ? source(range) : "\"\(escaped(value))\""
  }

  private func isVerbatim(_ range: SourceRange) -> Bool {
    let bytes = file.bytes[range.startOffset..<range.endOffset]
    return bytes.first == UInt8(ascii: "r") || bytes.contains(UInt8(ascii: "\n"))
  }

  /// The interpolated string at `range`.
  func interpolation(_ range: SourceRange) -> String {
    let token = tokens.tokens[tokenIndex(from: range.startOffset)]
    guard !isVerbatim(range), token.kind == .interpolatedString else { return source(range) }
    let parts = tokens.templates[Int(token.payload)].map { part in
      switch part {
      case .text(let text): escaped(text)
      case .source(let range, _): "${\(source(range))}"
      }
    }
    return "\"\(parts.joined())\""
  }

  /// The text of a plain string with this value.
  private func escaped(_ value: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(value.utf8)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): result += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): result += "\\n".utf8
      case UInt8(ascii: "\t"): result += "\\t".utf8
      case UInt8(ascii: "$") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "{"):
        result += "\\$".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The shortest digits, with `.0` when integral. A number beyond all doubles stays as it is.
  func float(_ value: Double, _ range: SourceRange?) -> String {
    if !value.isFinite, let range { return source(range) }
    let digits = positionalDigits(of: value)
    return digits.utf8.contains(UInt8(ascii: ".")) ? digits : "\(digits).0"
  }

  /// The largest unit that divides the value.
  func duration(_ milliseconds: Int) -> String {
    guard milliseconds != 0 else { return "0ms" }
    let units = [(3_600_000, "h"), (60_000, "m"), (1000, "s")]
    for (size, unit) in units where milliseconds % size == 0 { return "\(milliseconds / size)\(unit)" }
    return "\(milliseconds)ms"
  }

  /// The key of an entry. A struct literal is known by its first key, so that its keys are never computed.
  func key(_ key: Name, isStruct: Bool) -> String {
    let isQuoted = file.bytes[key.range.startOffset] == UInt8(ascii: "\"")
    if isStruct {
      let isName = !isQuoted || isIdentifier(key.text)
      return isName ? key.text : string(key.text, key.range)
    }
    return isBareKey(key.text) ? key.text : "[\(string(key.text, key.range))]"
  }

  /// Whether a key may stand without quotes (01 "Keywords").
  func isBareKey(_ text: String) -> Bool {
    if isIdentifier(text) { return true }
    guard let kind = TokenKind(rawValue: text), kind.isKeyword else { return false }
    switch kind {
    case .evalPackKeyword, .finallyKeyword, .requireKeyword, .selectKeyword, .skillKeyword: return false
    default: return true
    }
  }

  /// Whether `text` is an identifier and no keyword.
  private func isIdentifier(_ text: String) -> Bool {
    guard case .success(let list) = Lexer(file: SourceFile(path: "", text: text)).tokenize() else { return false }
    let token = list.tokens[0]
    return list.tokens.count == 2 && list.comments.isEmpty && token.kind == .identifier
      && token.range.endOffset - token.range.startOffset == text.utf8.count
  }
}
