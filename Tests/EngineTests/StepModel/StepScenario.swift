import TestSupport

/// A random program of nested steps and tasks, as data: what `StepModel` computes by hand and a run must do.
///
/// A step calls only later steps, so every program ends. The last one is the leaf that handlers may call.
struct StepScenario {
  var steps: [Step] = []
  var hooks: [Hook] = []
  /// What the program does, each in a `try` of its own.
  var main: [Action] = []

  /// A step function `s<index>` with a step of that name.
  struct Step {
    var boundary: String?
    var maxTokens: Int?
    var body: [Action]
  }

  /// A handler of all steps or of one.
  struct Hook {
    var event: Event
    var step: Int?
    var action: Action
  }

  enum Event: Equatable {
    case preStep, postStep
    case threshold(Int?)
  }

  indirect enum Action {
    case say(Int)
    /// A model call of 10 tokens.
    case ask
    case call(Int)
    case throwText(Int)
    /// An exhausted budget, by its category.
    case throwCategory(Int)
    /// An exhausted budget, by kind and reason.
    case throwKind(Int)
    case attempt([Action])
    case cleanup([Action], Int)
    /// In a closure, a frame of its own.
    case helper([Action])
    /// In a task that is awaited at once.
    case spawn([Action])
    /// In the children of `parallel each`.
    case parallel([[Action]])
    /// In the children of `parallel settle`.
    case settle([[Action]])
    /// The result of a `PreStep` handler that denies.
    case deny(Int)
  }

  /// The scenario of a seed.
  init(seed: UInt64) {
    var random = ScenarioChoices(seed: seed)
    let count = 5
    for index in 0..<count {
      let isLeaf = index == count - 1
      steps.append(
        Step(
          boundary: random.pick([nil, "fail", "continue", "escalate"]),
          maxTokens: random.pick([nil, 5, 15, 20, 35]),
          body: random.actions(isLeaf ? 2 : 3, depth: isLeaf ? 0 : 2, after: index, of: count)))
    }
    for number in 0..<random.below(6) { hooks.append(random.hook(number, leaf: count - 1)) }
    main = (0..<6).map { _ in .call(random.below(count)) } + [.ask]
  }
}

/// Chooses the parts of a scenario.
private struct ScenarioChoices {
  private var choices: Choices
  private var sayings = 0

  init(seed: UInt64) { choices = Choices(seed: seed) }

  mutating func below(_ bound: Int) -> Int { choices.below(bound) }
  mutating func pick<Element>(_ elements: [Element]) -> Element { choices.pick(elements) }

  mutating func actions(
    _ count: Int, depth: Int, after step: Int, of steps: Int, amongChildren: Bool = false
  ) -> [StepScenario.Action] {
    (0...below(count)).map { _ in action(depth, step, steps, amongChildren) }
  }

  /// Among the children of one construct there are no further tasks: the order of their parts would be that of the
  /// scheduler. So they call only the leaf.
  private mutating func action(
    _ depth: Int, _ step: Int, _ steps: Int, _ amongChildren: Bool
  ) -> StepScenario.Action {
    func inner(_ choices: inout ScenarioChoices, _ count: Int) -> [StepScenario.Action] {
      choices.actions(count, depth: depth - 1, after: step, of: steps, amongChildren: amongChildren)
    }
    sayings += 1
    switch below(15) {
    case 0: return .say(sayings)
    case 1: return .throwText(sayings)
    case 2: return below(2) == 0 ? .throwCategory(sayings) : .throwKind(sayings)
    case 3...5: return .ask
    case 6, 7:
      if step + 1 == steps { return .ask }
      return .call(amongChildren ? steps - 1 : step + 1 + below(steps - step - 1))
    case 8, 9: return depth > 0 ? .attempt(inner(&self, 3)) : .ask
    case 10: return depth > 0 ? .cleanup(inner(&self, 2), sayings) : .say(sayings)
    case 11: return depth > 0 ? .helper(inner(&self, 2)) : .ask
    default:
      guard depth > 0, !amongChildren else { return .ask }
      if below(3) == 0 { return .spawn(inner(&self, 2)) }
      let bodies = (0...below(3)).map { _ in
        actions(2, depth: depth - 1, after: step, of: steps, amongChildren: true)
      }
      return pick([.parallel(bodies), .settle(bodies)])
    }
  }

