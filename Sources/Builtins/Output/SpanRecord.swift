import VM

/// The spans of a run (05b §16).
final class SpanRecord {
  /// A span that has ended.
  struct Entry {
    var kind: SpanKind
    var name: String
    var spanID: String
    var parentID: String?
    var startMilliseconds: Int
    var durationMilliseconds: Int
    var metadata: [(key: String, detail: SpanDetail)] = []
  }

  /// In the order in which they ended.
  private(set) var spans: [Entry] = []
  /// Those that opened by themselves and have not ended, by number.
  private var open: [UInt64: Entry] = [:]
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
    open = [:]
  }

  /// Opens a span that the program did not ask for, in the one of this name.
  func open(_ kind: SpanKind, name: String, parentID: String?, at time: Int) -> UInt64 {
    let number = nextNumber()
    open[number] = Entry(
      kind: kind, name: name, spanID: newSpanID(), parentID: parentID, startMilliseconds: time,
      durationMilliseconds: 0)
    return number
  }

  /// Ends such a span; one that is not open is nobody's.
  func end(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)], at time: Int) {
    guard var entry = open.removeValue(forKey: number) else { return }
    entry.durationMilliseconds = max(0, time - entry.startMilliseconds)
    entry.metadata = metadata
    add(entry)
  }

  /// The name of such a span, while it is open.
  func openSpanID(_ number: UInt64) -> String? { open[number]?.spanID }

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
      lines.append("\(indentation)\(span.kind.rawValue) \(span.name) \(span.durationMilliseconds)ms")
      pending += (children[span.spanID] ?? []).reversed().map { ($0, level + 1) }
    }
    return "Trace: \(spans.count) spans, \(total)ms total\n\n\(lines.joined(separator: "\n"))"
  }
}

extension SpanRecord.Entry {
  /// The dict that programs see.
  var value: Value {
    var entries = [
      ("duration_ms", Value(int: durationMilliseconds)), ("kind", Value(string: kind.rawValue)),
      ("name", Value(string: name)),
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
