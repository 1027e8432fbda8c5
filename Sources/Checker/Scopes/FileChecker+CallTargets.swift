import Diagnostics
import Syntax

/// A call whose name nothing around it defines; a body further down may still do so.
struct UnresolvedCall {
  var name: String
  var range: SourceRange
  /// What it most likely meant.
  var suggestion: String?
}

/// A block around the current place and, once asked for, the names that it declares.
struct OpenBlock {
  let statements: [Statement]
  private var names: Set<String>?

  init(_ statements: [Statement]) { self.statements = statements }

  mutating func declares(_ name: String) -> Bool {
    let known = names ?? Set(statements.flatMap(\.declaredNames))
    names = known
    return known.contains(name)
  }
}

/// Whether a called name can be resolved (03 §5.1).
extension FileChecker {
  /// Notes a call of `name`, which no binding defines, unless something else does.
  mutating func unresolvedCall(_ name: Name, at range: SourceRange) -> UnresolvedCall? {
    guard isReporting, knowsAllNames, !isAlwaysCallable(name.text), !isDeclaredLater(name.text)
    else { return nil }
    return UnresolvedCall(name: name.text, range: range, suggestion: suggestion(for: name.text))
  }

  /// The nearest callable name (03 §5.2): builtins, then visible functions, the innermost first, then imported names.
  private mutating func suggestion(for name: String) -> String? {
    // Alphabetical order breaks ties; it is only needed here, off the way of a program without mistakes.
    let builtins = sortedBuiltins ?? context.builtins.sorted()
    sortedBuiltins = builtins
    let functions = bindings.bindings.reversed().compactMap { binding -> String? in
      switch binding.kind {
      case .function, .pipeline: types.names.text(binding.name)
      default: nil
      }
    }
    return nearestName(to: name, among: builtins + functions + context.imports.names)
  }

  /// The finding of a call that is still unresolved when the whole file was seen.
  mutating func finding(for call: UnresolvedCall) -> Diagnostic? {
    let declared = namesInBodies ?? Set(bodies.joined().flatMap(\.declaredNames))
    namesInBodies = declared
    guard !declared.contains(call.name) else { return nil }
    var finding = Diagnostic.unknownCallee(call.name, at: call.range, suggestion: call.suggestion)
    finding.notes = importNotes(for: call.name)
    return finding
  }

  /// The faults of imports that may be the reason why `name` is not known. Each is mentioned once.
  private mutating func importNotes(for name: String) -> [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    for (number, fault) in context.imports.faults.enumerated() {
      guard fault.names?.contains(name) ?? true, mentionedFaults.insert(number).inserted else { continue }
      notes.append(fault.note)
    }
    return notes
  }

  private func isAlwaysCallable(_ name: String) -> Bool {
    ["Ok", "Err", "Some", "None", "argv", "e", "pi"].contains(name) || name.hasPrefix("__")
      || name.hasPrefix("hostlib_")
      || (types.names.known(name).map { typeScopes.isParameter($0) || typeScopes.declaration(of: $0) != nil }
        ?? false)
  }

  private mutating func isDeclaredLater(_ name: String) -> Bool {
    for index in openBlocks.indices where openBlocks[index].declares(name) { return true }
    return false
  }
}

extension Statement {
  /// The names that the statement adds to its scope.
  fileprivate var declaredNames: [String] {
    switch kind {
    case .binding(let binding): binding.pattern.boundNames
    case .declaration(let declaration): declaration.kind.declaredName.map { [$0] } ?? []
    default: []
    }
  }
}

extension Declaration.Kind {
  /// The name that the declaration adds to its scope.
  var declaredName: String? {
    switch self {
    case .function(let function): function.name.text
    case .pipeline(let pipeline): pipeline.name.text
    case .tool(let tool): tool.name.text
    case .override(let name, _, _), .skill(let name, _), .typeAlias(let name, _, _): name.text
    case .evalPack(let pack): pack.name?.text
    case .enumeration(let declaration): declaration.name.text
    case .structure(let declaration): declaration.name.text
    case .interface(let declaration): declaration.name.text
    case .implementation: nil
    }
  }
}

extension Pattern {
  /// The names that the pattern binds.
  var boundNames: [String] {
    switch kind {
    case .name(let name): [name.text]
    case .list(let elements, let rest): (elements.map(\.name) + [rest].compactMap { $0 }).map(\.text)
    case .dict(let entries, let rest): (entries.map(\.name) + [rest].compactMap { $0 }).map(\.text)
    case .pair(let first, let second): [first.text, second.text]
    }
  }
}
