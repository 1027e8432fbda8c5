import Bytecode
import Catalog
import Checker
import Compiler
import Diagnostics
import StepRuntime
import Syntax
import VM

/// A program that is given piece by piece: each input runs once, on what the inputs before it have left (07 §8.3).
///
/// A session is used by one thread at a time.
public final class Session {
  /// How an input ended.
  public struct Evaluation: Sendable {
    /// The display form of its value, nil when it has none.
    public var display: String?
    /// The name that the value got: `_1`, `_2` and so on.
    public var resultName: String?
    /// Code frames of the warnings; empty, or whole lines.
    public var warnings = ""
    /// The text of 07 §8.3 rule 4, when the input failed.
    public var error: String?
    /// Whether it was stopped from outside.
    public var isInterrupted = false
    /// The status, when it called `exit`.
    public var exitStatus: Int32?
    /// The replies of models that it received.
    public var modelCalls: [ModelCall] = []
  }

  struct Variable {
    /// Owned by the session.
    var value: Value
    var isMutable: Bool
  }

  var variables: [String: Variable] = [:]
  let runtime: ProgramRuntime
  private let options: RunOptions
  /// Declarations of types, the latest first.
  fileprivate var types: [Statement] = []
  /// The texts of inputs that functions may refer to.
  private var files: [String: SourceFile] = [:]
  /// The code of inputs whose functions were in use when somebody looked last.
  private(set) var units: [(unit: CodeUnit, loaded: LoadedUnit, file: SourceFile)] = []
  /// How many units there may be before somebody looks again.
  private var unitLimit = Session.minimumUnitLimit
  private static let minimumUnitLimit = 32
  /// Up to how many variables are suggested for misspelled names.
  private static let suggestionLimit = 500
  /// The paths of the modules that inputs have imported: each is evaluated once (04 B6).
  private var evaluatedModules: Set<String> = []
  private var inputCount = 0
  private var resultCount = 0

  /// An empty session. Inputs run with `options`; its interruption is not used, each input has one of its own.
  public init(options: RunOptions = RunOptions()) {
    var options = options
    options.recordsModelCalls = true
    self.options = options
    runtime = ProgramRuntime(options)
    runtime.vm.sourceLine = { [unowned self] path, offset in files[path]?.lineNumber(ofByte: offset) }
    guard options.builtins != .all else { return }
    // The library's own calls are never denied, so all of it is there before the restriction.
    do throws(VerificationError) {
      try runtime.vm.loadPrelude(Prelude.unit(of: preludeSource))
    } catch {
      preconditionFailure("the prelude is not valid: \(error)")
    }
    options.builtins.apply(to: runtime.vm)
  }

  deinit {
    for variable in variables.values { variable.value.released() }
  }

  /// Runs one input. With `keepsResult` its value gets a name.
  public func evaluate(
    _ text: String, interruption: Interruption? = nil, keepsResult: Bool = true
  ) -> Evaluation {
    onDeepStack {
      var evaluation = Evaluation()
      if let (value, _) = run(text, interruption, &evaluation) {
        if !value.isNil {
          evaluation.display = displayText(value)
          if keepsResult { evaluation.resultName = name(value) }
        }
        value.released()
      }
      return evaluation
    }
  }

  /// `type_of` of the value of an input, which runs like any other (07 §8.4 `:type`).
  public func evaluateType(_ text: String, interruption: Interruption? = nil) -> (
    Evaluation, typeName: String?
  ) {
    onDeepStack {
      var evaluation = Evaluation()
      guard let (value, _) = run(text, interruption, &evaluation) else { return (evaluation, nil) }
      defer { value.released() }
      return (evaluation, typeName(value))
    }
  }

  /// The summaries of the activations that have ended since the last call (06 §11.1).
  package func drainCompletedSteps() -> [CompletedStep] { runtime.steps.drainCompletedSteps() }

  // MARK: One input

  /// Compiles and runs an input; its value is owned by the caller, nil after a failure, which is in `evaluation`.
  private func run(
    _ text: String, _ interruption: Interruption?, _ evaluation: inout Evaluation
  ) -> (Value, hasValue: Bool)? {
    inputCount += 1
    let file = SourceFile(path: "<input \(inputCount)>", text: text)
    guard let (program, graph) = analyse(file, &evaluation) else { return nil }
    let linker = ModuleLinker(graph, evaluated: evaluatedModules)
    let names = namesMentioned(in: file)
    let input: SessionInput
    do throws(CompileError) {
      input = try compileInput(
        program, path: file.path,
        names: SessionNames(
          variables: names.map { ($0.name, $0.variable.isMutable) }, types: types),
        options: linker.options())
    } catch {
      let line = file.position(ofByte: Int(error.range.start)).line
      evaluation.error = "compile error: Compile error at line \(line): \(error.message)"
      return nil
    }
    let imported = linker.options().importedTypes.map { Statement(.declaration($0), at: $0.range) }
    remember(program.items.filter(\.declaresType) + imported)
    for module in graph.modules { files[module.file.path] = module.file }
    return execute(input, linker.units, names, file, interruption, &evaluation)
  }

  /// Keeps declarations of types in the place of earlier ones with their names.
  private func remember(_ declarations: [Statement]) {
    guard !declarations.isEmpty else { return }
    var names: Set<[UInt8]> = []
    types = (declarations + types).filter { names.insert(Array(($0.declaredTypeName ?? "").utf8)).inserted }
  }

