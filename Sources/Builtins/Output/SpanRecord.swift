import VM

/// The spans of a run (05b §16).
final class SpanRecord {
  /// A span that has ended.
  struct Entry {
    var kind: String
    var name: String
    var spanID: String
    var parentID: String?
    var startMilliseconds: Int
    var durationMilliseconds: Int
    var metadata: [(key: String, detail: SpanDetail)] = []
  }

  /// The name and the number of an open span.
  typealias OpenSpan = (spanID: String, number: UInt64)

  /// In the order in which they ended.
  private(set) var spans: [Entry] = []
  /// Those that opened by themselves and have not ended, in the order of their numbers.
  private var open: [(number: UInt64, entry: Entry)] = []
  private var lastNumber: UInt64 = 0

  /// More are not kept, so that a program that runs for long stays small.
  private static let limit = 100_000

  /// A number for one more span.
  func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  func add(_ span: Entry) {
    if spans.count < SpanRecord.limit { spans.append(span) }
  }

  /// Empties the record; what is open now will not be recorded.
  func removeAll() {
    spans = []
    open = []
  }

  /// Opens a span that the program did not ask for. Its parent is `parent`, if that one is open, or the innermost span of the
  /// program, `own`: the one that was opened later.
  func open(kind: String, name: String, parent: UInt64, own: OpenSpan?, at time: Int) -> UInt64 {
    let number = nextNumber()
    let above = openIndex(parent).map { (spanID: open[$0].entry.spanID, number: parent) }
    open.append(
      (
        number,
        Entry(
          kind: kind, name: name, spanID: newSpanID(), parentID: later(above, own)?.spanID, startMilliseconds: time,
          durationMilliseconds: 0)
      ))
    return number
  }

  /// Ends such a span; one that is not open is nobody's.
  func end(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)], at time: Int) {
    guard let index = openIndex(number) else { return }
    var entry = open.remove(at: index).entry
    entry.durationMilliseconds = max(0, time - entry.startMilliseconds)
    entry.metadata = metadata
    add(entry)
  }

  /// The span around one of the program: `own`, or what opened by itself, of which the one that was opened later.
  func innermost(_ own: OpenSpan?, before number: UInt64) -> String? {
    let automatic = open.last { $0.number < number }.map { (spanID: $0.entry.spanID, number: $0.number) }
    return later(automatic, own)?.spanID
  }

  private func later(_ a: OpenSpan?, _ b: OpenSpan?) -> OpenSpan? {
    guard let a, let b else { return a ?? b }
    return a.number > b.number ? a : b
  }

  /// Where an open span stands: mostly at the end.
  private func openIndex(_ number: UInt64) -> Int? { open.lastIndex { $0.number == number } }

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
    var entries = [
      ("duration_ms", Value(int: durationMilliseconds)), ("kind", Value(string: kind)), ("name", Value(string: name)),
      ("parent_id", optionalString(parentID)), ("span_id", Value(string: spanID)),
      ("start_ms", Value(int: startMilliseconds)),
    ]
    if !metadata.isEmpty {
      entries.append(("metadata", Value(dict: metadata.map { ($0.key, $0.detail.value) })))
    }
    return Value(dict: entries)
  }
}

/// A name of 8 hexadecimal digits.
func newSpanID() -> String {
  let digits = String(UInt32.random(in: 0 ... .max), radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}
