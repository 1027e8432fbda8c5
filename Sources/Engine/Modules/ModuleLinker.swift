import Bytecode
import Checker
import Compiler
import Diagnostics
import Syntax

/// Compiles the modules of a program and works out what its imports do (04 B4, B6).
struct ModuleLinker {
  /// The code of the modules that are evaluated.
  private(set) var units: [CodeUnit] = []
  /// What the imports of the program do.
  private(set) var imports: [ImportCode] = []

  private let graph: ModuleGraph
  private let evaluated: Set<String>

  /// Compiles the modules of `graph` without those that are `evaluated` already, given by the paths of their units.
  init(_ graph: ModuleGraph, evaluated: Set<String> = []) {
    self.graph = graph
    self.evaluated = evaluated
    guard !graph.isEmpty else { return }
    let plan = LoadPlan(graph)
    let failure = compile(plan.modules)
    for next in plan.imports {
      if let failure, next.modules.contains(failure.module) {
        imports.append(
          ImportCode(
            modules: paths(plan.modules[next.modules.lowerBound..<failure.module]), failure: failure.text))
        return
      }
      imports.append(
        ImportCode(
          modules: paths(plan.modules[next.modules]), functions: functions(next.functions),
          failure: next.failure))
    }
  }

  /// The options for compiling the program itself.
  func options() -> CompileOptions { ModuleLinker.options(graph, imports) }

  /// The options for compiling the file of `graph` only to see whether that is possible: nothing is evaluated.
  static func optionsOfCheck(_ graph: ModuleGraph) -> CompileOptions {
    options(
      graph,
      graph.imports.map { next in
        ImportCode(functions: graph.functions(broughtBy: next).map { ($0, next.path) })
      })
  }

  private static func options(_ graph: ModuleGraph, _ imports: [ImportCode]) -> CompileOptions {
    var options = CompileOptions()
    options.imports = imports
    options.importedTypes = graph.types(broughtBy: graph.imports)
    return options
  }

  /// Compiles modules up to the first that cannot be compiled; the result is its place and the error of 04 B4.
  private mutating func compile(_ plans: [ModulePlan]) -> (module: Int, text: String)? {
    for (position, plan) in plans.enumerated() {
      let module = graph.modules[plan.module]
      guard !evaluated.contains(module.file.path) else { continue }
      var options = CompileOptions(isHidden: module.isLibrary)
      options.isModule = true
      options.imports = plan.bindings.map { ImportCode(functions: functions($0)) }
      options.importedTypes = graph.types(broughtBy: module.imports)
      do throws(CompileError) {
        units.append(try Compiler.compile(module.program, path: module.file.path, options: options))
      } catch {
        return (position, ModuleLinker.text(of: error, in: module))
      }
    }
    return nil
  }

  private static func text(of error: CompileError, in module: Module) -> String {
    let line = module.file.position(ofByte: Int(error.range.start)).line
    let isInitialiser = module.program.items.contains { item in
      guard case .binding = item.kind else { return false }
      return item.range.start <= error.range.start && error.range.end <= item.range.end
    }
    let stage = isInitialiser ? "Import init compile error" : "Import compile error"
    return "\(stage): Compile error at line \(line): \(error.message)"
  }

  private func paths(_ plans: ArraySlice<ModulePlan>) -> [String] {
    plans.map { graph.modules[$0.module].file.path }.filter { !evaluated.contains($0) }
  }

  private func functions(_ functions: [ImportedFunction]) -> [(name: String, module: String)] {
    functions.map { ($0.name, graph.modules[$0.module].file.path) }
  }
}
