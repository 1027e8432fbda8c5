import Diagnostics
import Syntax

/// `match`: patterns, narrowing in arms and exhaustiveness (03 §8.6, §9.1).
extension FileChecker {
  mutating func visitMatch(_ subject: Expression, _ arms: [MatchArm], at range: SourceRange) {
    guard isReporting else { return }
    let place = findingCount
    let type = visit(subject)
    let rule = matchRule(subject, expand(type))
    if let finding = exhaustiveness(arms, rule, at: range) { insert([finding], at: place) }
    for arm in arms { visit(arm, subject, type, rule) }
  }

  /// What a `match` is checked against.
  enum MatchRule {
    case enumeration(name: String, variants: [String])
    case tagged(TagAccess)
    case literals([TypeID])
    case names([TypeID])
    case none
  }

  private mutating func matchRule(_ subject: Expression, _ type: TypeID) -> MatchRule {
    if let rule = enumRule(subject, type) { return rule }
    if let access = tagAccess(subject) { return .tagged(access) }
    guard case .union(let members) = types.node(type) else { return .none }
    if members.allSatisfy({ isLiteral($0) }) { return .literals(members) }
    if members.allSatisfy({ isPlainName($0) }) { return .names(members) }
    return .none
  }

  private mutating func enumRule(_ subject: Expression, _ type: TypeID) -> MatchRule? {
    var subjectType = type
    if case .property(let receiver, let name, false) = subject.unparenthesized.kind, name.text == "variant" {
      let owner = infer(receiver)
      if enumeration(owner) != nil { subjectType = owner }
    }
    guard let declared = enumeration(subjectType), declared.typeParameters.isEmpty else { return nil }
    return .enumeration(name: declared.name.text, variants: declared.variants.map(\.name.text))
  }

  private func isLiteral(_ type: TypeID) -> Bool {
    switch types.node(type) {
    case .stringLiteral, .intLiteral: true
    default: false
    }
  }

  private func isPlainName(_ type: TypeID) -> Bool {
    if case .named = types.node(type) { !isTypeParameter(type) } else { false }
  }
}

// MARK: - Arms

extension FileChecker {
  private mutating func visit(_ arm: MatchArm, _ subject: Expression, _ type: TypeID, _ rule: MatchRule) {
    for finding in patterns.findings(forAlternatives: arm.patterns) { report(finding) }
    if type != .dynamic {
      for pattern in arm.patterns { report(literalMismatch(pattern, type)) }
    }
    let mark = openScope()
    if let fact = fact(of: arm, subject, type, rule) { apply([fact]) }
    for pattern in arm.patterns { declareNames(in: pattern) }
    if let condition = arm.condition { visit(condition, needed: false) }
    visit(arm.body)
    closeScope(mark)
  }

  /// Binds the names of a pattern. Some that it only reads are bound as well: too many hide nothing from the reader.
  private mutating func declareNames(in pattern: Expression) {
    switch pattern.kind {
    case .name(let name): declare(Name(name, at: pattern.range), .variable(isMutable: false))
    case .parenthesized(let inner): declareNames(in: inner)
    case .list(let items): for item in items { declareNames(in: item.value) }
    case .dict(let entries):
      for case .named(_, let value) in entries { declareNames(in: value) }
    case .call(_, _, let arguments), .methodCall(_, _, let arguments, _):
      for argument in arguments { declareNames(in: argument.value) }
    default: break
    }
  }

  /// What an arm tells about the variable that is matched.
  private mutating func fact(
    of arm: MatchArm, _ subject: Expression, _ type: TypeID, _ rule: MatchRule
  ) -> Fact? {
    if case .tagged(let access) = rule {
      var variants: [TypeID] = []
      for pattern in arm.patterns {
        guard let tag = literalType(pattern), let variant = access.member(tag) else { return nil }
        variants.append(variant)
      }
      return .type(access.binding, types.union(variants))
    }
    guard type != .dynamic, let index = variable(subject), case .union(let members) = node(expanding: type)
    else { return nil }
    var matched: [TypeID] = []
    for pattern in arm.patterns {
      guard let member = member(of: members, matching: pattern) else { return nil }
      matched.append(member)
    }
    return .type(index, types.union(matched))
  }

