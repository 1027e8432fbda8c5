import Diagnostics
import Lexer
import Syntax

/// Commas at the end of lists that stand on several lines.
extension TextRules {
  /// Parentheses, brackets and the braces of dicts and structs whose closing half begins a line, with a comma inside but none
  /// at the end.
  func missingCommas() -> [Diagnostic] {
    var open: [(start: Int, hasComma: Bool)] = []
    var findings: [Diagnostic] = []
    for (index, token) in tokens.tokens.enumerated() {
      switch token.kind {
      case .leftParenthesis, .leftBracket, .leftBrace: open.append((index, false))
      case .comma: if !open.isEmpty { open[open.count - 1].hasComma = true }
      case .rightParenthesis, .rightBracket, .rightBrace:
        guard let bracket = open.popLast(), bracket.hasComma else { continue }
        let opening = tokens.tokens[bracket.start]
        if opening.kind == .leftBrace, !literalBraces.contains(opening.range.start) { continue }
        if let finding = missingComma(before: index) { findings.append(finding) }
      default: break
      }
    }
    return findings.sorted { $0.range.start < $1.range.start }
  }

  private func missingComma(before closing: Int) -> Diagnostic? {
    var index = closing - 1
    guard index >= 0, tokens.tokens[index].kind == .newline else { return nil }
    while index > 0, tokens.tokens[index].kind == .newline { index -= 1 }
    let last = tokens.tokens[index]
    guard last.kind != .comma else { return nil }
    let end = SourceRange(start: Int(last.range.end), end: Int(last.range.end))
    return .lint(
      .trailingComma, "multiline comma-separated list is missing a trailing comma",
      "add a trailing comma after the last item",
      at: last.range, fix: [Diagnostic.Edit(replacing: end, with: ",")])
  }
}
