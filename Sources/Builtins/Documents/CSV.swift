import VM

/// Comma-separated values (05b §4).
func csvBuiltins() -> BuiltinGroup {
  [
    .init("csv_parse", parse),
    .init("csv_stringify", write),
  ]
}

/// The options of both directions.
private struct CSVOptions {
  var hasHeaders: Bool
  var delimiter: UInt8

  init(_ options: Value) {
    hasHeaders = options.entry("headers")?.isTruthy ?? false
    delimiter = options.entry("delimiter")?.stringValue?.utf8.first ?? UInt8(ascii: ",")
  }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

// MARK: Reading

private func parse(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let options = CSVOptions(call.value(1))
  var reader = CSVReader(bytes: Array(call.text(0).utf8), delimiter: options.delimiter)
  var records = reader.records()
  guard options.hasHeaders else {
    return Value(list: records.map { record in Value(list: record.map { Value(string: $0) }) })
  }
  guard !records.isEmpty else { return Value(list: []) }
  let names = records.removeFirst()
  return Value(
    list: records.map { record in
      let cells = names.indices.map { $0 < record.count ? record[$0] : "" }
      return Value(dict: zip(names, cells).map { ($0, Value(string: $1)) })
    })
}

/// Reads records from a text.
private struct CSVReader {
  let bytes: [UInt8]
  let delimiter: UInt8
  private var position = 0

  init(bytes: [UInt8], delimiter: UInt8) {
    self.bytes = bytes
    self.delimiter = delimiter
  }

  /// All records; blank lines are none.
  mutating func records() -> [[String]] {
    var records: [[String]] = []
    while position < bytes.count {
      if skipLineEnd() { continue }
      records.append(record())
    }
    return records
  }

  private mutating func record() -> [String] {
    var fields = [field()]
    while position < bytes.count, bytes[position] == delimiter {
      position += 1
      fields.append(field())
    }
    _ = skipLineEnd()
    return fields
  }

  /// Takes `\n`, `\r` or `\r\n`.
  private mutating func skipLineEnd() -> Bool {
    guard position < bytes.count, isLineEnd(bytes[position]) else { return false }
    let isReturn = bytes[position] == carriageReturn
    position += 1
    if isReturn, position < bytes.count, bytes[position] == lineFeed { position += 1 }
    return true
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

  private mutating func field() -> String {
    var text: [UInt8] = []
    if position < bytes.count, bytes[position] == quote {
      position += 1
      readQuoted(into: &text)
    }
    while position < bytes.count, bytes[position] != delimiter, !isLineEnd(bytes[position]) {
      text.append(bytes[position])
      position += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads up to the closing quote; a doubled one stands for one.
  private mutating func readQuoted(into text: inout [UInt8]) {
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == quote {
        guard position < bytes.count, bytes[position] == quote else { return }
        position += 1
      }
      text.append(byte)
    }
  }
}

// MARK: Writing

private func write(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.value(0).isList else { throw .thrown(text: "csv_stringify: expected a list of rows") }
  let options = CSVOptions(call.value(1))
  let rows = call[0].listItems
  let records = rows.first?.isDict ?? false ? try dictRecords(rows, options) : try listRecords(rows)
  var text = TextBuffer()
  for record in records { append(record, to: &text, options.delimiter) }
  return text.finish()
}

/// The columns are the sorted union of all keys.
private func dictRecords(_ rows: [Value], _ options: CSVOptions) throws(HarnError) -> [[String]] {
  var names: Set<[UInt8]> = []
  for row in rows {
    guard row.isDict else { throw .thrown(text: "csv_stringify: mixed list/dict rows are not supported") }
    for entry in row.dictEntries { names.insert(Array(entry.key.utf8)) }
  }
  let columns = names.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
  let records = rows.map { row in columns.map { name in row.entry(name).map(displayText) ?? "" } }
  return options.hasHeaders ? [columns] + records : records
}

private func listRecords(_ rows: [Value]) throws(HarnError) -> [[String]] {
  var records: [[String]] = []
  for row in rows {
    if row.isDict, !records.isEmpty {
      throw .thrown(text: "csv_stringify: mixed list/dict rows are not supported")
    }
    guard row.isList else {
      throw .thrown(text: "csv_stringify: each row must be a list of cells (or use dict rows)")
    }
    let record = row.listItems.map(displayText)
    if let first = records.first, first.count != record.count {
      throw .thrown(
        text: "csv_stringify: found record with \(record.count) fields, "
          + "but the previous record has \(first.count) fields")
    }
    records.append(record)
  }
  return records
}

private func append(_ record: [String], to text: inout TextBuffer, _ delimiter: UInt8) {
  for (index, field) in record.enumerated() {
    if index > 0 { text.append(ascii: delimiter) }
    let isQuoted =
      field.utf8.contains { $0 == delimiter || $0 == quote || $0 == lineFeed || $0 == carriageReturn }
      || field.isEmpty && record.count == 1
    guard isQuoted else {
      text.append(field)
      continue
    }
    text.append("\"")
    for piece in field.utf8.split(separator: quote, omittingEmptySubsequences: false).enumerated() {
      if piece.offset > 0 { text.append("\"\"") }
      text.append(String(Substring(piece.element)))
    }
    text.append("\"")
  }
  text.append("\n")
}
