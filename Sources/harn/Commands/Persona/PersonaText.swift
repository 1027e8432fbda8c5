import Manifest

// What `harn persona` prints for people (06 §17).

extension PersonaList {
  /// What `list` prints (06 §17.1).
  func listText(isJSON: Bool) -> String { isJSON ? listJSON.prettyText + "\n" : listText }

  /// The table of `list`.
  private var listText: String {
    guard !personas.isEmpty else { return "No personas declared in \(path).\n" }
    let width = personas.map(\.name.unicodeScalars.count).max() ?? 0
    return personas.reduce("Personas in \(path):\n") { text, persona in
      text + "  \(padded(persona.name, to: width))  tier=\(padded(persona.autonomyTier, to: 17))"
        + " receipts=\(padded(persona.receiptPolicy, to: 8)) entry=\(persona.entryWorkflow)\n"
    }
  }

  /// The line of `check` (06 §17.3).
  var checkText: String { "ok: \(path) persona manifest validates (\(personas.count) personas)\n" }
}

extension Persona {
  /// The lines of `inspect` (06 §17.2).
  func text(path: String) -> String {
    var lines = ""
    func add(_ label: String, _ value: String?) {
      if let value { lines += padded("\(label):", to: 16) + value + "\n" }
    }
    func add(_ label: String, _ values: [String]) {
      add(label, values.isEmpty ? "-" : values.joined(separator: ", "))
    }
    add("name", name)
    add("version", version)
    add("description", description)
    add("entry_workflow", entryWorkflow)
    add("tools", tools)
    add("capabilities", capabilities)
    add("autonomy_tier", autonomyTier)
    add("receipt_policy", receiptPolicy)
    add("triggers", triggers)
    add("schedules", schedules)
    add("handoffs", handoffs)
    add("context_packs", contextPacks)
    add("evals", evals)
    add("owner", owner)
    if !steps.isEmpty { add("steps", steps.map(\.name)) }
    if !stages.isEmpty { add("stages", stages.map(\.name)) }
    add("manifest", path)
    return lines
  }
}

private func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
}
