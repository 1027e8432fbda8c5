import Diagnostics
import Lexer
import Syntax

/// Calls, members and method chains (07 §6.5, §6.6).
extension Renderer {
  /// What stands before `.`, `[` or `?`.
  mutating func receiver(_ receiver: Expression, _ level: Int) -> String {
    operand(receiver, level) {
      if case .tryOperator = $0.kind { return true }
      return $0.binding < .postfix
    }
  }

  mutating func call(
    _ callee: Name, _ types: [TypeExpression], _ arguments: [ListItem], _ range: SourceRange, _ level: Int
  ) -> String {
    let list = types.isEmpty ? "" : "<\(types.map { type($0) }.joined(separator: ", "))>"
    let head = "\(callee.text)\(list)"
    let start = end(of: .leftParenthesis, from: types.last?.range.endOffset ?? callee.range.endOffset)
    return self.arguments(head, arguments, from: start, to: range.endOffset - 1, prefix: head.width + 1, level)
  }

  private mutating func arguments(
    _ head: String, _ arguments: [ListItem], from start: Int, to end: Int, prefix: Int, _ level: Int
  ) -> String {
    sequence(
      "\(head)(", arguments, ")", from: start, to: end, prefix: prefix, level, range: \.value.range,
      render: { $0.item($1, $2) })
  }

  mutating func methodCall(
    _ receiver: Expression, _ name: Name, _ arguments: [ListItem], _ isOptional: Bool, _ range: SourceRange,
    _ level: Int
  ) -> String {
    var text = self.receiver(receiver, level)
    let (gap, isBroken) = takeGap(receiver.unparenthesized.range.endOffset, name, level)
    let dot = isOptional ? "?." : "."
    let call = self.arguments(
      "\(dot)\(name.text)", arguments, from: end(of: .leftParenthesis, from: name.range.endOffset),
      to: range.endOffset - 1,
      prefix: text.width + name.text.width + dot.width + 1, level)
    let isChain = !isEnumValue(receiver, name, isOptional)
    let endsLater = line(receiver.unparenthesized.range.endOffset - 1) < line(range.endOffset - 1)
    text += gap
    if !isBroken, isChain, endsLater || call.hasLineBreak {
      text += "\n"
      text += indent(level + 1)
    }
    text += call
    return text
  }

  mutating func property(_ receiver: Expression, _ name: Name, _ isOptional: Bool, _ level: Int) -> String {
    var text = self.receiver(receiver, level)
    text += takeGap(receiver.unparenthesized.range.endOffset, name, level).text
    text += isOptional ? "?." : "."
    text += name.text
    return text
  }

  /// The comments between a receiver and the name of a member. They break the line unless they stay in it.
  private mutating func takeGap(_ start: Int, _ name: Name, _ level: Int) -> (text: String, isBroken: Bool) {
    let between = comments.take(from: start, to: name.range.startOffset)
    if between.allSatisfy(\.isInline) { return (inline(between), false) }
    let count = between.prefix { $0.followsCode }.count
    let own = commentLines(Array(between.dropFirst(count)), level + 1).map { $0 + "\n" }.joined()
    return ("\(inline(Array(between.prefix(count))))\n\(own)\(indent(level + 1))", true)
  }

  /// Whether `receiver.name(…)` looks like the value of an enum: both names begin with an uppercase letter.
  private func isEnumValue(_ receiver: Expression, _ name: Name, _ isOptional: Bool) -> Bool {
    guard case .name(let type) = receiver.unparenthesized.kind, !isOptional else { return false }
    func isUppercase(_ text: String) -> Bool { text.unicodeScalars.first?.properties.isUppercase ?? false }
    return isUppercase(type) && isUppercase(name.text)
  }
}
