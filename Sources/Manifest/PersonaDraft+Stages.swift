import TOML

extension PersonaDraft {
  /// Reads `stages` (06 §16.2).
  mutating func readStages(_ value: TOMLValue) {
    guard let items = value.items else { return reportKind(value, "list of tables", "stages", .stage) }
    for (index, item) in items.enumerated() {
      if let table = table(item, "stages[\(index)]", .stage) {
        persona.stages.append(stage(table, at: index))
      } else {
        persona.stages.append(Persona.Stage())
      }
    }
  }

  private mutating func stage(_ table: TOMLTable, at index: Int) -> Persona.Stage {
    let field = "stages[\(index)]"
    var stage = Persona.Stage()
    stage.name = table["name"].flatMap { text($0, "\(field).name", .stage) } ?? ""
    stage.allowedTools = table["allowed_tools"].flatMap { list($0, "\(field).allowed_tools", .stage) }
    stage.sideEffectLevel = table["side_effect_level"].flatMap { text($0, "\(field).side_effect_level", .stage) }
    if let value = table["max_iterations"] {
      if case .integer(let count) = value, count >= 0 {
        stage.maxIterations = count
      } else {
        reportKind(value, "non-negative integer", "\(field).max_iterations", .stage)
      }
    }
    if let exits = table["on_exit"].flatMap({ self.table($0, "\(field).on_exit", .stage) }) {
      stage.onExit = onExit(exits, ofStage: index)
    }
    for key in table.unknownKeys(["allowed_tools", "max_iterations", "name", "on_exit", "side_effect_level"]) {
      report(.stage, at: StageCheck.unknownField.place(inStage: index), "\(field).\(key)", "unknown stage field")
    }
    return stage
  }

  private mutating func onExit(_ table: TOMLTable, ofStage index: Int) -> Persona.OnExit {
    let field = "stages[\(index)].on_exit"
    for key in table.unknownKeys(["on_complete", "on_failure"]) {
      report(
        .stage, at: StageCheck.unknownExitField.place(inStage: index), "\(field).\(key)", "unknown on_exit field")
    }
    return Persona.OnExit(
      onComplete: table["on_complete"].flatMap { text($0, "\(field).on_complete", .stage) },
      onFailure: table["on_failure"].flatMap { text($0, "\(field).on_failure", .stage) })
  }
}

extension TOMLTable {
  fileprivate func unknownKeys(_ known: [String]) -> [String] {
    sortedEntries.map(\.key).filter { !known.contains($0) }
  }
}