  private func analyse(
    _ file: SourceFile, _ evaluation: inout Evaluation
  ) -> (Program, ModuleGraph)? {
    let parsed = parse(file)
    if let first = parsed.diagnostics.first {
      evaluation.error = first.message
      return nil
    }
    let graph = ModuleGraph(of: parsed.program, path: file.path, reader: FileModuleReader())
    var context = CheckerContext(graph)
    context.boundNames = knownNames(in: file) + types.compactMap(\.declaredTypeName)
    context.declaredTypes = types.reversed()
    let diagnostics = check(parsed.program, of: file, context: context)
    if let first = diagnostics.first(where: { $0.severity == .error }) {
      evaluation.error = first.message
      return nil
    }
    evaluation.warnings = DiagnosticRenderer(style: .plain).render(diagnostics, in: file)
    return (parsed.program, graph)
  }

  private func execute(
    _ input: SessionInput, _ modules: [CodeUnit], _ names: [(name: String, variable: Variable)], _ file: SourceFile,
    _ interruption: Interruption?, _ evaluation: inout Evaluation
  ) -> (Value, hasValue: Bool)? {
    let vm = runtime.vm
    let unit: LoadedUnit
    do throws(VerificationError) {
      try Prelude.load(into: vm, for: [input.unit] + modules)
      unit = try vm.load(input.unit, modules: modules)
    } catch {
      evaluation.error = "invalid bytecode: \(error)"
      return nil
    }
    for (name, _) in names { variables[name] = nil }
    files[file.path] = file
    vm.sourcePath = file.path
    runtime.host.interruption = interruption
    interruption?.connect(vm)
    let result = vm.runInput(unit, variables: names.map(\.variable.value))
    interruption?.disconnect()
    runtime.host.interruption = nil
    collect(input, names, unit)
    evaluatedModules.formUnion(modules.map(\.path).filter(vm.isEvaluated))
    evaluation.modelCalls = runtime.takeModelCalls()
    defer { keep(input.unit, unit, file) }
    return value(of: result, input, interruption, &evaluation)
  }

  /// Takes the values that the input has left.
  private func collect(
    _ input: SessionInput, _ names: [(name: String, variable: Variable)], _ unit: LoadedUnit
  ) {
    let vm = runtime.vm
    for (slot, entry) in names.enumerated() {
      set(entry.name, vm.takeLocal(slot), isMutable: entry.variable.isMutable)
    }
    for variable in input.declared {
      let value =
        switch variable.place {
        case .local(let slot): vm.takeLocal(slot)
        case .global(let index): unit.global(index)
        }
      if let value { set(variable.name, value, isMutable: variable.isMutable) }
    }
    vm.releaseLocals()
  }

  /// Gives a name a value, which the session takes over.
  private func set(_ name: String, _ value: Value?, isMutable: Bool) {
    guard let value else { return }
    let old = variables.updateValue(Variable(value: value, isMutable: isMutable), forKey: name)
    old?.value.released()
  }

  /// Keeps code that values refer to. All code is looked at when its amount has doubled, so that a session holds at most
  /// twice the code that its values need, and each input costs the same.
  private func keep(_ unit: CodeUnit, _ loaded: LoadedUnit, _ file: SourceFile) {
    units.append((unit, loaded, file))
    if forget(units[units.count - 1]) { units.removeLast() }
    guard units.count > unitLimit else { return }
    runtime.vm.releaseCycles()
    units.removeAll(where: forget)
    unitLimit = max(2 * units.count, Session.minimumUnitLimit)
  }

  /// Gives back the code of an input if no value refers to it.
  private func forget(_ entry: (unit: CodeUnit, loaded: LoadedUnit, file: SourceFile)) -> Bool {
    guard runtime.vm.unload(entry.loaded) else { return false }
    files[entry.file.path] = nil
    return true
  }

  private func value(
    of result: RunResult, _ input: SessionInput, _ interruption: Interruption?,
    _ evaluation: inout Evaluation
  ) -> (Value, hasValue: Bool)? {
    if let interruption, interruption.wasRequested {
      if case .finished(let value) = result { value.released() }
      evaluation.isInterrupted = true
      return nil
    }
    switch result {
    case .finished(let value): return (value, input.hasValue)
    case .exited(let status): evaluation.exitStatus = status
    case .failed(let error):
      let renderer = UncaughtErrorRenderer { [files] path in files[path] }
      evaluation.error = renderer.message(of: error)
    }
    return nil
  }

  /// Binds a result to the next `_n` and to `_`.
  private func name(_ value: Value) -> String {
    resultCount += 1
    let name = "_\(resultCount)"
    set(name, value.retained(), isMutable: false)
    set("_", value.retained(), isMutable: false)
    return name
  }

  /// The variables that the checker must know, and while there are not too many, all: it may suggest one of them.
  private func knownNames(in file: SourceFile) -> [String] {
    variables.count <= Session.suggestionLimit
      ? Array(variables.keys) : namesMentioned(in: file).map(\.name)
  }

  /// The variables whose names stand in the text, sorted.
  private func namesMentioned(in file: SourceFile) -> [(name: String, variable: Variable)] {
    words(in: file.bytes).sorted().compactMap { word in variables[word].map { (word, $0) } }
  }
}

extension Statement {
  /// Whether later inputs need the declaration itself, beside its value.
  fileprivate var declaresType: Bool { declaredTypeName != nil }

  fileprivate var declaredTypeName: String? {
    guard case .declaration(let declaration) = kind else { return nil }
    switch declaration.kind {
    case .enumeration(let enumeration): return enumeration.name.text
    case .structure(let structure): return structure.name.text
    case .interface(let interface): return interface.name.text
    case .typeAlias(let name, _, _): return name.text
    default: return nil
    }
  }
}

extension Session {
  /// How many functions the machine holds: tests see from it that old code goes away.
  package var loadedFunctionCount: Int { runtime.vm.functionCount }

  /// How many declarations of types later inputs see.
  package var rememberedTypeCount: Int { types.count }
}
