/// A value of a TOML 1.0 document as plain data.
package indirect enum TOMLValue: Equatable, Sendable {
  /// A string of any of the four forms.
  case string(String)
  /// An integer of 64 bits.
  case integer(Int)
  /// A float, `inf` and `nan` included.
  case float(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// A date, a time or both, as written.
  case dateTime(String)
  /// An array, or an array of tables.
  case array([TOMLValue])
  /// A table, inline or not.
  case table(TOMLTable)
}

extension TOMLValue {
  /// The text of a string, nil for any other kind.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The table, nil for any other kind.
  package var table: TOMLTable? { if case .table(let table) = self { table } else { nil } }

  /// The items of an array, nil for any other kind.
  package var items: [TOMLValue]? { if case .array(let items) = self { items } else { nil } }

  /// The number, nil for any other kind.
  package var number: Double? {
    switch self {
    case .integer(let int): Double(int)
    case .float(let number): number
    default: nil
    }
  }

  /// The truth value, nil for any other kind.
  package var boolean: Bool? { if case .boolean(let bool) = self { bool } else { nil } }

  /// What the value is, as messages call it.
  package var kindName: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .float: "float"
    case .boolean: "boolean"
    case .dateTime: "date-time"
    case .array: "array"
    case .table: "table"
    }
  }
}

/// The entries of a table, in the order of their definitions.
package struct TOMLTable: Equatable, Sendable {
  /// The entries. No key occurs twice.
  package private(set) var entries: [Entry] = []
  /// By the bytes of the keys.
  private var positions: [[UInt8]: Int] = [:]

  /// A key with its value.
  package struct Entry: Equatable, Sendable {
    /// The key.
    package var key: String
    /// The value.
    package var value: TOMLValue
  }

  /// An empty table.
  package init() {}

  /// The value of `key`.
  package subscript(key: String) -> TOMLValue? { positions[Array(key.utf8)].map { entries[$0].value } }

  /// Adds an entry under a new key.
  mutating func append(_ key: String, _ value: TOMLValue) {
    positions[Array(key.utf8)] = entries.count
    entries.append(Entry(key: key, value: value))
  }
}

/// Why a text is no TOML document.
package struct TOMLError: Error, Equatable, Sendable {
  /// What is wrong.
  package var detail: String
  /// The line, from 1.
  package var line: Int
  /// The column in Unicode scalars, from 1.
  package var column: Int

  /// The detail with its place.
  package var message: String { "\(detail) at line \(line) column \(column)" }
}
