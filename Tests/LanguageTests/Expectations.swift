/// What the comments of a program say about its run (CONTRIBUTING.md, "Language tests").
struct Expectations {
  /// One `// expect…` comment.
  struct Expectation: Equatable {
    var text: String
    /// The line of the comment, from 1.
    var line: Int
  }

  /// The lines of standard output.
  var output: [Expectation] = []
  /// The uncaught error.
  var errors: [Expectation] = []
  /// Errors before the run.
  var diagnostics: [Expectation] = []
  var warnings: [Expectation] = []
  var exits: [Expectation] = []

  /// The expectations in the comments of `program`.
  init(in program: String) {
    for (index, line) in program.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let start = line.ranges(of: "// expect").last else { continue }
      let comment = line[start.upperBound...]
      guard let colon = comment.firstIndex(of: ":") else { continue }
      let afterColon = comment[comment.index(after: colon)...]
      let text = afterColon.hasPrefix(" ") ? afterColon.dropFirst() : afterColon
      let expectation = Expectation(text: String(text).trimmingTrailingBlanks, line: index + 1)
      switch comment[..<colon] {
      case "": output.append(expectation)
      case " error": errors.append(expectation)
      case " diagnostic": diagnostics.append(expectation)
      case " warning": warnings.append(expectation)
      case " exit": exits.append(expectation)
      default: continue
      }
    }
  }

  /// The exit status: the one that is stated, else what follows from the errors.
  var exitStatus: Int32 {
    exits.first.flatMap { Int32($0.text) } ?? (errors.isEmpty && diagnostics.isEmpty ? 0 : 1)
  }
}

extension String {
  /// The text without blanks at its end: a comment cannot show them.
  var trimmingTrailingBlanks: String {
    var text = self[...]
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return String(text)
  }
}
