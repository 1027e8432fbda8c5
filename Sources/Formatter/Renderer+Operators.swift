import Diagnostics
import Lexer
import Syntax

/// How tightly an expression holds together (01 "Precedence"), loosest first.
enum Binding: Int, Comparable {
  case pipe = 1
  case range, ternary, or, and, equality, comparison, additive, coalesce, product, power, unary, postfix

  static func < (lhs: Binding, rhs: Binding) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// An operator between two operands, pipes included.
struct InfixForm {
  var spelling: String
  var binding: Binding

  static let pipe = InfixForm(spelling: "|>", binding: .pipe)

  private init(spelling: String, binding: Binding) {
    self.spelling = spelling
    self.binding = binding
  }

  init(_ operation: BinaryOperator) {
    self.init(spelling: operation.rawValue, binding: operation.binding)
  }

  /// Whether a line that begins with it is a continuation (01 "Line structure").
  var continuesLine: Bool { spelling != "-" && spelling != "in" && spelling != "not in" }

  /// Whether `operand` needs parentheses beside this operator, for its own reading or for the reader's.
  func needsGroup(_ operand: Expression, isRight: Bool) -> Bool {
    let inner = operand.binding
    if inner < binding || binding == .or && inner == .and { return true }
    return inner == binding && isRight != (binding == .power)
  }
}

extension BinaryOperator {
  fileprivate var binding: Binding {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual: .equality
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn, .isNotIn: .comparison
    case .add, .subtract: .additive
    case .coalesce: .coalesce
    case .multiply, .divide, .remainder: .product
    case .power: .power
    }
  }
}

extension Expression {
  /// How tightly it holds together.
  var binding: Binding {
    switch kind {
    case .pipe: .pipe
    case .range: .range
    case .ternary: .ternary
    case .binary(let operation, _, _): operation.binding
    case .unary: .unary
    default: .postfix
    }
  }
}

/// Operators (07 §6.6).
extension Renderer {
  /// `left operator right`, broken before the operator when the source breaks between them or the text is too long.
  mutating func binary(_ form: InfixForm, _ left: Expression, _ right: Expression, _ level: Int) -> String {
    var text = operand(left, level) { form.needsGroup($0, isRight: false) }
    let (leftRange, rightRange) = (left.unparenthesized.range, right.unparenthesized.range)
    let between = comments.take(from: leftRange.endOffset, to: rightRange.startOffset)
    if !between.isEmpty, !between.allSatisfy(\.isInline) {
      let rightText = operand(right, level) { form.needsGroup($0, isRight: true) }
      return commented(form, text, between, rightText, level)
    }
    let place = between.isEmpty ? 0 : operatorStart(form, before: rightRange.startOffset)
    let before = inline(between.filter { $0.comment.range.startOffset < place })
    let after = inline(between.filter { $0.comment.range.startOffset >= place })
    let rightText = operand(right, level) { form.needsGroup($0, isRight: true) }
    let rest = "\(form.spelling)\(after) \(rightText)"
    let length = 2 * level + text.width + before.width + 1 + rest.width
    let isBroken =
      line(leftRange.startOffset) < line(rightRange.startOffset) || text.hasLineBreak || length > options.lineWidth
    text += before
    if isBroken {
      text += form.continuesLine ? "\n" : " \\\n"
      text += indent(level + 1)
    } else {
      text += " "
    }
    text += rest
    return text
  }

  /// The same with comments between the operands that end lines or have their own.
  private func commented(
    _ form: InfixForm, _ left: String, _ between: [CommentStore.Entry], _ right: String, _ level: Int
  ) -> String {
    let count = between.prefix { $0.followsCode }.count
    let own = commentLines(Array(between.dropFirst(count)), level + 1).map { $0 + "\n" }.joined()
    let trailing = inline(Array(between.prefix(count)))
    return form.continuesLine
      ? "\(left)\(trailing)\n\(own)\(indent(level + 1))\(form.spelling) \(right)"
      : "\(left) \(form.spelling)\(trailing)\n\(own)\(indent(level + 1))\(right)"
  }

  /// Where the operator before the operand at `offset` begins.
  private func operatorStart(_ form: InfixForm, before offset: Int) -> Int {
    let word = form.spelling.split(separator: " ").last.map(String.init) ?? form.spelling
    var index = tokenIndex(from: offset) - 1
    while index > 0, tokens.tokens[index].kind.rawValue != word { index -= 1 }
    return tokens.tokens[index].range.startOffset
  }

  mutating func unary(_ operation: UnaryOperator, _ value: Expression, _ level: Int) -> String {
    let text = operand(value, level) { $0.binding < .unary }
    return operation == .tryStar ? "try* \(text)" : "\(operation.rawValue)\(text)"
  }

  mutating func ternary(_ condition: Expression, _ then: Expression, _ otherwise: Expression, _ level: Int) -> String {
    let condition = operand(condition, level) { $0.binding <= .ternary }
    var branch = operand(then, level) { $0.binding <= .ternary }
    if !mayBeginBranch(branch) { branch = "(\(branch))" }
    return "\(condition) ? \(branch) : \(operand(otherwise, level) { $0.binding <= .ternary })"
  }

  /// Whether a `?` before this text begins a ternary (01 "Deciding what `?` means").
  private func mayBeginBranch(_ text: String) -> Bool {
    if text.hasPrefix("[") || text.hasPrefix("r\"") { return false }
    let word = text.unicodeScalars.prefix { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    guard case .success(let list) = Lexer(file: SourceFile(path: "", text: String(word))).tokenize() else {
      return true
    }
    switch list.tokens[0].kind {
    case .duration: return false
    case .trueKeyword, .falseKeyword, .nilKeyword, .fnKeyword: return true
    case let kind: return !kind.isKeyword
    }
  }

  /// Notes where the parentheses around `expression` end.
  mutating func noteGroups(of expression: Expression) {
    var expression = expression
    while case .parenthesized(let inner) = expression.kind {
      groupEnds.insert(expression.range.end)
      expression = inner
    }
  }

  /// Whether `expression` is a try operator whose `?` would read as that of a ternary or a subscript, because of what comes
  /// behind it when the parentheses around it are gone.
  func isQuestionAmbiguous(_ expression: Expression) -> Bool {
    guard case .tryOperator = expression.kind else { return false }
    var index = tokenIndex(from: expression.range.endOffset)
    var isOnLine = true
    while true {
      let token = tokens.tokens[index]
      switch token.kind {
      case .newline: isOnLine = false
      case .rightParenthesis where groupEnds.contains(token.range.end): break
      case .leftBrace: return true
      case .identifier, .int, .float, .string, .interpolatedString, .trueKeyword, .falseKeyword, .nilKeyword,
        .leftParenthesis, .leftBracket, .bang, .minus, .fnKeyword:
        return isOnLine
      default: return false
      }
      index += 1
    }
  }
}
