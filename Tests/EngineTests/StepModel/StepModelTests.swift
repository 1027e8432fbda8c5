import Engine
import TestSupport
import Testing

@Suite struct StepModelTests {
  /// Nested steps, tasks, errors, handlers, boundaries and budgets: a run does what a plain model of 06 §4–§9 does.
  @Test(arguments: UInt64(1)...400)
  func `random steps and tasks behave like the model`(seed: UInt64) {
    let scenario = StepScenario(seed: seed)
    let model = StepModel(scenario)
    let expected = model.run()
    #expect(model.recordedCount == model.activationCount && model.isIdle)
    balancingHeap {
      let output = OutputCollector()
      let program = Engine().compile(scenario.program, path: "seed-\(seed).harn")
      #expect(program.isRunnable, "\(program.report())")
      guard program.isRunnable else { return }
      var options = RunOptions()
      options.standardOutput = output
      let outcome = Engine().run(program, options: options)
      #expect(outcome.exitStatus == 0)
      #expect(output.text == expected, "seed \(seed):\n\(scenario.program)")
    }
  }
}
