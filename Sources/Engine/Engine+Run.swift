import Bytecode
import Diagnostics
import StepRuntime
import VM

extension Engine {
  #if DEBUG
    /// The objects that are alive in this process by kind, as text; debug builds only. Empty when no run is active.
    package static var liveObjects: String { liveObjectSummary() }
  #endif

  /// Runs a program from its start to its end.
  ///
  /// - Precondition: `program.isRunnable`.
  public func run(_ program: Compilation, options: RunOptions = RunOptions()) -> RunOutcome {
    guard let unit = program.unit else { preconditionFailure("the program has errors") }
    return onDeepStack { execute(unit, of: program, options: options) }
  }

  private func execute(_ unit: CodeUnit, of compilation: Compilation, options: RunOptions) -> RunOutcome {
    var receipt = options.recordsReceipt ? RunReceipt(of: compilation) : nil
    let runtime = ProgramRuntime(options)
    #if !DEBUG
      if options.endsProcess { _ = Unmanaged.passRetained(runtime) }
    #endif
    runtime.vm.sourceLine = { path, offset in
      compilation.source(at: path)?.lineNumber(ofByte: offset)
    }
    runtime.vm.sourcePath = compilation.file.path
    runtime.vm.workingDirectory = options.workingDirectory
    var outcome: RunOutcome
    do throws(VerificationError) {
      try Prelude.load(into: runtime.vm, for: [unit] + compilation.modules)
      options.builtins.apply(to: runtime.vm)
      let program = try runtime.vm.load(unit, modules: compilation.modules)
      options.interruption?.connect(runtime.vm)
      outcome = self.outcome(of: runtime.vm.run(program), of: compilation)
    } catch {
      outcome = RunOutcome(exitStatus: 1, report: "error: invalid bytecode: \(error)\n")
    }
    options.interruption?.disconnect()
    if let interruption = options.interruption, interruption.wasRequested {
      outcome.exitStatus = Interruption.exitStatus
      outcome.isFinished = false
      outcome.report = ""
    }
    options.standardOutput.flush()
    outcome.modelCalls = runtime.modelCalls
    outcome.taskChoices = runtime.vm.taskChoices
    guard options.recordsSteps || options.recordsReceipt else { return outcome }
    let log = runtime.steps.drainCompletedSteps()
    if options.recordsSteps { outcome.stepLog = CompletedStep.logText(log) }
    outcome.receipt = receipt?.text(
      outcome, wasInterrupted: options.interruption?.wasRequested ?? false, log: log,
      persona: runtime.steps.firstPersonaName)
    return outcome
  }

  private func outcome(of result: RunResult, of program: Compilation) -> RunOutcome {
    switch result {
    case .exited(let status): return RunOutcome(exitStatus: status)
    case .finished(let value):
      defer { value.released() }
      var outcome = RunOutcome(value: value)
      outcome.isFinished = true
      return outcome
    case .failed(let error):
      let renderer = UncaughtErrorRenderer { program.source(at: $0) }
      return RunOutcome(
        exitStatus: 1, report: renderer.render(error), uncaughtMessage: renderer.message(of: error))
    }
  }
}

extension RunOutcome {
  /// The outcome of a program that ended with `value` (02 §1.7).
  init(value: Value) {
    if let status = value.intValue {
      self.init(exitStatus: Int32(min(max(status, 0), 255)))
    } else if let error = value.resultError {
      let text = displayText(error)
      let line = text.isEmpty ? "error" : text
      self.init(exitStatus: 1, report: line.hasSuffix("\n") ? line : "\(line)\n")
    } else {
      self.init(exitStatus: 0)
    }
  }
}
