import Glibc
import VM

/// Structured log lines and progress lines (05 §2), and the spans that log lines name (05b §16).
func logBuiltins() -> BuiltinGroup {
  let log = Log()
  let levels = LogLevel.allCases.map { level in
    NativeBuiltin("log_\(level.rawValue)") { call throws(HarnError) in log.write(call, level) }
  }
  return levels + [
    .init("log_set_level") { call throws(HarnError) in try log.setLevel(call) },
    .init("log_json") { call throws(HarnError) in log.writeValue(call) },
    .init("progress") { call throws(HarnError) in progress(call) },
    .init("trace_start") { call throws(HarnError) in log.startSpan(call) },
    .init("trace_end") { call throws(HarnError) in try log.endSpan(call) },
    .init("enable_tracing") { call throws(HarnError) in log.switchTracing(call) },
    .init("trace_spans") { call throws(HarnError) in Value(list: log.record.spans.map(\.value)) },
    .init("trace_summary") { call throws(HarnError) in Value(string: log.record.summary) },
    .init("trace_id") { call throws(HarnError) in log.spans.last.map { Value(string: $0.traceID) } ?? .nilValue },
  ]
}

/// The importance of a log line.
private enum LogLevel: String, CaseIterable {
  case debug, info, warn, error

  var rank: Int { LogLevel.allCases.firstIndex(of: self) ?? 0 }
}

/// A part of a run with a name and a start (05b §16).
private struct Span {
  var traceID: String
  var spanID: String
  var name: String
  var startMilliseconds: Int
  /// Spans are numbered as they are opened.
  var number: UInt64
  /// The task that opened it.
  var task: Int
  /// The span around it.
  var parentID: String?
}

/// The log of one run.
private final class Log {
  private var least = LogLevel.debug
  /// The open spans, innermost last.
  private(set) var spans: [Span] = []
  /// The spans that have ended.
  let record = SpanRecord()
  /// The trace of spans that lie in none of the program.
  private var traceID = newSpanID()

  // MARK: Lines

  func write(_ call: borrowing NativeCall, _ level: LogLevel) -> Value {
    guard level.rank >= least.rank else { return .nilValue }
    write(level, message: call.text(0), span: spans.last, fields: call.value(1).dictEntries, to: call.vm)
    return .nilValue
  }

  private func write(
    _ level: LogLevel, message: String, span: Span?, fields: [(key: String, value: Value)],
    to vm: VirtualMachine
  ) {
    var line = TextBuffer()
    beginLine(&line)
    append("level", level.rawValue, &line)
    append("msg", message, &line)
    if let span {
      append("trace_id", span.traceID, &line)
      append("span_id", span.spanID, &line)
    }
    for field in fields {
      appendKey(field.key, &line)
      appendFieldValue(field.value, &line)
    }
    line.append("}\n")
    vm.output.write(line.text)
  }

  /// `log_json(key, value)`.
  func writeValue(_ call: borrowing NativeCall) -> Value {
    var line = TextBuffer()
    beginLine(&line)
    append("key", call.text(0), &line)
    appendKey("value", &line)
    appendJSON(call.value(1), to: &line, JSONStyle(.stringify))
    line.append("}\n")
    call.vm.output.write(line.text)
    return .nilValue
  }

  private func beginLine(_ line: inout TextBuffer) {
    line.append("{\"ts\":\"")
    line.append(timestampText(millisecondsSinceEpoch()))
    line.append("\"")
  }

  private func appendKey(_ key: String, _ line: inout TextBuffer) {
    line.append(",")
    appendJSONString(key, to: &line, .stringify)
    line.append(":")
  }

  private func append(_ key: String, _ text: String, _ line: inout TextBuffer) {
    appendKey(key, &line)
    appendJSONString(text, to: &line, .stringify)
  }

  /// Scalars as JSON, numbers that are none as null, everything else as its display text.
  private func appendFieldValue(_ value: Value, _ line: inout TextBuffer) {
    if value.isFloat, !value.float.isFinite { return line.append("null") }
    if value.isString || value.isInt || value.isFloat || value.isBool || value.isNil {
      return appendJSON(value, to: &line, JSONStyle(.stringify))
    }
    appendJSONString(displayText(value), to: &line, .stringify)
  }

  func setLevel(_ call: borrowing NativeCall) throws(HarnError) -> Value {
    guard let level = LogLevel(rawValue: call.text(0)) else {
      throw .thrown(
        text: "log_set_level: invalid level '\(call.text(0))'. Expected debug, info, warn, or error")
    }
    least = level
    return .nilValue
  }

  // MARK: Spans

