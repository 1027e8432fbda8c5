import Diagnostics
import Syntax

/// Operators: misuse and result types (03 §6.2, §7.6).
extension FileChecker {
  mutating func visit(_ operation: UnaryOperator, _ operand: Expression, at range: SourceRange) -> TypeID {
    switch operation {
    case .not:
      _ = visit(condition: operand)
      return .bool
    case .negate: return visit(operand)
    case .tryStar:
      report(placement.finding(forTryStarAt: range))
      return visit(operand)
    }
  }

  mutating func visit(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange, needed: Bool
  ) -> TypeID {
    switch operation {
    case .and, .or:
      let facts = visit(condition: left)
      let assumed = operation == .and ? facts.whenTrue : facts.whenFalse
      let mark = bindings.mark()
      apply(assumed)
      _ = visit(condition: right)
      bindings.restore(mark)
      return .bool
    case .equal, .notEqual, .isIn, .isNotIn:
      visit(left, needed: false)
      visit(right, needed: false)
      return .bool
    case .coalesce:
      let first = visit(left, needed: needed)
      let second = visit(right, needed: needed)
      return needed ? coalesced(first, second) : .dynamic
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let place = findingCount
      let first = visit(left)
      let second = visit(right)
      insert(comparisonFindings(operation, first, second, at: range), at: place)
      return .bool
    case .add, .subtract, .multiply, .divide, .remainder, .power:
      let place = findingCount
      let first = visit(left)
      let second = visit(right)
      if let finding = arithmeticFinding(operation, first, second, left, right, at: range) {
        insert([finding], at: place)
      }
      return result(of: operation, first, second)
    }
  }

  private mutating func coalesced(_ left: TypeID, _ right: TypeID) -> TypeID {
    if left == .dynamic || left == .null { return right }
    guard case .union(let members) = types.node(left) else { return left }
    let rest = types.union(members.filter { $0 != .null })
    return rest == .never ? right : rest
  }

  /// The type of an operation on operands of these types.
  mutating func result(of operation: BinaryOperator, _ left: TypeID, _ right: TypeID) -> TypeID {
    switch operation {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn, .isNotIn, .and, .or: .bool
    case .coalesce: coalesced(left, right)
    case .add, .subtract, .multiply, .divide, .remainder, .power:
      arithmetic(operation, expand(left), expand(right)) ?? .dynamic
    }
  }

  /// The result of an arithmetic operator on plain types that fit it.
  private func arithmetic(_ operation: BinaryOperator, _ left: TypeID, _ right: TypeID) -> TypeID? {
    switch (left, right) {
    case (.int, .int): return .int
    case (.int, .float), (.float, .int), (.float, .float): return .float
    case (.string, .string), (.list, .list), (.dict, .dict): return operation == .add ? left : nil
    case (.string, .int), (.int, .string): return operation == .multiply ? .string : nil
    default: return nil
    }
  }
}

// MARK: - Misuse

extension FileChecker {
  /// The expanded type of an operand when it is a plain name that rules apply to.
  private mutating func operand(_ type: TypeID) -> TypeID? {
    guard type != .dynamic else { return nil }
    let expanded = expand(type)
    switch types.node(expanded) {
    case .unknown: return expanded
    case .named: return isTypeParameter(expanded) ? nil : expanded
    default: return nil
    }
  }

  private mutating func arithmeticFinding(
    _ operation: BinaryOperator, _ left: TypeID, _ right: TypeID, _ leftOperand: Expression,
    _ rightOperand: Expression, at range: SourceRange
  ) -> Diagnostic? {
    if left == right, left == .int || left == .float { return nil }
    guard let first = operand(left), let second = operand(right),
      arithmetic(operation, first, second) == nil
    else { return nil }
    let texts = (types.text(left), types.text(right))
    switch operation {
    case .add:
      let fix = interpolationFix(leftOperand, rightOperand, at: range)
      return .wrongSum(texts.0, texts.1, fix: fix, at: range)
    case .multiply: return .wrongProduct(texts.0, texts.1, at: range)
    default: return .nonNumericOperands(operation.rawValue, texts.0, texts.1, at: range)
    }
  }

  private mutating func comparisonFindings(
    _ operation: BinaryOperator, _ left: TypeID, _ right: TypeID, at range: SourceRange
  ) -> [Diagnostic] {
    guard let first = operand(left), let second = operand(right), first != .duration, second != .duration
    else { return [] }
    let comparable: [TypeID] = [.int, .float, .string]
    let texts = (types.text(left), types.text(right))
    if !comparable.contains(first) || !comparable.contains(second) {
      return [.pointlessComparison(operation.rawValue, texts.0, texts.1, at: range)]
    }
    guard (first == .string) != (second == .string) else { return [] }
    return [.mixedComparison(operation.rawValue, texts.0, texts.1, at: range)]
  }

  /// `"n=" + 4` as `"n=${4}"`: one side a string in double quotes, the other free of `}` and `"` (03 §10.1 no. 5).
  private func interpolationFix(
    _ left: Expression, _ right: Expression, at range: SourceRange
  ) -> Diagnostic.Fix? {
    let texts = (file.text(of: left.range), file.text(of: right.range))
    let replacement: String
    if isPlainLiteral(left, texts.0), !texts.1.contains("}"), !texts.1.contains("\"") {
      replacement = "\(texts.0.dropLast())${\(texts.1)}\""
    } else if isPlainLiteral(right, texts.1), !texts.0.contains("}"), !texts.0.contains("\"") {
      replacement = "\"${\(texts.0)}\(texts.1.dropFirst())"
    } else {
      return nil
    }
    return Diagnostic.Fix(
      title: "use an interpolated string", edits: [Diagnostic.Edit(replacing: range, with: replacement)])
  }

  private func isPlainLiteral(_ expression: Expression, _ text: String) -> Bool {
    expression.stringText != nil && text.hasPrefix("\"") && !text.hasPrefix("\"\"\"")
  }
}
