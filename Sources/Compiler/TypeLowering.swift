import Bytecode
import Syntax

/// Lowers parameter annotations to what can be checked at run time (02 §5.4, 03 §12.2).
struct TypeLowering {
  /// The types whose values are told by `type_of` (03 §12.2).
  static let checkedNames: Set<String> = [
    "int", "float", "string", "bool", "nil", "bytes", "list", "dict", "set", "closure",
  ]

  /// The unit, for its interface names.
  let unit: UnitBuilder
  /// Names that stand for type parameters.
  var typeParameters: [TypeParameter] = []

  /// What a parameter with this annotation accepts; nil when it is not checked.
  func parameterType(_ annotation: TypeExpression) -> ParameterType? {
    if case .named(let name) = annotation.kind, isInterface(name) { return .interface(name) }
    return lowered(annotation)
  }

  private func isInterface(_ name: String) -> Bool {
    let spelling = Spelling(name)
    guard unit.interfaceNames.contains(spelling) else { return false }
    return !typeParameters.contains { Spelling($0.name.text) == spelling }
  }

  /// The checkable form of a type; nil when it has none.
  func lowered(_ type: TypeExpression) -> ParameterType? {
    switch type.kind {
    case .named(let name): Self.checkedNames.contains(name) ? .named(name) : nil
    case .application("list", let arguments) where arguments.count == 1:
      .list(lowered(arguments[0]))
    case .application("dict", let arguments) where arguments.count == 2:
      if case .named("string") = arguments[0].kind {
        .dict(lowered(arguments[1]))
      } else {
        .dict(nil)
      }
    case .application: nil
    case .list(let element): .list(lowered(element))
    case .function: .function
    case .shape(let fields): loweredShape(fields)
    case .union(let members): loweredUnion(members.flatMap(flattened))
    case .stringLiteral(let text): .stringLiteral(text)
    case .intLiteral(let value): .intLiteral(value)
    }
  }

  private func flattened(_ type: TypeExpression) -> [TypeExpression] {
    if case .union(let members) = type.kind { return members.flatMap(flattened) }
    return [type]
  }

  private func loweredShape(_ fields: [TypeExpression.ShapeField]) -> ParameterType? {
    var result: [ParameterType.Field] = []
    for field in fields {
      guard let type = lowered(field.type) else { return nil }
      result.append(.init(name: field.name.text, isOptional: field.isOptional, type: type))
    }
    return .shape(result)
  }

  private func loweredUnion(_ members: [TypeExpression]) -> ParameterType? {
    let types = members.compactMap(lowered)
    guard types.count == members.count else { return nil }
    let texts = types.compactMap { if case .stringLiteral(let text) = $0 { text } else { nil } }
    if texts.count == types.count { return .stringLiterals(texts) }
    let values = types.compactMap { if case .intLiteral(let value) = $0 { value } else { nil } }
    if values.count == types.count { return .intLiterals(values) }
    return .union(types)
  }
}
