import Diagnostics
import Syntax

/// Declarations and the bodies in them (03 §7.3).
extension FileChecker {
  mutating func visit(_ declaration: Declaration) {
    if !declaration.attributes.isEmpty {
      for finding in attributeFindings(of: declaration) { report(finding) }
    }
    reportVariance(of: declaration)
    switch declaration.kind {
    case .function(let function): visit(function)
    case .pipeline(let pipeline): visit(pipeline)
    case .tool(let tool):
      visitFunction(
        Function(parameters: tool.parameters, returnType: tool.returnType, body: tool.body))
    case .skill(_, let fields): for field in fields { _ = visit(field.value, needed: false) }
    case .evalPack(let pack): visit(pack)
    case .implementation(_, let methods): for method in methods { visit(method) }
    case .override(_, let parameters, let body):
      visitFunction(
        Function(
          parameters: parameters.map {
            Parameter(name: $0, isRest: false, type: nil, defaultValue: nil)
          }, body: body))
    case .typeAlias, .enumeration, .structure, .interface: break
    }
  }

  /// A function-like declaration with a scope of its own.
  private struct Function {
    var kind = PlacementRules.Body.function
    var typeParameters: [TypeParameter] = []
    var bounds: [(parameter: Name, interface: Name)] = []
    var parameters: [Parameter]
    var returnType: TypeExpression?
    var body: Block
  }

  private mutating func visit(_ function: FunctionDeclaration) {
    if function.isStream, let type = function.returnType {
      report(nonStreamResult(types.lower(type), at: function.range))
    }
    visitFunction(
      Function(
        kind: function.isStream ? .stream : .function, typeParameters: function.typeParameters,
        bounds: function.bounds, parameters: function.parameters, returnType: function.returnType,
        body: function.body))
  }

  private mutating func visit(_ pipeline: PipelineDeclaration) {
    visitFunction(
      Function(
        kind: .pipeline,
        parameters: pipeline.parameters.map {
          Parameter(name: $0, isRest: false, type: nil, defaultValue: nil)
        }, returnType: pipeline.returnType, body: pipeline.body))
  }

  private mutating func visit(_ pack: EvalPackDeclaration) {
    for field in pack.fields { _ = visit(field.value, needed: false) }
    let mark = openScope()
    _ = visit(pack.statements)
    closeScope(mark)
    if let summarize = pack.summarize { visit(summarize) }
  }

  private mutating func visitFunction(_ function: Function) {
    guard isReporting else { return }
    let names = function.typeParameters.map { types.names.id($0.name.text) }
    for name in names { typeScopes.enter(parameter: name) }
    let boundCount = bounds.count
    for bound in function.bounds {
      bounds.append((types.names.id(bound.parameter.text), types.names.id(bound.interface.text)))
    }
    let floor = bindings.floor
    bindings.floor = bindings.bindings.count
    let outerEmitted = emittedType
    emittedType = function.kind == .stream ? function.returnType.flatMap { streamElement($0) } : nil
    bodies.append(function.body.statements)
    placement.enter(function.kind)
    let mark = openScope()

    declare(parameters: function.parameters)
    for parameter in function.parameters { visit(default: parameter.defaultValue) }
    let body = openScope()
    _ = visit(function.body.statements)
    closeScope(body)
    if function.kind != .stream, let type = function.returnType, !yields(function.body) {
      hoistTypes(function.body.statements)
      visitReturns(in: function.body.statements, expected: types.lower(type))
    }

    closeScope(mark)
    placement.leave()
    emittedType = outerEmitted
    bindings.floor = floor
    bounds.removeLast(bounds.count - boundCount)
    for name in names { typeScopes.leave(parameter: name) }
  }

  /// Binds the parameters with their types. A rest parameter is not checked (03 §7.3).
  mutating func declare(parameters: [Parameter]) {
    for parameter in parameters {
      let type = parameter.isRest ? .dynamic : parameter.type.map { types.lower($0) } ?? .dynamic
      declare(parameter.name, type)
    }
  }

  /// Makes the types that statements declare known.
  mutating func hoistTypes(_ statements: [Statement]) {
    for statement in statements {
      guard case .declaration(let declaration) = statement.kind,
        let (name, type) = TypeDeclaration.named(declaration.kind)
      else { continue }
      typeScopes.declare(types.names.id(name.text), type)
    }
  }

  // MARK: Streams

  /// `T` of `Stream<T>`.
  private mutating func streamElement(_ type: TypeExpression) -> TypeID? {
    guard case .sequence(.stream, let element) = node(expanding: types.lower(type)) else { return nil }
    return element
  }

  private mutating func nonStreamResult(_ type: TypeID, at range: SourceRange) -> Diagnostic? {
    let expanded = expand(type)
    switch types.node(expanded) {
    case .sequence(.stream, _), .wildcard, .any: return nil
    case .named(BuiltinTypeName.stream.id), .named(BuiltinTypeName.lowerStream.id): return nil
    default: return .nonStreamResult(types.text(type), at: range)
    }
  }

  // MARK: Returns

  /// The values of `return` statements that stand directly in a body or in branches of `if` (03 §7.3). Only
  /// parameters have types here; everything that the body declares is dynamic.
  /// The result tells whether the statements definitely exit.
  @discardableResult
  private mutating func visitReturns(in statements: [Statement], expected: TypeID) -> Bool {
    for statement in statements { declareDynamic(statement) }
    for statement in statements {
      switch statement.kind {
      case .returnValue(let value):
        if let value { visitReturn(value, expected: expected, at: statement.range) }
        return true
      case .expression(let expression):
        guard case .ifElse(let branch) = expression.kind else { continue }
        if visitReturns(in: branch, expected: expected) { return true }
      case .throwValue, .breakLoop, .continueLoop: return true
      default: continue
      }
    }
    return false
  }

  private mutating func visitReturn(_ value: Expression, expected: TypeID, at range: SourceRange) {
    let type = infer(value)
    guard !accepts(expected, type) else { return }
    report(.wrongReturn(expected: types.text(expected), got: types.text(type), at: range))
  }

  private mutating func visitReturns(in branch: IfExpression, expected: TypeID) -> Bool {
    silence += 1
    let facts = visit(condition: branch.condition)
    silence -= 1
    let thenExits = visitReturns(in: branch.then, assuming: facts.whenTrue, expected: expected)
    let elseExits =
      branch.otherwise.map { visitReturns(in: $0, assuming: facts.whenFalse, expected: expected) } ?? false
    if thenExits, !elseExits { apply(facts.whenFalse) }
    if elseExits, !thenExits { apply(facts.whenTrue) }
    return thenExits && elseExits
  }

  private mutating func visitReturns(
    in block: Block, assuming facts: [Fact], expected: TypeID
  ) -> Bool {
    let mark = openScope()
    hoistTypes(block.statements)
    apply(facts)
    let exits = visitReturns(in: block.statements, expected: expected)
    closeScope(mark)
    return exits
  }

  /// Hides what stood for the names that a statement declares.
  private mutating func declareDynamic(_ statement: Statement) {
    switch statement.kind {
    case .binding(let binding): declare(binding.pattern, isMutable: binding.isMutable)
    case .declaration(let declaration):
      if let name = declaration.kind.declaredName { bindings.declare(types.names.id(name), .other) }
    default: break
    }
  }
}
