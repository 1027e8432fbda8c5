import VM

/// Runs a program in many orders of its tasks (04 part C): what it does must not depend on the order in which tasks go on
/// that are runnable at the same time.
package struct TaskOrders {
  /// How often programs that leave an order open are run; others are run twice.
  package var runs: Int
  /// Whether time passes only while all tasks wait.
  package var isTimeSimulated = true

  /// So many runs under a simulated clock.
  package init(runs: Int) { self.runs = runs }

  /// Two runs that differ in what they print, in their report or in their exit status.
  package struct Difference {
    /// The seed of the second run; the first is in order.
    package var seed: UInt64
    /// What the first and the second run did.
    package var first: String
    package var second: String
  }

  /// The first difference between a run in order and one in another order; nil when there is none.
  ///
  /// - Precondition: `program.isRunnable`.
  package func difference(in program: Compilation, arguments: [String] = []) -> Difference? {
    let first = run(program, arguments, seed: nil)
    for seed in 1..<UInt64(max(2, runs)) {
      let other = run(program, arguments, seed: seed)
      if other.text != first.text { return Difference(seed: seed, first: first.text, second: other.text) }
      if other.choices == 0 { return nil }
    }
    return nil
  }

  private func run(_ program: Compilation, _ arguments: [String], seed: UInt64?) -> (text: String, choices: Int) {
    let output = OutputCollector()
    var options = RunOptions(standardOutput: output)
    options.arguments = arguments
    options.environment = { _ in nil }
    if isTimeSimulated { options.makeTime = { SimulatedTime() } }
    options.shuffleSeed = seed
    let outcome = Engine().run(program, options: options)
    return ("\(output.text)\(outcome.report)exit status \(outcome.exitStatus)\n", outcome.taskChoices)
  }
}
