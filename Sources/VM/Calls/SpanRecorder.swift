/// Records the spans that open by themselves while tracing is on (05b §16, 06 §4.2 step 5).
package protocol SpanRecorder: AnyObject {
  /// Opens a span and returns its number, which is never 0. It lies below `parent`, 0 for none, or below the innermost span
  /// that the program opened, whichever of them was opened later.
  func openSpan(kind: String, name: String, parent: UInt64) -> UInt64

  /// Ends a span with what is known about it now.
  func endSpan(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)])
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