  /// The member of a union that a literal pattern picks.
  private mutating func member(of members: [TypeID], matching pattern: Expression) -> TypeID? {
    if let literal = literalType(pattern), members.contains(literal) { return literal }
    guard let base = baseType(ofPattern: pattern), members.contains(base) else { return nil }
    return base
  }

  /// The plain type of a literal pattern.
  private func baseType(ofPattern pattern: Expression) -> TypeID? {
    switch pattern.kind {
    case .parenthesized(let inner): return baseType(ofPattern: inner)
    case .string: return .string
    case .int: return .int
    case .float: return .float
    case .bool: return .bool
    case .nilLiteral: return .null
    case .unary(.negate, let operand):
      let type = baseType(ofPattern: operand)
      return type == .int || type == .float ? type : nil
    default: return nil
    }
  }

  /// The warning about a literal that the matched value cannot be (03 §10.2 no. W5).
  private mutating func literalMismatch(_ pattern: Expression, _ type: TypeID) -> Diagnostic? {
    guard let base = baseType(ofPattern: pattern), base != .null, !accepts(type, base) else { return nil }
    let isNumber = base == .int || base == .float
    if isNumber, accepts(type, .int) || accepts(type, .float) { return nil }
    return .patternMismatch(types.text(type), literal: types.text(base), at: pattern.range)
  }
}

// MARK: - Exhaustiveness

extension FileChecker {
  private mutating func exhaustiveness(
    _ arms: [MatchArm], _ rule: MatchRule, at range: SourceRange
  ) -> Diagnostic? {
    let patterns = arms.flatMap(\.patterns).map(\.unparenthesized)
    switch rule {
    case .none: return nil
    case .enumeration(let name, let variants):
      guard let covered = coveredVariants(patterns) else { return nil }
      let missing = variants.filter { !covered.contains($0) }.map { "\"\($0)\"" }
      return missing.isEmpty
        ? nil : .nonExhaustive("enum \(name): missing variants \(list(missing))", at: range)
    case .tagged(let access):
      let tags = access.members.compactMap { tag(of: $0, access.union.tag) }
      guard let missing = uncovered(tags, by: patterns) else { return nil }
      return .nonExhaustive("tagged shape union: missing variants \(list(missing))", at: range)
    case .literals(let members):
      guard let missing = uncovered(members, by: patterns) else { return nil }
      return .nonExhaustive("literal union: missing \(list(missing))", at: range)
    case .names(let members):
      var covered: Set<TypeID> = []
      for pattern in patterns {
        guard let base = baseType(ofPattern: pattern) else { return nil }
        covered.insert(base)
      }
      let missing = members.filter { !covered.contains($0) }.map { types.text($0) }
      return missing.isEmpty ? nil : .nonExhaustive("union type: missing \(list(missing))", at: range)
    }
  }

  private func list(_ items: [String]) -> String { items.joined(separator: ", ") }

  /// The variants that patterns name; nil when one of them catches everything.
  private func coveredVariants(_ patterns: [Expression]) -> Set<String>? {
    var covered: Set<String> = []
    for pattern in patterns {
      switch pattern.kind {
      case .string(let text): covered.insert(text)
      case .property(let receiver, let name, _) where receiver.nameText != nil: covered.insert(name.text)
      default: return nil
      }
    }
    return covered
  }

  /// The literals that no pattern covers, as text; nil when there are none or a pattern catches everything.
  private mutating func uncovered(_ literals: [TypeID], by patterns: [Expression]) -> [String]? {
    var covered: Set<TypeID> = []
    for pattern in patterns {
      guard let literal = literalType(pattern) else { return nil }
      covered.insert(literal)
    }
    let missing = literals.filter { !covered.contains($0) }.map { types.text($0) }
    return missing.isEmpty ? nil : missing
  }
}
