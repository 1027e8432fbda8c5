import Diagnostics
import VM

/// Draws an error that left the program (02 §16).
package struct UncaughtErrorRenderer {
  private let source: (String) -> SourceFile?

  /// A renderer that asks `source` for the text behind a path; nil when there is none.
  package init(source: @escaping (String) -> SourceFile?) { self.source = source }

  /// The report, whole lines.
  package func render(_ error: UncaughtError) -> String {
    var report = "error: \(message(of: error))\n"
    if let place = error.place { append(place, to: &report) }
    if let origin = error.origin, let line = position(of: origin)?.line {
      report += "  = note: raised at \(origin.path):\(line)\n"
    }
    for call in error.callers {
      guard let position = position(of: call.place) else { continue }
      report += "  = note: called from \(call.function) at \(call.place.path):\(position.line)\n"
    }
    return report
  }

  /// The uncaught text of 02 §14.1: the message, with its line where that belongs to it.
  package func message(of error: UncaughtError) -> String {
    guard error.namesLine, let place = error.place, let line = position(of: place)?.line else {
      return error.message
    }
    return "\(error.message) (line \(line))"
  }

  private func append(_ place: UncaughtError.Place, to report: inout String) {
    guard let file = source(place.path), let position = position(of: place) else { return }
    let number = String(position.line)
    let margin = String(repeating: " ", count: number.utf8.count + 1)
    report += "\(margin)--> \(place.path):\(position.line):\(position.column)\n"
    guard let line = file.line(position.line) else { return }
    let indent = String(repeating: " ", count: position.column - 1)
    let carets = String(repeating: "^", count: caretCount(in: line, column: position.column))
    report += "\(margin) |\n"
    report += " \(number) | \(line)\n"
    report += "\(margin) | \(indent)\(carets)\n"
  }

  private func position(of place: UncaughtError.Place) -> SourcePosition? {
    source(place.path)?.position(ofByte: Int(place.range.start))
  }

  /// The length of the identifier or number that starts at `column`, else 1.
  private func caretCount(in line: String, column: Int) -> Int {
    let rest = Array(line.unicodeScalars.dropFirst(column - 1))
    guard let first = rest.first else { return 1 }
    if first.isIdentifierStart { return rest.prefix { $0.isIdentifierStart || $0.isDigit }.count }
    guard first.isDigit else { return 1 }
    let whole = rest.prefix { $0.isDigit }.count
    guard whole + 1 < rest.count, rest[whole] == ".", rest[whole + 1].isDigit else { return whole }
    return whole + 1 + rest[(whole + 1)...].prefix { $0.isDigit }.count
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var isIdentifierStart: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_"
  }
}
