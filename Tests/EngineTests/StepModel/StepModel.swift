/// A plain model of 06 §4–§9: recursive functions over a scenario, written from the reference.
///
/// Model calls do not wait, so the children of a construct run one after the other, each to its end (04 A1.3).
final class StepModel {
  private let scenario: StepScenario
  private var context = Context()
  private var log: [String] = []
  private var modelCalls = 0
  private(set) var lines: [String] = []
  /// Activations and summaries; each activation is recorded once.
  private(set) var activationCount = 0

  private final class Activation {
    let step: Int
    var tokens = 0
    var firedHooks: Set<Int> = []
    var isOpen = true

    init(step: Int) { self.step = step }
  }

  /// The stack of a task, and the activation that it inherits.
  private struct Context {
    var stack: [Activation] = []
    var inherited: Activation?

    /// The activation that is charged (§9.1 rule 3).
    var charged: Activation? { stack.last ?? inherited.flatMap { $0.isOpen ? $0 : nil } }
  }

  private struct Failure: Error {
    /// The error text of a summary.
    var text: String
    /// `kind` and `reason` of an exhausted step budget.
    var hasKind = false
    var category: String?

    var isExhaustion: Bool { hasKind || category == "budget_exceeded" }
  }

  init(_ scenario: StepScenario) { self.scenario = scenario }

  /// What the program prints.
  func run() -> String {
    for action in scenario.main { try? perform(.attempt([action])) }
    lines += log
    lines.append("\(modelCalls)")
    return lines.map { $0 + "\n" }.joined()
  }

  /// The number of summaries.
  var recordedCount: Int { log.count }
  /// Whether every stack is empty.
  var isIdle: Bool { context.stack.isEmpty && context.inherited == nil }

  private func perform(_ actions: [StepScenario.Action]) throws(Failure) {
    for action in actions { try perform(action) }
  }

  private func perform(_ action: StepScenario.Action) throws(Failure) {
    switch action {
    case .say(let number): lines.append("\(number)")
    case .ask: try ask()
    case .call(let step): try call(step)
    case .throwText(let number): throw Failure(text: "text \(number)")
    case .throwCategory(let number):
      throw Failure(text: "category \(number)", category: "budget_exceeded")
    case .throwKind(let number): throw Failure(text: "kind \(number)", hasKind: true)
    case .attempt(let actions):
      do throws(Failure) { try perform(actions) } catch { lines.append("caught") }
    case .cleanup(let actions, let number):
      defer { lines.append("\(number)") }
      try perform(actions)
    case .helper(let actions): try perform(actions)
    case .spawn(let actions):
      let child = run(actions)
      if let failure = child.failure { throw failure }
      lines += child.lines
    case .parallel(let bodies):
      let children = bodies.map(run)
      for child in children {
        if let failure = child.failure { throw failure }
        lines += child.lines
      }
    case .settle(let bodies): lines += bodies.map(run).flatMap(\.lines)
    case .deny: break
    }
  }

  // MARK: Tasks (§9; output as in 04 A1.4)

  private func run(_ actions: [StepScenario.Action]) -> (lines: [String], failure: Failure?) {
    let (outerContext, outerLines) = (context, lines)
    context = Context(inherited: context.charged)
    lines = []
    defer { (context, lines) = (outerContext, outerLines) }
    do throws(Failure) {
      try perform(actions)
      return (lines, nil)
    } catch {
      return (lines, error)
    }
  }

  // MARK: Calls (§4.2, §4.4, §5.2)

  private func call(_ step: Int) throws(Failure) {
    for hook in hooks(step, { $0 == .preStep }) {
      if case .deny(let reason) = hook.action {
        throw Failure(
          text: "{category: hook_denied, event: PreStep, reason: \(reason), step: s\(step)}",
          category: "hook_denied")
      }
      try handle(hook)
    }
    activationCount += 1
    let activation = Activation(step: step)
    context.stack.append(activation)
    do throws(Failure) {
      try perform(scenario.steps[step].body)
    } catch {
      context.stack.removeLast()
      return try leave(activation, error)
    }
    context.stack.removeLast()
    do throws(Failure) {
      for hook in hooks(step, { $0 == .postStep }) { try handle(hook) }
    } catch {
      record(activation, "failed", error.text)
      throw error
    }
    record(activation, "completed", "nil")
  }

  private func leave(_ activation: Activation, _ error: Failure) throws(Failure) {
    guard error.isExhaustion else {
      record(activation, "failed", error.text)
      throw error
    }
    switch scenario.steps[activation.step].boundary {
    case "continue": record(activation, "skipped", error.text)
    case "escalate":
      record(activation, "escalated", error.text)
      var marked = error
      marked.category = "handoff_escalation"
      throw marked
    default:
      record(activation, "failed", error.text)
      throw error
    }
  }

  private func record(_ activation: Activation, _ status: String, _ error: String) {
    activation.isOpen = false
    log.append("s\(activation.step) \(status) \(error) \(activation.tokens)")
  }

  // MARK: Model calls (§6.2, §6.3, §7.5)

  private func ask() throws(Failure) {
    guard let activation = context.charged else {
      modelCalls += 1
      return
    }
    let name = "s\(activation.step)"
    let limit = scenario.steps[activation.step].maxTokens
    if let limit, activation.tokens >= limit {
      throw Failure(
        text: "step `\(name)` has used up its max_tokens budget (\(activation.tokens) of \(limit))",
        hasKind: true, category: "budget_exceeded")
    }
    modelCalls += 1
    activation.tokens += 10
    guard let limit else { return }
    for hook in dueHooks(activation, limit) { try handle(hook) }
    if activation.tokens > limit {
      throw Failure(
        text: "step `\(name)` exceeded max_tokens budget (\(activation.tokens) > \(limit))",
        hasKind: true, category: "budget_exceeded")
    }
  }

  private func dueHooks(_ activation: Activation, _ limit: Int) -> [StepScenario.Hook] {
    scenario.hooks.enumerated().filter { index, hook in
      guard case .threshold(let percent) = hook.event,
        hook.step == nil || hook.step == activation.step
      else { return false }
      guard let percent else { return true }
      return 100 * activation.tokens >= percent * limit
        && activation.firedHooks.insert(index).inserted
    }.map(\.element)
  }

  // MARK: Handlers (§7)

  private func hooks(
    _ step: Int, _ isWanted: (StepScenario.Event) -> Bool
  ) -> [StepScenario.Hook] {
    scenario.hooks.filter { isWanted($0.event) && ($0.step == nil || $0.step == step) }
  }

  /// Runs a handler with empty stacks.
  private func handle(_ hook: StepScenario.Hook) throws(Failure) {
    let outer = context
    context = Context()
    defer { context = outer }
    try perform(hook.action)
  }
}