  mutating func hook(_ number: Int, leaf: Int) -> StepScenario.Hook {
    let event: StepScenario.Event = pick([
      .preStep, .postStep, .threshold(nil), .threshold(50), .threshold(100),
    ])
    // A handler that calls a step must not be one of that step.
    if below(4) == 0 { return .init(event: event, step: below(leaf), action: .call(leaf)) }
    var actions: [StepScenario.Action] = [
      .say(100 + number), .say(100 + number), .ask, .throwText(100 + number),
      .throwCategory(100 + number),
    ]
    if event == .preStep { actions.append(.deny(100 + number)) }
    return .init(event: event, step: below(2) == 0 ? nil : below(leaf + 1), action: pick(actions))
  }
}

// MARK: - As a program

extension StepScenario {
  /// The program in Harn. It prints what it does, the log of its steps, and how many model calls there were.
  var program: String {
    var lines = [
      "llm_mock({text: \"t\", match: \"*\", input_tokens: 7, output_tokens: 3})"
    ]
    for (index, step) in steps.enumerated() {
      var fields = ["name: \"s\(index)\""]
      if let boundary = step.boundary { fields.append("error_boundary: \"\(boundary)\"") }
      if let limit = step.maxTokens { fields.append("budget: {max_tokens: \(limit)}") }
      lines.append("@step(\(fields.joined(separator: ", ")))")
      lines.append("fn s\(index)() {\n\(Self.text(step.body))\nreturn nil\n}")
    }
    for hook in hooks { lines.append(Self.text(hook)) }
    for action in main { lines.append(Self.text(.attempt([action]))) }
    lines.append(
      """
      for s in __drain_completed_steps() { println("${s.name} ${s.status} ${s.error} ${s.input_tokens + s.output_tokens}") }
      println(llm_usage().call_count)
      """)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ actions: [Action]) -> String {
    actions.map { text($0) }.joined(separator: "\n")
  }

  private static func text(_ action: Action) -> String {
    switch action {
    case .say(let number): "println(\(number))"
    case .ask: "llm_call(\"q\", nil, {provider: \"mock\", max_tokens: 1})"
    case .call(let step): "s\(step)()"
    case .throwText(let number): "throw \"text \(number)\""
    case .throwCategory(let number):
      "throw {category: \"budget_exceeded\", message: \"category \(number)\"}"
    case .throwKind(let number):
      "throw {kind: \"budget_exhausted\", reason: \"step_budget_exhausted\", message: \"kind \(number)\"}"
    case .attempt(let actions): "try {\n\(text(actions))\n} catch (e) { println(\"caught\") }"
    case .cleanup(let actions, let number):
      "try {\n\(text(actions))\n} finally { println(\(number)) }"
    case .helper(let actions): "[1].map({ _ ->\n\(text(actions))\nnil\n})"
    case .spawn(let actions): "await(spawn {\n\(text(actions))\nnil\n})"
    case .parallel(let bodies): children("each", bodies)
    case .settle(let bodies): children("settle", bodies)
    case .deny(let number): "{deny: \"\(number)\"}"
    }
  }

  private static func children(_ form: String, _ bodies: [[Action]]) -> String {
    let branches = bodies.enumerated().map { "if child == \($0) {\n\(text($1))\n}\n" }.joined()
    let numbers = bodies.indices.map(String.init).joined(separator: ", ")
    return "parallel \(form) [\(numbers)] { child ->\n\(branches)nil\n}"
  }

  private static func text(_ hook: Hook) -> String {
    let event =
      switch hook.event {
      case .preStep: "PreStep"
      case .postStep: "PostStep"
      case .threshold(nil): "OnBudgetThreshold"
      case .threshold(let percent?): "OnBudgetThreshold(\(percent))"
      }
    var result = "nil"
    var body = text(hook.action)
    if case .deny = hook.action { (body, result) = ("", text(hook.action)) }
    let handler = "{ _ ->\n\(body)\nlet result = \(result)\nreturn result\n}"
    return hook.step.map { "register_step_hook(\"*\", \"s\($0)\", \"\(event)\", \(handler))" }
      ?? "register_persona_hook(\"*\", \"\(event)\", \(handler))"
  }
}
