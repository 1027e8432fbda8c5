import VM

// The spans of steps and of model calls, while tracing is on (05b §16).

extension StepProgram {
  /// Notes whether tracing is on.
  package func tracingDidChange() {
    log.isTracing.store(vm?.spanRecorder != nil, ordering: .relaxed)
  }

  /// Whether calls with this registration are activations.
  package func isStep(_ registration: AnyObject) -> Bool { registered(registration).step != nil }

  /// The span of the innermost step of a task.
  package func spanNumber(of task: TaskState) -> UInt64 { context(of: task).spanID }

  /// Opens a span in the running task and returns its number, 0 without tracing.
  package func openSpan(_ kind: SpanKind, name: @autoclosure () -> String) -> UInt64 {
    guard log.isTracing.load(ordering: .relaxed) else { return 0 }
    return vm?.openSpan(kind, name: name()) ?? 0
  }

  /// Opens the span of an activation (06 §4.2 step 5).
  @inline(never) func openSpan(of step: StepDefinition) -> UInt64 { openSpan(.step, name: step.name) }

  /// Ends a span, unless tracing was switched off since.
  package func endSpan(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)]) {
    vm?.endSpan(number, metadata: metadata)
  }
}
