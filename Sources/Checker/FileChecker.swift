import Diagnostics
import Syntax

/// Checks one file: visits the tree once in source order, infers types on the way and collects findings.
///
/// The rules live in extensions, one file for each subject. `visit` does the checks of a node and gives its type;
/// `infer` gives the type alone. Findings of a node stand before those of its parts (`insert(_:at:)`), because the
/// parts must be visited first to know their types.
struct FileChecker {
  let file: SourceFile
  let context: CheckerContext
  var types = TypeTable()
  var bindings = BindingStack()
  var typeScopes = TypeScopes()
  /// Functions and tools met so far, by number.
  var functions: [DeclaredFunction] = []
  /// The methods of `impl` blocks, by type name.
  var implementations: [NameID: [FunctionDeclaration]] = [:]
  /// The interfaces that bound type parameters of the functions around the current place, innermost last.
  var bounds: [(parameter: NameID, interface: NameID)] = []
  var placement = PlacementRules()
  let patterns = PatternRules()
  /// What is found, in order.
  var entries: [Entry] = []
  /// Above zero while types are inferred without checking.
  var silence = 0
  /// The statements of the blocks around the current place: a call may name what they declare later.
  var openBlocks: [OpenBlock] = []
  /// The bodies of pipelines and functions met so far: what they declare may be called anywhere (03 §5.1).
  var bodies: [[Statement]] = []
  /// The names that those bodies declare, once the whole file was seen and a call needs them.
  var namesInBodies: Set<String>?
  /// The builtins in alphabetical order, once a call needs them.
  var sortedBuiltins: [String]?
  /// Result types of builtins that were looked up.
  var builtinResults: [NameID: TypeID] = [:]
  /// Expanded types, valid for one epoch of `typeScopes`.
  var expansions: [TypeID: TypeID] = [:]
  var expansionEpoch = 0
  var expansionDepth = 0
  /// Unions of shapes with what tells them apart, nil without that, valid for one epoch of `typeScopes` (03 §8.5).
  var taggedUnions: [TypeID: TaggedUnion?] = [:]
  var taggedEpoch = 0
  /// What the current comparison of types found out about pairs of them, so that each pair is compared once.
  var comparisons: [TypePair: Bool] = [:]
  var comparisonDepth = 0
  /// Whether every import is known, so that a name that nothing defines is a mistake.
  var knowsAllNames = true
  /// The numbers of faults of imports that a finding has mentioned.
  var mentionedFaults: Set<Int> = []
  /// The element type that `emit` must fit, of the stream function around the current place.
  var emittedType: TypeID?

  /// A finding, or a call that is judged when the whole file was seen.
  enum Entry {
    case finding(Diagnostic)
    case unresolved(UnresolvedCall)
  }

  init(file: SourceFile, context: CheckerContext) {
    self.file = file
    self.context = context
  }

  /// A function or tool with its signature, which is made when a call asks for it.
  struct DeclaredFunction {
    var name: Name
    var typeParameters: [TypeParameter]
    var parameters: [Parameter]
    var returnType: TypeExpression?
    var bounds: [(parameter: Name, interface: Name)]
    var isStream: Bool
    var body: Block
    var deprecation: Signature.Deprecation?
    var signature: Signature?
  }
}

// MARK: - Reporting

extension FileChecker {
  /// Whether findings count at the moment.
  var isReporting: Bool { silence == 0 }

  /// Adds a finding behind all others.
  mutating func report(_ finding: Diagnostic?) {
    guard isReporting, let finding else { return }
    entries.append(.finding(finding))
  }

  /// The place behind the last finding.
  var findingCount: Int { entries.count }

  /// Puts findings of a node before those of its parts, which begin at `place`.
  mutating func insert(_ findings: [Diagnostic], at place: Int) {
    guard isReporting, !findings.isEmpty else { return }
    entries.insert(contentsOf: findings.map { .finding($0) }, at: place)
  }

  /// The type of `expression` as it is known here, without findings.
  mutating func infer(_ expression: Expression) -> TypeID {
    silence += 1
    defer { silence -= 1 }
    return visit(expression)
  }
}

// MARK: - The program

extension FileChecker {
  mutating func check(_ program: Program) -> [Diagnostic] {
    hoistTypes(context.declaredTypes)
    for name in context.boundNames { bindings.declare(types.names.id(name), .variable(isMutable: true)) }
    noteImports(program.items)
    openBlocks.append(OpenBlock(program.items))
    hoist(program.items, isModuleLevel: true)
    // The type of a module-level variable is dynamic everywhere (03 §5).
    for item in program.items {
      guard case .binding(let binding) = item.kind else { continue }
      declare(binding.pattern, isMutable: binding.isMutable)
    }
    for item in program.items { visitItem(item) }
    let entries = entries
    return entries.compactMap { entry in
      switch entry {
      case .finding(let finding): finding
      case .unresolved(let call): finding(for: call)
      }
    }
  }

  /// A module-level statement is checked in isolation (03 §5).
  private mutating func visitItem(_ item: Statement) {
    bindings.floor = bindings.bindings.count
    let mark = bindings.mark()
    if case .binding(let binding) = item.kind {
      visit(module: binding, at: item.range)
    } else {
      _ = visit(item)
    }
    bindings.restore(mark)
    bindings.floor = 0
  }

  private mutating func visit(module binding: BindingStatement, at range: SourceRange) {
    visitDefaults(of: binding.pattern)
    let type = visit(binding.value, needed: binding.type != nil)
    guard let annotation = binding.type, case .name(let name) = binding.pattern.kind else { return }
    report(mismatch(of: name, declared: types.lower(annotation), type, at: range))
  }

