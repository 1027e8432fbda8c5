import Diagnostics
import Syntax

/// Rules about operators (03 §16).
extension LintWalk {
  mutating func reportComparison(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
  ) {
    guard let isTrueForEqual = operation.outcomeForEqualOperands else { return }
    let (first, second) = (left.unparenthesized, right.unparenthesized)
    if operation == .equal || operation == .notEqual {
      if case .bool(let value) = second.kind, !first.isBool {
        return reportBoolComparison(operation, left, value, at: range)
      }
      if case .bool(let value) = first.kind, !second.isBool {
        return reportBoolComparison(operation, right, value, at: range)
      }
    }
    guard haveSameWords(first.range, second.range), first.hasNoEffect else { return }
    report(
      .pointlessComparison, "expression is compared to itself with `\(operation.rawValue)`",
      "replace this comparison with `\(isTrueForEqual)`", at: range,
      fix: [Diagnostic.Edit(replacing: range, with: "\(isTrueForEqual)")])
  }

  private mutating func reportBoolComparison(
    _ operation: BinaryOperator, _ operand: Expression, _ value: Bool, at range: SourceRange
  ) {
    let message = operation == .equal ? "comparison to `\(value)` is redundant" : "`!= \(value)` is redundant"
    let keepsMeaning = (operation == .equal) == value
    let shown = text(operand.range)
    let negated = operand.bindsTightly ? "!\(shown)" : "!(\(shown))"
    report(
      .comparisonToBool, message,
      keepsMeaning ? "remove the comparison, use the expression directly" : "use `!expr` instead", at: range,
      fix: [Diagnostic.Edit(replacing: range, with: keepsMeaning ? shown : negated)])
  }

  /// `x == nil ? fallback : x` and `x != nil ? x : fallback`.
  mutating func reportNilTernary(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, at range: SourceRange
  ) {
    guard case .binary(let operation, let left, let right) = condition.unparenthesized.kind,
      operation == .equal || operation == .notEqual, let tested = nilTested(left, right)
    else { return }
    let (value, fallback) = operation == .equal ? (otherwise, then) : (then, otherwise)
    let shown = text(tested.range)
    guard haveSameWords(value.unparenthesized.range, tested.range), tested.hasNoEffect else { return }
    let fallbackText = fallback.bindsTightly ? text(fallback.range) : "(\(text(fallback.range)))"
    report(
      .redundantNilTernary, "ternary nil check over `\(shown)` can be replaced with `\(shown) ?? <fallback>`",
      "use `\(shown) ?? <fallback>` instead", at: range,
      fix: tested.bindsTightly ? [Diagnostic.Edit(replacing: range, with: "\(shown) ?? \(fallbackText)")] : [])
  }

  private func nilTested(_ left: Expression, _ right: Expression) -> Expression? {
    if case .nilLiteral = right.unparenthesized.kind { return left.unparenthesized }
    if case .nilLiteral = left.unparenthesized.kind { return right.unparenthesized }
    return nil
  }

  mutating func reportLiteralOperand(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
  ) {
    guard [.add, .subtract, .multiply, .divide, .remainder].contains(operation),
      left.unparenthesized.isBoolOrNil || right.unparenthesized.isBoolOrNil
    else { return }
    report(
      .invalidBinaryOperandLiteral,
      "operator '\(operation.rawValue)' used with boolean or nil literal — this will cause a runtime error",
      "use to_string() or string interpolation to convert values explicitly", at: range,
      fix: operation == .add ? interpolation(left, right, at: range) : [])
  }

  /// `"a" + true` as `"a${true}"`.
  private func interpolation(_ left: Expression, _ right: Expression, at range: SourceRange) -> [Diagnostic.Edit] {
    let (first, second) = (text(left.range), text(right.range))
    if left.isPlainString(first), right.isBoolOrNil {
      return [Diagnostic.Edit(replacing: range, with: "\(first.dropLast())${\(second)}\"")]
    }
    if right.isPlainString(second), left.isBoolOrNil {
      return [Diagnostic.Edit(replacing: range, with: "\"${\(first)}\(second.dropFirst())")]
    }
    return []
  }
}

extension BinaryOperator {
  /// What a comparison of equal values gives; nil for operators that compare nothing.
  fileprivate var outcomeForEqualOperands: Bool? {
    switch self {
    case .equal, .lessOrEqual, .greaterOrEqual: true
    case .notEqual, .less, .greater: false
    default: nil
    }
  }
}

extension Expression {
  fileprivate var isBool: Bool { if case .bool = kind { true } else { false } }

  fileprivate var isBoolOrNil: Bool { if case .nilLiteral = kind { true } else { isBool } }

  fileprivate func isPlainString(_ text: String) -> Bool {
    if case .string = kind { text.hasPrefix("\"") && !text.hasPrefix("\"\"\"") } else { false }
  }

  /// Whether the expression needs no parentheses beside any operator.
  var bindsTightly: Bool {
    switch kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string, .interpolation, .name, .parenthesized, .list, .dict,
      .call, .methodCall, .property, .index, .slice:
      true
    default: false
    }
  }
}
