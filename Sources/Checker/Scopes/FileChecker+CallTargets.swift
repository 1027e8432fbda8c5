import Diagnostics
import Syntax

/// A call whose name nothing around it defines; a body further down may still do so.
struct UnresolvedCall {
  var name: String
  var range: SourceRange
  /// Visible function names, innermost scope first: what the call most likely meant.
  var candidates: [String]
}

/// Whether a called name can be resolved (03 §5.1).
extension FileChecker {
  /// Notes a call of `name`, which no binding defines, unless something else does.
  func unresolvedCall(_ name: Name, at range: SourceRange) -> UnresolvedCall? {
    guard isReporting, knowsAllNames, !isAlwaysCallable(name.text), !isDeclaredLater(name.text)
    else { return nil }
    let candidates = bindings.bindings.reversed().compactMap { binding -> String? in
      switch binding.kind {
      case .function, .pipeline: types.names.text(binding.name)
      default: nil
      }
    }
    return UnresolvedCall(name: name.text, range: range, candidates: candidates)
  }

  /// The finding of a call that is still unresolved when the whole file was seen.
  mutating func finding(for call: UnresolvedCall) -> Diagnostic? {
    guard !bodies.contains(where: { declares(call.name, in: $0) }) else { return nil }
    // Alphabetical order breaks ties; it is only needed here, off the way of a program without mistakes.
    let suggestion = nearestName(
      to: call.name, among: context.builtins.sorted() + call.candidates + context.imports.names)
    var finding = Diagnostic.unknownCallee(call.name, at: call.range, suggestion: suggestion)
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
    ["Ok", "Err", "Some", "None", "argv", "e", "pi"].contains(name) || name.hasPrefix("__") || name.hasPrefix("hostlib_")
      || (types.names.known(name).map { typeScopes.isParameter($0) || typeScopes.declaration(of: $0) != nil }
        ?? false)
  }

  private func isDeclaredLater(_ name: String) -> Bool {
    openBlocks.contains { declares(name, in: $0) }
  }

  private func declares(_ name: String, in statements: [Statement]) -> Bool {
    statements.contains { statement in
      switch statement.kind {
      case .binding(let binding): binding.pattern.boundNames.contains(name)
      case .declaration(let declaration): declaration.kind.declaredName == name
      default: false
      }
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
