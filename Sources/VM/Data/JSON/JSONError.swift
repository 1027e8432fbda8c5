/// Why a text is no JSON (05 §15.1).
package struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  package var detail: String
  /// The line, from 1.
  package var line: Int
  /// The column in bytes, from 1.
  package var column: Int

  /// A mistake at a place.
  package init(detail: String, line: Int, column: Int) {
    self.detail = detail
    self.line = line
    self.column = column
  }

  /// The detail with its place.
  package var message: String { "\(detail) at line \(line) column \(column)" }
}