  private mutating func noteImports(_ items: [Statement]) {
    let imports = context.imports
    hoistTypes(imports.types.map { Statement(.declaration($0), at: $0.range) })
    for name in imports.names { bindings.declare(types.names.id(name), .other) }
    let count = items.count { item in
      if case .importModule = item.kind { true } else { false }
    }
    // Without the names of an import nothing can be said about others (04 B7.1).
    knowsAllNames = context.reportsUnknownCalls && imports.isResolved && imports.importCount == count
  }
}

// MARK: - Declarations ahead of their use

extension FileChecker {
  /// Makes the functions and types of a block known in all of it (03 §5).
  mutating func hoist(_ statements: [Statement], isModuleLevel: Bool = false) {
    for statement in statements {
      guard case .declaration(let declaration) = statement.kind else { continue }
      hoist(declaration, isModuleLevel: isModuleLevel)
    }
  }

  private mutating func hoist(_ declaration: Declaration, isModuleLevel: Bool) {
    if let (name, type) = TypeDeclaration.named(declaration.kind) {
      typeScopes.declare(types.names.id(name.text), type)
    }
    let deprecation = isModuleLevel ? Signature.Deprecation(declaration.attributes) : nil
    switch declaration.kind {
    case .function(let function):
      add(
        DeclaredFunction(
          name: function.name, typeParameters: function.typeParameters, parameters: function.parameters,
          returnType: function.returnType, bounds: function.bounds, isStream: function.isStream,
          body: function.body, deprecation: deprecation))
    case .tool(let tool):
      add(
        DeclaredFunction(
          name: tool.name, typeParameters: [], parameters: tool.parameters, returnType: tool.returnType,
          bounds: [], isStream: false, body: tool.body))
    case .implementation(let name, let methods):
      implementations[types.names.id(name.text), default: []] += methods
    case .pipeline(let pipeline): declare(pipeline.name, .pipeline)
    case .structure(let structure): declare(structure.name, .structure)
    case .enumeration(let enumeration): declare(enumeration.name, .enumeration)
    case .skill(let name, _): declare(name, .other)
    case .override(let name, _, _): declare(name, .pipeline)
    case .evalPack(let pack): if let name = pack.name { declare(name, .other) }
    case .typeAlias, .interface: break
    }
  }

  private mutating func add(_ function: DeclaredFunction) {
    declare(function.name, .function(functions.count))
    functions.append(function)
  }

  mutating func declare(_ name: Name, _ kind: Binding.Kind) {
    guard name.text != "_" else { return }
    bindings.declare(types.names.id(name.text), kind)
  }

  /// Binds the names of a pattern, with dynamic types.
  mutating func declare(_ pattern: Pattern, isMutable: Bool) {
    let kind = Binding.Kind.variable(isMutable: isMutable)
    switch pattern.kind {
    case .name(let name): declare(name, kind)
    case .list(let elements, let rest):
      for element in elements { declare(element.name, kind) }
      if let rest { declare(rest, kind) }
    case .dict(let entries, let rest):
      for entry in entries { declare(entry.name, kind) }
      if let rest { declare(rest, kind) }
    case .pair(let first, let second):
      declare(first, kind)
      declare(second, kind)
    }
  }

  /// The signature of a function of the file.
  mutating func signature(_ number: Int) -> Signature {
    if let known = functions[number].signature { return known }
    let function = functions[number]
    let parameters = function.parameters.map { parameter in
      Signature.Parameter(
        name: parameter.name.text,
        type: parameter.isRest ? nil : parameter.type.map { types.lower($0) },
        isRest: parameter.isRest, isRequired: parameter.defaultValue == nil && !parameter.isRest)
    }
    let signature = Signature(
      name: function.name.text,
      typeParameters: function.typeParameters.map { types.names.id($0.name.text) },
      parameters: parameters,
      hasRest: parameters.contains(where: \.isRest),
      result: function.returnType.map { types.lower($0) },
      implicitResult: implicitResult(of: function),
      bounds: function.bounds.map { (types.names.id($0.parameter.text), types.names.id($0.interface.text)) },
      deprecation: function.deprecation)
    functions[number].signature = signature
    return signature
  }

  private mutating func implicitResult(of function: DeclaredFunction) -> TypeID {
    if function.returnType != nil { return .dynamic }
    if function.isStream { return types.id(.sequence(.stream, .any)) }
    return yields(function.body) ? types.id(.sequence(.generator, .any)) : .dynamic
  }
}

// MARK: - Names

extension FileChecker {
  /// The variable that `expression` names, if its type is known here.
  mutating func variable(_ expression: Expression) -> Int? {
    guard let text = expression.unparenthesized.nameText,
      let index = lookUp(text), index >= bindings.floor,
      case .variable = bindings.bindings[index].kind
    else { return nil }
    return index
  }

  /// The place of the innermost binding of a name.
  mutating func lookUp(_ name: String) -> Int? {
    let id = types.names.id(name)
    return bindings.index(of: id)
  }

  /// Whether `name` means the builtin of that name.
  mutating func isBuiltin(_ name: String) -> Bool {
    context.builtins.contains(name) && lookUp(name) == nil
  }
}

extension Expression {
  /// The name that the expression is.
  var nameText: String? {
    if case .name(let text) = kind { text } else { nil }
  }

  /// The text of a string literal.
  var stringText: String? {
    if case .string(let text) = kind { text } else { nil }
  }
}
