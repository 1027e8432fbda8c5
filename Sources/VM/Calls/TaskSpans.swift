// Automatic spans (05b §16). While tracing is off they cost nothing: switching it on marks the functions whose calls have
// spans as *traced*, which takes their calls to the slow path. There such a call gets a step frame, as that of a tracked
// function does, and both the return and the unwinder find the end of the span at that frame.

/// The open spans of one task.
final class TaskSpans {
  /// The span that the task lies in: its own, or that of the construct which made it; 0 for none.
  private let outermost: UInt64
  /// Whether that one ends with the task.
  private let isOwn: Bool
  /// Those of calls, innermost last.
  private var calls: [Call] = []

  /// A call that has a span.
  private struct Call {
    /// The number of frames up to that of the function.
    var depth: Int
    /// The function is a persona, of which the step runtime knows.
    var isTracked: Bool
    var number: UInt64
  }

  /// The spans of a task in `outermost`.
  init(outermost: UInt64 = 0, isOwn: Bool = false) {
    self.outermost = outermost
    self.isOwn = isOwn
  }

  /// The innermost one.
  var innermost: UInt64 { calls.last?.number ?? outermost }

  fileprivate func push(_ number: UInt64, depth: Int, isTracked: Bool) {
    calls.append(Call(depth: depth, isTracked: isTracked, number: number))
  }

  /// Whether the call of the frame at `depth` has a span and nothing else needs that frame.
  fileprivate func isOnlyTraced(depth: Int) -> Bool {
    guard let call = calls.last else { return false }
    return call.depth == depth && !call.isTracked
  }

  /// Forgets the call of the frame at `depth`; nil when that has no span.
  fileprivate func pop(depth: Int) -> (number: UInt64, isTracked: Bool)? {
    guard let call = calls.last, call.depth == depth else { return nil }
    calls.removeLast()
    return (call.number, call.isTracked)
  }

  /// The calls that have not ended.
  fileprivate var callCount: Int { calls.count }

  /// What ends with the task, innermost first.
  fileprivate var all: [UInt64] { calls.reversed().map(\.number) + (isOwn ? [outermost] : []) }
}

extension VirtualMachine {
  /// Notes whether tracing is on, here and for all code.
  func tracingDidChange() {
    machine.pointee.isTracing = spanRecorder != nil
    for function in functions.elements { function.setTracing(machine.pointee.isTracing) }
    stepHooks?.tracingDidChange()
  }

  /// The innermost automatic span of the running task, 0 without one.
  package var innermostSpan: UInt64 {
    let task = currentTask
    let step = task.stepContext == nil ? 0 : stepHooks?.spanNumber(of: task) ?? 0
    return max(step, task.spans?.innermost ?? 0)
  }

  /// The names of the trace and the innermost span of the running task; nil without tracing (04 A14).
  var spanIdentity: (traceID: String, spanID: String?)? {
    spanRecorder?.identity(parent: innermostSpan, task: currentTaskNumber)
  }

  /// The number of the running task, 0 for the entry task.
  package var currentTaskNumber: Int { machine.pointee.current.pointee.number }

  /// Opens a span in the running task and returns its number, 0 without tracing.
  package func openSpan(_ kind: SpanKind, name: @autoclosure () -> String) -> UInt64 {
    guard let spanRecorder else { return 0 }
    return spanRecorder.openSpan(
      kind, name: name(), parent: innermostSpan, task: currentTaskNumber)
  }

  /// Ends a span, unless there is none or tracing was switched off since.
  package func endSpan(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)] = []) {
    if number != 0 { spanRecorder?.endSpan(number, metadata: metadata) }
  }

  /// Opens the span of a call whose frame is pushed. That of a step is the step's own.
  func openCallSpan(_ function: UnsafeMutablePointer<Function>, frame: Raw) {
    let isTracked = FunctionFlags(rawValue: function.pointee.flags).contains(.tracked)
    if isTracked, stepHooks?.isStep(registration(of: function)) == true { return }
    let loaded = functions[Int(function.pointee.number)]
    guard let kind = loaded.spanKind else { preconditionFailure("only functions of a kind are traced") }
    let number = openSpan(kind, name: kind == .import ? loaded.unit.path : loaded.code.name)
    let spans = currentTask.spans ?? TaskSpans()
    currentTask.spans = spans
    spans.push(number, depth: depth(ofFrame: frame), isTracked: isTracked)
    machine.pointee.openCallSpans += 1
  }

  /// Ends the span of the call whose frame is at `depth`, if it has one. True when the step runtime knows nothing of it.
  @inline(__always) func endCallSpan(depth: Int) -> Bool {
    machine.pointee.openCallSpans > 0 && endOpenCallSpan(depth: depth)
  }

  @inline(never) private func endOpenCallSpan(depth: Int) -> Bool {
    guard let span = currentTask.spans?.pop(depth: depth) else { return false }
    machine.pointee.openCallSpans -= 1
    endSpan(span.number)
    return !span.isTracked
  }

  /// Whether the frame of a function with a step frame below it has a span and is not that of a step or persona.
  func isOnlyTraced(frame: Raw) -> Bool {
    currentTask.spans?.isOnlyTraced(depth: depth(ofFrame: frame)) ?? false
  }

  /// Opens the span of a task that the running one has spawned.
  func openSpan(ofSpawned task: TaskState) {
    guard machine.pointee.isTracing else { return }
    task.spans = TaskSpans(outermost: openSpan(.spawn, name: "spawn"), isOwn: true)
  }

  /// Ends what is open in a task that has ended.
  func endSpans(of task: TaskState) {
    guard let spans = task.spans else { return }
    task.spans = nil
    machine.pointee.openCallSpans -= spans.callCount
    for number in spans.all { endSpan(number) }
  }
}
