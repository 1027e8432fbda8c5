import VM

// The spans of steps and of model calls, while tracing is on (05b §16).

extension StepProgram {
  /// Notes whether tracing is on.
  package func tracingDidChange() {
    log.isTracing.store(vm?.spanRecorder != nil, ordering: .relaxed)
  }

  /// Opens a span below that of the innermost step of a task and returns its number, 0 without tracing.
  package func openSpan(kind: String, name: @autoclosure () -> String, in context: TaskContext) -> UInt64 {
    guard log.isTracing.load(ordering: .relaxed) else { return 0 }
    return vm?.spanRecorder?.openSpan(kind: kind, name: name(), parent: context.spanID) ?? 0
  }

  /// Opens the span of an activation (06 §4.2 step 5).
  @inline(never) func openSpan(of step: StepDefinition, in context: TaskContext) -> UInt64 {
    openSpan(kind: "step", name: step.name, in: context)
  }

  /// Ends a span, unless tracing was switched off since.
  package func endSpan(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)]) {
    vm?.spanRecorder?.endSpan(number, metadata: metadata)
  }
}
