import Builtins
import LLM
import StepRuntime
import VM

/// A machine with everything that a program may call, and the state of one run.
package final class ProgramRuntime {
  // The machine is destroyed last: what steps and model calls hold may be values of its types.
  private let llm: LLMProgram
  /// Steps, personas and the completed log.
  package let steps: StepProgram
  /// The machine, without any code.
  package let vm: VirtualMachine
  /// Its way to the process.
  let host: EngineHost

  /// The replies so far, when they are recorded.
  private(set) var modelCalls: [ModelCall] = []

  /// The replies since the last call.
  func takeModelCalls() -> [ModelCall] {
    defer { modelCalls = [] }
    return modelCalls
  }

  /// A runtime for one run.
  package init(_ options: RunOptions) {
    host = EngineHost(options)
    vm = VirtualMachine(host: host, isFusionEnabled: options.isFusionEnabled, time: options.makeTime())
    if let seed = options.shuffleSeed { vm.shuffleTasks(seed: seed) }
    vm.define(global: "argv", Value(list: options.arguments.map { Value(string: $0) }))
    registerLibrary(into: vm)
    steps = StepProgram()
    steps.registerStepBuiltins(into: vm)
    llm = registerLLMBuiltins(into: vm, steps: steps, fixture: options.modelFixture?.fixture)
    guard options.recordsModelCalls else { return }
    llm.didReceive = { [unowned self] reply in modelCalls.append(ModelCall(reply)) }
  }
}
