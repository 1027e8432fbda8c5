import Syntax

/// An expected and an actual type.
struct TypePair: Hashable {
  var expected: TypeID
  var actual: TypeID
}

/// Assignability (03 §4).
extension FileChecker {
  /// Whether a value of type `actual` is accepted where `expected` is expected.
  ///
  /// Each pair of types is compared once in a comparison; a pair that is met inside itself counts as accepted, which
  /// is what makes recursive types comparable.
  mutating func accepts(_ expected: TypeID, _ actual: TypeID) -> Bool {
    if let simple = acceptsSimply(expected, actual) { return simple }
    let pair = TypePair(expected: expected, actual: actual)
    if let known = comparisons[pair] { return known }
    guard comparisons.count < mostComparisons, comparisonDepth < deepestComparison else { return true }
    comparisons[pair] = true
    comparisonDepth += 1
    let result = acceptsExpanded(expand(expected), expand(actual))
    comparisonDepth -= 1
    comparisons[pair] = result
    if comparisonDepth == 0 { comparisons.removeAll(keepingCapacity: true) }
    return result
  }

  /// The rules that need no look at the parts of a type; nil when none of them applies.
  private func acceptsSimply(_ expected: TypeID, _ actual: TypeID) -> Bool? {
    if expected == actual || expected.number <= TypeID.unknown.number { return true }
    if actual == .dynamic || actual == .wildcard { return true }
    if types.mayChange(expected) || types.mayChange(actual) {
      guard !isTypeParameter(expected), !isTypeParameter(actual) else { return true }
      return nil
    }
    if actual == .never { return true }
    if expected == .never { return false }
    if actual == .any { return true }
    guard case .named = types.node(expected), case .named = types.node(actual) else { return nil }
    return expected == .float && actual == .int
  }

  func isTypeParameter(_ type: TypeID) -> Bool {
    if case .named(let name) = types.node(type) { typeScopes.isParameter(name) } else { false }
  }

  /// Rules 3 to 11, for types whose outermost aliases are expanded.
  private mutating func acceptsExpanded(_ expected: TypeID, _ actual: TypeID) -> Bool {
    if actual == .never { return true }
    if expected == .never { return false }
    if expected == .any || actual == .any || expected == .unknown || expected == actual { return true }
    switch (types.node(expected), types.node(actual)) {
    case (.union, .union(let members)):
      return members.allSatisfy { accepts(expected, $0) }
    case (.union(let members), _):
      return members.contains { accepts($0, actual) }
    case (_, .unknown): return false
    case (_, .union(let members)):
      return members.allSatisfy { accepts(expected, $0) }
    default:
      return acceptsMember(expected, actual)
    }
  }

  /// Rules 12 to 31: neither side is a union.
  private mutating func acceptsMember(_ expected: TypeID, _ actual: TypeID) -> Bool {
    if let interface = interface(expected) {
      return unsatisfied(interface.name, interface.arguments, by: actual) == nil
    }
    switch (types.node(expected), types.node(actual)) {
    case (.named(let wanted), .named(let given)):
      return wanted == given || (expected == .float && actual == .int) || isSameSequence(wanted, given)
    case (.named(let wanted), .application(let given, _)), (.application(let wanted, _), .named(let given)):
      return wanted == given
    case (.application(let wanted, let first), .application(let given, let second)):
      return wanted == given && first.count == second.count && accepts(first, second, of: wanted)
    case (.shape(let wanted), .shape(let given)): return accepts(wanted, given)
    case (.shape, .named), (.named, .shape): return expected == .dict || actual == .dict
    case (.dict(let key, let value), .shape(let fields)):
      return isStringKey(key) && fields.allSatisfy { accepts(value, $0.type) }
    case (.shape, .dict): return true
    case (.dict(let key, let value), .dict(let otherKey, let otherValue)):
      return isInvariant(key, otherKey) && isInvariant(value, otherValue)
    case (.dict, .named), (.named, .dict): return expected == .dict || actual == .dict
    case (.list(let first), .list(let second)): return isInvariant(first, second)
    case (.list, .named), (.named, .list): return expected == .list || actual == .list
    case (.sequence(let kind, let first), .sequence(let other, let second)):
      return kind == other && accepts(first, second)
    case (.sequence(let kind, _), .named(let name)), (.named(let name), .sequence(let kind, _)):
      return kind.has(name)
    case (.function(let wanted, let result), .function(let given, let otherResult)):
      return wanted.count == given.count && zip(wanted, given).allSatisfy { accepts($1, $0) }
        && accepts(result, otherResult)
    case (.function, .named), (.named, .function): return expected == .closure || actual == .closure
    case (.named, .stringLiteral): return expected == .string
    case (.stringLiteral, .named): return actual == .string
    case (.named, .intLiteral): return expected == .int || expected == .float
    case (.intLiteral, .named): return actual == .int
    default: return false
    }
  }

  private func isSameSequence(_ first: NameID, _ second: NameID) -> Bool {
    SequenceKind.generator.has(first) && SequenceKind.generator.has(second)
      || SequenceKind.stream.has(first) && SequenceKind.stream.has(second)
  }

  /// Whether the keys of a shape, which are strings, are keys of this type (rule 18).
  private mutating func isStringKey(_ key: TypeID) -> Bool {
    key == .wildcard || isTypeParameter(key) || expand(key) == .string
  }

  private mutating func isInvariant(_ first: TypeID, _ second: TypeID) -> Bool {
    accepts(first, second) && accepts(second, first)
  }

  /// Each required field of the expected shape must be there; optional ones are not looked at (rule 16).
  private mutating func accepts(_ expected: [ShapeField], _ actual: [ShapeField]) -> Bool {
    expected.allSatisfy { field in
      if field.isOptional { return true }
      guard let given = actual.first(where: { $0.name == field.name }) else { return false }
      return accepts(field.type, given.type)
    }
  }

  /// The arguments of two applications of one name, each under the variance of its parameter (03 §4.2).
  private mutating func accepts(_ expected: [TypeID], _ actual: [TypeID], of name: NameID) -> Bool {
    let variances = variances(of: name)
    return expected.indices.allSatisfy { index in
      switch index < variances.count ? variances[index] : .none {
      case .output: accepts(expected[index], actual[index])
      case .input: accepts(actual[index], expected[index])
      case .none: isInvariant(expected[index], actual[index])
      }
    }
  }

  /// The variance of the parameters of a declared type; empty for names that declare none.
  func variances(of name: NameID) -> [TypeParameter.Variance] {
    if let declaration = typeScopes.declaration(of: name) { return declaration.parameters.map(\.variance) }
    return name == BuiltinTypeName.result.id ? [.output, .output] : []
  }
}

/// A comparison that needs more steps is given up, and the type accepted.
private let mostComparisons = 100_000
private let deepestComparison = 500