  func startSpan(_ call: borrowing NativeCall) -> Value {
    let task = call.vm.currentTaskNumber
    let span = Span(
      traceID: spans.last?.traceID ?? newSpanID(), spanID: newSpanID(), name: call.text(0),
      startMilliseconds: millisecondsSinceEpoch(), number: record.nextNumber(), task: task,
      parentID: enclosingSpan(in: task, automatic: call.vm.innermostSpan))
    spans.append(span)
    return Value(dict: [
      ("name", Value(string: span.name)), ("span_id", Value(string: span.spanID)),
      ("start_ms", Value(int: span.startMilliseconds)), ("trace_id", Value(string: span.traceID)),
    ])
  }

  /// `enable_tracing(on?)`: switching on empties the record.
  func switchTracing(_ call: borrowing NativeCall) -> Value {
    let isOn = call.value(0).isNil || call.value(0).isTruthy
    if isOn {
      record.removeAll()
      traceID = newSpanID()
    }
    call.vm.spanRecorder = isOn ? self : nil
    return .nilValue
  }

  func endSpan(_ call: borrowing NativeCall) throws(HarnError) -> Value {
    guard let id = call.value(0).entry("span_id")?.stringValue, let start = call[0].entry("start_ms")?.intValue
    else { throw .thrown(text: "trace_end: argument must be a span dict from trace_start") }
    if let ended = spans.last, ended.spanID == id {
      spans.removeLast()
      record.add(
        SpanRecord.Entry(
          kind: .own, name: ended.name, spanID: ended.spanID, parentID: ended.parentID,
          startMilliseconds: ended.startMilliseconds,
          durationMilliseconds: max(0, millisecondsSinceEpoch() - ended.startMilliseconds)))
    }
    guard LogLevel.info.rank >= least.rank else { return .nilValue }
    let names = ["name", "span_id", "trace_id"]
    let entries = names.map { name in (key: name, value: call[0].entry(name) ?? .nilValue) }
    let duration = Value(int: max(0, millisecondsSinceEpoch() - start))
    write(
      .info, message: "span_end", span: nil, fields: [(key: "duration_ms", value: duration)] + entries,
      to: call.vm)
    return .nilValue
  }
}

// MARK: Automatic spans

extension Log: SpanRecorder {
  func openSpan(_ kind: SpanKind, name: String, parent: UInt64, task: Int) -> UInt64 {
    record.open(
      kind, name: name, parentID: enclosingSpan(in: task, automatic: parent), at: millisecondsSinceEpoch())
  }

  func identity(parent: UInt64, task: Int) -> (traceID: String, spanID: String?) {
    (spans.last { $0.task == task }?.traceID ?? traceID, enclosingSpan(in: task, automatic: parent))
  }

  /// The span in which the next one of a task lies: the innermost automatic one of the task, or the innermost one that the
  /// program opened there, whichever was opened later. A task without spans lies in what the program opened last.
  private func enclosingSpan(in task: Int, automatic number: UInt64) -> String? {
    let automatic = record.openSpanID(number)
    guard let own = spans.last(where: { $0.task == task || automatic == nil }) else { return automatic }
    return automatic == nil || own.number > number ? own.spanID : automatic
  }

  func endSpan(_ number: UInt64, metadata: [(key: String, detail: SpanDetail)]) {
    record.end(number, metadata: metadata, at: millisecondsSinceEpoch())
  }
}

// MARK: Time

private func millisecondsSinceEpoch() -> Int {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}

/// `2031-05-06T07:08:09.123Z`.
private func timestampText(_ milliseconds: Int) -> String {
  var seconds = milliseconds / 1000
  var parts = tm()
  gmtime_r(&seconds, &parts)
  func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
  let date =
    "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
  let time = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
  return "\(date)T\(time).\(padded(milliseconds % 1000, 3))Z"
}

// MARK: Progress lines

private func progress(_ call: borrowing NativeCall) -> Value {
  let (phase, message, detail) = (call.text(0), call.text(1), call.value(2))
  var text = message
  if let part = detail.intValue {
    text += call.value(3).intValue.map { " (\(part)/\($0))" } ?? " (\(part)%)"
  } else if detail.entry("mode")?.stringValue == "spinner" {
    let step = detail.entry("step")?.intValue ?? detail.entry("current")?.intValue ?? 0
    text = "\(["|", "/", "-", "\\"][((step % 4) + 4) % 4]) \(message)"
  } else if detail.entry("mode")?.stringValue == "bar" {
    text = progressBar(detail, message)
  }
  call.vm.output.write("[\(phase)] \(text)\n")
  return .nilValue
}

private func progressBar(_ detail: Value, _ message: String) -> String {
  let total = max(0, detail.entry("total")?.intValue ?? 0)
  let current = min(max(0, detail.entry("current")?.intValue ?? 0), total)
  let width = min(max(3, detail.entry("width")?.intValue ?? 10), 40)
  let share = total > 0 ? Double(current) / Double(total) : 0
  let filled = Int((share * Double(width)).rounded())
  let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
  return "[\(bar)] \(message) (\(current)/\(total))"
}
