import Bytecode
import Catalog
import StepRuntime
import VM

// What a person can ask about a session (07 §8.4, §8.5).

extension Session {
  /// A name that could be meant, with what it is in one line.
  public struct Candidate: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What it is; may be empty.
    public var help: String
  }

  /// The bindings with the names of their types, sorted by name (07 §8.4 `:vars`).
  public var bindings: [(name: String, typeName: String)] {
    variables.map { ($0.key, typeName($0.value.value)) }.sorted { $0.0 < $1.0 }
  }

  /// The names that begin with `prefix`: keywords, builtins and bindings, sorted (07 §8.5).
  public func names(withPrefix prefix: String) -> [Candidate] {
    var found: [String: String] = [:]
    for keyword in Session.keywords where keyword.hasPrefix(prefix) { found[keyword] = "keyword" }
    for entry in Catalog.builtins where entry.name.hasPrefix(prefix) {
      found[entry.name] = entry.summary
    }
    for (name, variable) in variables where name.hasPrefix(prefix) {
      found[name] = typeName(variable.value)
    }
    return found.map { Candidate(name: $0.key, help: $0.value) }.sorted { $0.name < $1.name }
  }

  /// The portable code of the function that `name` is bound to; nil when it is none.
  package func listing(ofFunction name: String) -> String? {
    guard let variable = variables[name],
      let (loaded, index) = runtime.vm.function(of: variable.value),
      let entry = units.first(where: { $0.loaded === loaded })
    else { return nil }
    return Disassembler(entry.unit) { entry.file.position(ofByte: Int($0.start)).line }
      .listing(ofFunction: index)
  }
}

extension Session {
  /// One line for each activation that has ended since the last call, oldest first (07 §8.4 `:steps`).
  public func drainStepLines() -> [String] {
    drainCompletedSteps().map { step in
      "\(step.name) \(step.status) \(step.llmCalls) calls \(step.inputTokens)+\(step.outputTokens) tokens "
        + amount(step.costUSD)
    }
  }
}

/// US dollars with four decimals: `$0.0123`.
package func amount(_ dollars: Double) -> String { "$" + fixedPoint(dollars, decimals: 4) }
