/// Records the spans that open by themselves while tracing is on (05b §16, 06 §4.2 step 5).
package protocol SpanRecorder: AnyObject {
  /// Opens a span and returns its number, which is never 0; a later span has a larger one. It lies below `parent`, the
  /// innermost open one of its task, 0 for none, or below the innermost span that the program opened in that task, whichever
  /// of them was opened later.
  func openSpan(_ kind: SpanKind, name: String, parent: UInt64, task: Int) -> UInt64

  /// The names of the trace and of the span in which the next one of a task would lie.
  func identity(parent: UInt64, task: Int) -> (traceID: String, spanID: String?)

  /// Ends a span with what is known about it now.
  func endSpan(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)])
}

/// What a span covers (05b §16).
package enum SpanKind: String, Sendable {
  /// What lies between `trace_start` and `trace_end`.
  case own = "span"
  /// The call of a function, method or tool that has a name and is no step.
  case call = "fn_call"
  /// The activation of a step (06 §4.2 step 5).
  case step
  /// A model call with all its requests.
  case modelCall = "llm_call"
  /// The evaluation of a module.
  case `import`
  /// A `parallel` construct or `parallel_race`, from its start to its result.
  case parallel
  /// A spawned task, from its creation to its end.
  case spawn
}

/// What is known about a span.
package enum SpanDetail: Sendable {
  /// Text, nil when there is none.
  case text(String?)
  /// A count.
  case count(Int)
  /// An amount of money.
  case amount(Double)

  /// The value that programs see, owned by the caller.
  package var value: Value {
    switch self {
    case .text(let text): text.map { Value(string: $0) } ?? .nilValue
    case .count(let count): Value(int: count)
    case .amount(let amount): Value(float: amount)
    }
  }
}
