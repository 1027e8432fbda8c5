import VM

/// The spans of a run that have ended (05b §16).
final class SpanRecord {
  /// A span that has ended.
  struct Entry {
    var kind: String
    var name: String
    var spanID: String
    var parentID: String?
    var startMilliseconds: Int
    var durationMilliseconds: Int
  }

  /// In the order in which they ended.
  private(set) var spans: [Entry] = []

  /// More are not kept, so that a program that runs for long stays small.
  private static let limit = 100_000

  func add(_ span: Entry) {
    if spans.count < SpanRecord.limit { spans.append(span) }
  }

  /// `enable_tracing(on)`: switching on empties the record.
  func switchOn(_ on: Value) -> Value {
    if on.isNil || on.isTruthy { spans = [] }
    return .nilValue
  }

  /// The spans as a tree in text.
  var summary: String {
    guard !spans.isEmpty else { return "No spans recorded." }
    let ids = Set(spans.map(\.spanID))
    let roots = spans.filter { span in !(span.parentID.map { ids.contains($0) } ?? false) }
    let total = roots.reduce(0) { $0 + $1.durationMilliseconds }
    let children = Dictionary(grouping: spans.filter { $0.parentID != nil }) { $0.parentID ?? "" }
    var lines: [String] = []
    var pending = roots.reversed().map { (span: $0, level: 0) }
    while let (span, level) = pending.popLast() {
      let indentation = String(repeating: "  ", count: level)
      lines.append("\(indentation)\(span.kind) \(span.name) \(span.durationMilliseconds)ms")
      pending += (children[span.spanID] ?? []).reversed().map { ($0, level + 1) }
    }
    return "Trace: \(spans.count) spans, \(total)ms total\n\n\(lines.joined(separator: "\n"))"
  }
}

extension SpanRecord.Entry {
  /// The dict that programs see.
  var value: Value {
    Value(dict: [
      "duration_ms": Value(int: durationMilliseconds), "kind": Value(string: kind), "name": Value(string: name),
      "parent_id": optionalString(parentID), "span_id": Value(string: spanID),
      "start_ms": Value(int: startMilliseconds),
    ])
  }
}
