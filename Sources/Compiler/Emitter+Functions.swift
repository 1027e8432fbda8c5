import Bytecode
import Diagnostics
import Syntax

/// A function-like body and how it is called (02 §5.1).
struct FunctionSource {
  /// Name in traces.
  var name: String
  /// The name of a `fn` declaration.
  var declaredName: String?
  /// The name by which the body may refer to the closure itself.
  var selfName: String?
  /// How a call runs.
  var kind: FunctionCode.Kind
  /// The parameters.
  var parameters: [Parameter]
  /// Names of type parameters, which are never checked.
  var typeParameters: [TypeParameter] = []
  /// The body.
  var body: Block
  /// Whether the end of the body returns its block value rather than nil.
  var returnsBlockValue: Bool
}

extension FunctionEmitter {
  /// Pushes an anonymous function.
  ///
  /// - Parameter selfName: The variable that the closure is about to be bound to.
  func emitClosure(
    _ closure: Closure, selfName: String?, at range: SourceRange
  ) throws(CompileError) {
    try emitFunction(
      FunctionSource(
        name: "<closure>", selfName: selfName,
        kind: closure.body.containsYield ? .generator : .plain, parameters: closure.parameters,
        body: closure.body, returnsBlockValue: true),
      at: range)
  }

  /// Pushes the function of a `fn` declaration.
  func emitFunction(
    _ function: FunctionDeclaration, selfName: String?
  ) throws(CompileError) {
    let kind: FunctionCode.Kind =
      function.isStream ? .stream : function.body.containsYield ? .generator : .plain
    try emitFunction(
      FunctionSource(
        name: function.name.text, declaredName: function.name.text, selfName: selfName, kind: kind,
        parameters: function.parameters, typeParameters: function.typeParameters,
        body: function.body, returnsBlockValue: false),
      at: function.range)
  }

  /// Pushes a method; `yield` does not make it a generator (02 §5.1).
  func emitMethod(_ method: FunctionDeclaration, of type: String) throws(CompileError) {
    try emitFunction(
      FunctionSource(
        name: "\(type).\(method.name.text)", kind: method.isStream ? .stream : .plain,
        parameters: method.parameters, typeParameters: method.typeParameters, body: method.body,
        returnsBlockValue: false),
      at: method.range)
  }

  /// Pushes a function.
  func emitFunction(
    _ source: FunctionSource, at range: SourceRange
  ) throws(CompileError) {
    let parameters = source.parameters.map {
      ParameterCode(name: $0.name.text, hasDefault: $0.defaultValue != nil, isRest: $0.isRest)
    }
    let emitter = FunctionEmitter(
      unit: unit, parent: self, name: source.name, kind: source.kind, parameters: parameters)
    emitter.code.declaredName = source.declaredName
    emitter.selfName = source.selfName.map(Spelling.init)
    try emitter.emitBody(source)
    try emitter.finish(at: source.body.end)
    addChild(emitter.index)
    emit(.makeClosure, emitter.index, at: range)
  }

  private func emitBody(_ source: FunctionSource) throws(CompileError) {
    openScope(of: source.body.statements)
    try emitParameters(source)
    let wanted: Wanted = source.returnsBlockValue ? .value : .effect
    try emitStatements(source.body.statements, wanted, at: source.body.end)
    try closeScope(at: source.body.end)
    if wanted == .effect { emit(.pushNil, at: source.body.end) }
    emit(.returnValue, at: source.body.end)
  }

  /// Defaults, then checks, left to right (02 §5.2, §5.4).
  private func emitParameters(_ source: FunctionSource) throws(CompileError) {
    for (slot, parameter) in source.parameters.enumerated() {
      if let defaultValue = parameter.defaultValue {
        let given = makeLabel()
        emitJump(.jumpIfGiven, slot, to: given, at: defaultValue.range)
        try emitValue(defaultValue)
        emit(.storeLocal, slot, at: defaultValue.range)
        bind(given)
      }
      guard parameter.name.text != "_",
        checkRedeclaration(of: parameter.name, isMutable: false)
      else { continue }
      declare(parameter.name.text, slot: slot, isMutable: false)
    }
    let lowering = TypeLowering(unit: unit, typeParameters: source.typeParameters)
    for (slot, parameter) in source.parameters.enumerated() {
      guard let annotation = parameter.type, let type = lowering.parameterType(annotation) else {
        continue
      }
      let check = Constant.parameterType(parameter: parameter.name.text, type: type)
      emit(.checkParameter, slot, unit.constant(check), at: parameter.name.range)
    }
  }
}
