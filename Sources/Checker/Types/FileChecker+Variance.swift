import Diagnostics
import Syntax

/// Where a position in a declaration lies with respect to a type parameter (03 §4.2).
enum Position: String {
  case covariant, contravariant, invariant

  /// The position of `inner` inside this one: like signs.
  func composed(with inner: Position) -> Position {
    if self == .invariant || inner == .invariant { return .invariant }
    return self == inner ? .covariant : .contravariant
  }
}

/// The check of variance markers against the places where parameters appear.
extension FileChecker {
  mutating func reportVariance(of declaration: Declaration) {
    switch declaration.kind {
    case .function(let function):
      var places = function.parameters.compactMap(\.type).map { ($0, Position.contravariant) }
      if let result = function.returnType { places.append((result, .covariant)) }
      reportVariance(function.typeParameters, places, "function", function.name, at: declaration.range)
    case .typeAlias(let name, let parameters, let body):
      reportVariance(parameters, [(body, .covariant)], "type alias", name, at: declaration.range)
    case .enumeration(let declared):
      let payload = declared.variants.flatMap(\.payload).compactMap(\.type).map { ($0, Position.covariant) }
      reportVariance(declared.typeParameters, payload, "enum", declared.name, at: declaration.range)
    case .structure(let declared):
      let fields = declared.fields.compactMap(\.type).map { ($0, Position.invariant) }
      reportVariance(declared.typeParameters, fields, "struct", declared.name, at: declaration.range)
    case .interface(let declared):
      let places = declared.methods.flatMap { method in
        method.parameters.compactMap(\.type).map { ($0, Position.contravariant) }
          + [method.returnType].compactMap { $0 }.map { ($0, Position.covariant) }
      }
      reportVariance(declared.typeParameters, places, "interface", declared.name, at: declaration.range)
    default: break
    }
  }

  private mutating func reportVariance(
    _ parameters: [TypeParameter], _ places: [(TypeExpression, Position)], _ kind: String, _ name: Name,
    at range: SourceRange
  ) {
    guard parameters.contains(where: { $0.variance != .none }) else { return }
    for (type, position) in places {
      for (parameter, found) in misplaced(parameters, in: type, position) {
        let isOutput = parameter.variance == .output
        report(
          .wrongVariance(
            "type parameter '\(parameter.name.text)' is declared '\(isOutput ? "out" : "in")' "
              + "(\(isOutput ? "covariant" : "contravariant")) but appears in a \(found.rawValue) position "
              + "in \(kind) '\(name.text)'", at: range))
      }
    }
  }

  /// The marked parameters that stand in a position their marker does not allow, in order of appearance.
  private mutating func misplaced(
    _ parameters: [TypeParameter], in type: TypeExpression, _ position: Position
  ) -> [(TypeParameter, Position)] {
    var parts: [(TypeExpression, Position)] = []
    switch type.kind {
    case .named(let name):
      guard let parameter = parameters.first(where: { $0.name.text == name }) else { return [] }
      switch (parameter.variance, position) {
      case (.none, _), (.output, .covariant), (.input, .contravariant): return []
      default: return [(parameter, position)]
      }
    case .stringLiteral, .intLiteral: return []
    case .list(let element): parts = [(element, .invariant)]
    case .union(let members): parts = members.map { ($0, .covariant) }
    case .shape(let fields): parts = fields.map { ($0.type, .covariant) }
    case .function(let inputs, let result):
      parts = inputs.map { ($0, .contravariant) } + [(result, .covariant)]
    case .application(let name, let arguments):
      let positions = positions(of: name, arguments.count)
      parts = zip(arguments, positions).map { ($0, $1) }
    }
    return parts.flatMap { misplaced(parameters, in: $0.0, position.composed(with: $0.1)) }
  }

  private mutating func positions(of name: String, _ count: Int) -> [Position] {
    switch name {
    case "iter", "Iter", "Generator", "generator", "Stream", "stream":
      return Array(repeating: .covariant, count: count)
    default:
      let id = types.names.id(name)
      // The markers of an alias say nothing about its body: only those of nominal types compose (03 §4.2).
      if let declaration = typeScopes.declaration(of: id), case .alias = declaration.kind {
        return Array(repeating: .invariant, count: count)
      }
      let variances = variances(of: id)
      return (0..<count).map { index in
        switch index < variances.count ? variances[index] : .none {
        case .output: .covariant
        case .input: .contravariant
        case .none: .invariant
        }
      }
    }
  }
}
