import Syntax

/// In which order the modules of a program are evaluated, and what every import binds (04 B3–B6).
///
/// Imports are carried out before anything else, and nothing in them depends on values, so all of it is known before the
/// program runs: the depth-first order becomes a list, and the first import that cannot be carried out ends it.
package struct LoadPlan: Sendable {
  /// What the imports of the file do, in source order. The last one may have failed; later ones are missing then.
  package internal(set) var imports: [ImportPlan] = []
  /// The modules in the order of their evaluation.
  package internal(set) var modules: [ModulePlan] = []
}

/// A module and what its imports bind.
package struct ModulePlan: Sendable {
  /// Its index in the graph.
  package let module: Int
  /// For each of its imports the functions that it binds.
  package internal(set) var bindings: [[ImportedFunction]]
}

/// What an import statement of the file does.
package struct ImportPlan: Sendable {
  /// The modules that are evaluated for it: a part of `LoadPlan.modules`.
  package var modules: Range<Int>
  /// The functions that it binds.
  package var functions: [ImportedFunction] = []
  /// Why it fails once the modules are evaluated.
  package var failure: String?
}

/// A name that an import binds, and the function that it means.
package struct ImportedFunction: Sendable, Equatable {
  /// The name.
  package var name: String
  /// The module that declares the function: its index in the graph. The name is the same there.
  package var module: Int
}

extension LoadPlan {
  /// The plan for the file of `graph`.
  package init(_ graph: ModuleGraph) {
    var planner = LoadPlanner(graph)
    planner.run()
    self = planner.plan
  }
}

/// Walks a module graph depth first without recursion.
private struct LoadPlanner {
  private let graph: ModuleGraph
  private(set) var plan = LoadPlan()
  private var states: [State]
  /// What can be imported from each module that is complete, by name.
  private var exports: [Exports]

  private enum State { case unseen, loading, complete }

  private struct Exports {
    /// What a wildcard import brings.
    var wildcard: [ImportedFunction] = []
    /// What a selective import may name.
    var selectable: [String: ImportedFunction] = [:]
  }

  /// A file whose imports are being carried out.
  private struct Activity {
    /// Its index in the graph; nil for the file itself.
    var module: Int?
    var imports: [ModuleImport]
    /// How many imports are done.
    var done = 0
    var bindings: [[ImportedFunction]] = []
    /// Names bound by imports so far.
    var bound: [String: ImportedFunction] = [:]
  }

  init(_ graph: ModuleGraph) {
    self.graph = graph
    states = Array(repeating: .unseen, count: graph.modules.count)
    exports = Array(repeating: Exports(), count: graph.modules.count)
  }

  mutating func run() {
    var stack = [Activity(module: nil, imports: graph.imports)]
    var first = 0
    while var activity = stack.popLast() {
      guard activity.done < activity.imports.count else {
        guard let module = activity.module else { return }
        if let failure = complete(module, &activity) { return fail(failure, first) }
        continue
      }
      let next = activity.imports[activity.done]
      switch next.target {
      case .missing(let failure, _): return fail(failure, first)
      case .module(let index):
        let module = graph.modules[index]
        if let failure = module.failure { return fail(failure, first) }
        if states[index] == .unseen {
          states[index] = .loading
          stack.append(activity)
          stack.append(Activity(module: index, imports: module.imports))
          continue
        }
        activity.bindings.append([])
        activity.done += 1
        if states[index] == .complete, let failure = bind(next, to: index, &activity) {
          return fail(failure, first)
        }
      }
      if activity.module == nil {
        plan.imports.append(
          ImportPlan(modules: first..<plan.modules.count, functions: activity.bindings.last ?? []))
        first = plan.modules.count
      }
      stack.append(activity)
    }
  }

  private mutating func fail(_ text: String, _ first: Int) {
    // Functions of modules that never become complete cannot be bound.
    let complete = Set(plan.modules.map(\.module))
    for position in plan.modules.indices {
      for index in plan.modules[position].bindings.indices {
        plan.modules[position].bindings[index].removeAll { !complete.contains($0.module) }
      }
    }
    plan.imports.append(ImportPlan(modules: first..<plan.modules.count, failure: text))
  }

  /// Binds what an import of the complete module `index` brings; the result is the error of 04 B3 or B4.
  private func bind(_ next: ModuleImport, to index: Int, _ activity: inout Activity) -> String? {
    let source = exports[index]
    let path = graph.modules[index].canonicalPath
    var functions = source.wildcard
    if let names = next.declaration.names {
      functions = []
      for name in names.map(\.text) {
        if let function = source.selectable[name] {
          functions.append(function)
        } else if !graph.declaresType(name, in: index) {
          return "Import error: '\(name)' is not defined in \(path)"
        }
      }
    }
    for function in functions {
      if activity.bound.updateValue(function, forKey: function.name) != nil {
        return "Import collision: '\(function.name)' is already defined when importing \(path). "
          + "Use selective imports to disambiguate: import { \(function.name) } from \"...\""
      }
    }
    activity.bindings[activity.bindings.count - 1] = functions
    return nil
  }

  /// Ends the evaluation of a module: it joins the plan, and its exports are collected. The result is the error of 04 B5.
  private mutating func complete(_ index: Int, _ activity: inout Activity) -> String? {
    let module = graph.modules[index]
    let own = module.declarations.functions
    var result = Exports()
    result.wildcard = module.wildcardFunctions(reexports: module.reexports).unique.map {
      ImportedFunction(name: $0, module: index)
    }
    for name in own { result.selectable[name] = ImportedFunction(name: name, module: index) }
    var failure: String?
    for (position, next) in module.imports.enumerated() where next.declaration.isPublic {
      guard let source = next.module else { continue }
      if states[source] == .loading {
        failure = failure ?? "Re-export error: imported module '\(next.declaration.path)' was not loaded"
      }
      for function in activity.bindings[position] {
        if own.contains(function.name) {
          failure =
            failure ?? "Re-export collision: '\(function.name)' is defined here and also re-exported from "
            + "'\(next.declaration.path)'"
        }
        result.wildcard.append(function)
        result.selectable[function.name] = function
      }
      // The function of the module is not a second declaration of the name: the collision is reported instead.
      activity.bindings[position].removeAll { own.contains($0.name) }
    }
    bindLate(module, &activity)
    exports[index] = result
    states[index] = .complete
    plan.modules.append(ModulePlan(module: index, bindings: activity.bindings))
    return failure
  }

  /// Imports of modules that were still being loaded: their functions can be called once loading is complete (04 B6). They
  /// give way to every other meaning of the name.
  private func bindLate(_ module: Module, _ activity: inout Activity) {
    let own = module.declarations.functions.union(module.variables)
    for (position, next) in module.imports.enumerated() {
      guard let source = next.module, activity.bindings[position].isEmpty, states[source] == .loading
      else { continue }
      let target = graph.modules[source]
      let offered = next.declaration.names.map { names in
        names.map(\.text).filter(target.declarations.functions.contains)
      }
      for name in (offered ?? target.wildcardFunctions(reexports: target.reexports)).unique
      where !own.contains(name) && activity.bound[name] == nil {
        let function = ImportedFunction(name: name, module: source)
        activity.bound[name] = function
        activity.bindings[position].append(function)
      }
    }
  }
}

extension Array where Element: Hashable {
  /// The elements without repetitions.
  fileprivate var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
