import Bytecode
import Diagnostics
import Syntax

/// How a file is compiled.
package struct CompileOptions: Sendable {
  /// The pipeline to run; nil selects it by 02 §1.2.
  package var entryPipeline: String?
  /// Whether the functions are hidden from traces: code of the library.
  package var isHidden: Bool
  /// Whether the file is an imported module (04 B3): its variables are live, and of the rest only declarations count.
  package var isModule = false
  /// What its imports do, in source order. Imports behind a failing one may be missing.
  package var imports: [ImportCode] = []
  /// The declarations of the types that imports bring (04 B7.3).
  package var importedTypes: [Declaration] = []

  /// The options of an ordinary program; what is left out is absent.
  package init(entryPipeline: String? = nil, isHidden: Bool = false) {
    self.entryPipeline = entryPipeline
    self.isHidden = isHidden
  }
}

/// What an import statement does (04 B4, B6).
package struct ImportCode: Sendable {
  /// The paths of the units that are evaluated first, in order.
  package var modules: [String]
  /// The names that are bound, and the paths of the units that declare them.
  package var functions: [(name: String, module: String)]
  /// The message of the error that it ends in.
  package var failure: String?

  /// An import as linked.
  package init(
    modules: [String] = [], functions: [(name: String, module: String)] = [], failure: String? = nil
  ) {
    self.modules = modules
    self.functions = functions
    self.failure = failure
  }
}

/// Compiles a program to portable bytecode (02 §1).
///
/// - Parameter path: The path as shown in messages.
/// - Throws: the first thing that cannot be compiled (01 "Processing stages").
package func compile(
  _ program: Program, path: String, options: CompileOptions = CompileOptions()
) throws(CompileError) -> CodeUnit {
  let names = FileNames(program, importedTypes: options.importedTypes)
  let unit = UnitBuilder(names: names, length: program.length, options: options)
  let emitter = FunctionEmitter(
    unit: unit, parent: nil, name: "pipeline", kind: .plain, parameters: [])
  let plan =
    options.isModule
    ? ProgramPlan(module: program) : ProgramPlan(program, entry: options.entryPipeline)
  try emitter.emitProgram(plan)
  return unit.finish(path: path)
}

/// The statements of a program in the order in which they run (02 §1.3).
struct ProgramPlan {
  /// Statements outside every pipeline.
  var prologue: [Statement]
  /// The bodies of the entry pipeline and its ancestors, outermost first; nil in script mode.
  var body: [Statement]?
  /// Where the program ends.
  var end: SourceRange

  /// Everything that runs.
  var statements: [Statement] { prologue + (body ?? []) }

  /// The plan of `program`; `entry` names the pipeline to run.
  init(_ program: Program, entry: String?) {
    var pipelines: [PipelineDeclaration] = []
    for case .declaration(let declaration) in program.items.map(\.kind) {
      if case .pipeline(let pipeline) = declaration.kind { pipelines.append(pipeline) }
    }
    guard let selected = Self.select(entry, from: pipelines) else {
      prologue = program.items.filter(\.isImport) + program.items.filter { !$0.isImport }
      body = nil
      let last = program.items.last.map { Int($0.range.end) } ?? 0
      end = SourceRange(start: last, end: last)
      return
    }
    prologue = Self.order(program.items)
    body = Self.lineage(of: selected, in: pipelines).flatMap(\.body.statements)
    end = selected.body.end
  }

  /// The plan of an imported module: imports, variables, functions (04 B6).
  init(module program: Program) {
    prologue = Self.order(program.items)
    body = nil
    let last = program.items.last.map { Int($0.range.end) } ?? 0
    end = SourceRange(start: last, end: last)
  }

  private static func select(
    _ entry: String?, from pipelines: [PipelineDeclaration]
  ) -> PipelineDeclaration? {
    func named(_ name: String) -> PipelineDeclaration? {
      pipelines.first { Spelling($0.name.text) == Spelling(name) }
    }
    return entry.flatMap(named) ?? named("default") ?? pipelines.first
  }

  /// Imports, then variables, then the other declarations; everything else is skipped.
  private static func order(_ items: [Statement]) -> [Statement] {
    var (imports, bindings, declarations): ([Statement], [Statement], [Statement]) = ([], [], [])
    for item in items {
      switch item.kind {
      case .importModule: imports.append(item)
      case .binding: bindings.append(item)
      case .declaration: declarations.append(item)
      default: continue
      }
    }
    return imports + bindings + declarations
  }

  /// The pipeline behind its ancestors. An unknown parent and a cycle end the line (02 §1.5).
  private static func lineage(
    of pipeline: PipelineDeclaration, in pipelines: [PipelineDeclaration]
  ) -> [PipelineDeclaration] {
    var line = [pipeline]
    var seen: Set<Spelling> = [Spelling(pipeline.name.text)]
    while let parent = line[line.count - 1].parent.map({ Spelling($0.text) }),
      seen.insert(parent).inserted,
      let next = pipelines.first(where: { Spelling($0.name.text) == parent })
    {
      line.append(next)
    }
    return line.reversed()
  }
}

extension FunctionEmitter {
  /// Emits the program itself.
  fileprivate func emitProgram(_ plan: ProgramPlan) throws(CompileError) {
    openScope(of: plan.statements)
    allowsTryStar = false
    declaresGlobals = true
    emitImportedTypes(at: plan.end)
    try emitStatements(plan.prologue, .effect, at: plan.end)
    if let body = plan.body {
      allowsTryStar = true
      declaresGlobals = false
      try emitStatements(body, .value, at: plan.end)
    }
    try closeScope(at: plan.end)
    if unit.options.isModule { emitEvaluationMark(at: plan.end) }
    if plan.body == nil { emit(.pushNil, at: plan.end) }
    emit(.returnValue, at: plan.end)
    try finish(at: plan.end)
  }
}

extension FunctionEmitter {
  /// Notes that the module has been evaluated to its end.
  private func emitEvaluationMark(at range: SourceRange) {
    emit(.pushTrue, at: range)
    emit(.storeGlobal, unit.global(CodeUnit.evaluationMark), at: range)
  }
}

extension Statement {
  /// Whether this is an import.
  fileprivate var isImport: Bool {
    if case .importModule = kind { true } else { false }
  }
}
