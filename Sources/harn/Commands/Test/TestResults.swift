import StepRuntime

/// How one test ended.
struct TestResult {
  /// The name of the pipeline; the path of a program of the golden mode.
  var name: String
  /// The file that holds the test; nil in the golden mode.
  var file: String?
  /// What went wrong, nil when it passed.
  var error: String?
  /// What the program wrote.
  var output = ""
  /// How long it took.
  var milliseconds = 0

  /// Whether it ended as it should.
  var isPassed: Bool { error == nil }
}

/// How all tests of a call ended.
struct TestResults {
  var results: [TestResult] = []
  /// How long all of them took together.
  var milliseconds = 0

  /// How many tests failed.
  var failedCount: Int { results.count { !$0.isPassed } }

  /// How many tests passed.
  var passedCount: Int { results.count - failedCount }

  /// The line behind all tests, without the time (07 §7.3).
  var summary: String {
    let failed = failedCount > 0 ? "\(failedCount) failed, " : ""
    let text = "\(passedCount) passed, \(failed)\(results.count) total"
    return StandardStream.output.painted(text, failedCount == 0 ? .green : .red)
  }

  /// The object of 07 §7.6.
  var json: JSONValue {
    .object([
      "duration_ms": .int(milliseconds), "failed": .int(failedCount), "passed": .int(passedCount),
      "total": .int(results.count),
      "results": .array(
        results.map { result in
          .object([
            "duration_ms": .int(result.milliseconds), "error": result.error.map { .string($0) } ?? .null,
            "file": .string(result.file ?? result.name), "name": .string(result.name),
            "output": .string(result.output), "passed": .bool(result.isPassed),
          ])
        }),
    ])
  }

  /// The report of 07 §7.5.
  var junitText: String {
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="harn" tests="\(results.count)" failures="\(failedCount)" time="\(seconds(milliseconds))">

      """
    for result in results {
      let name = result.file.map { "\(result.name) [\($0)]" } ?? result.name
      text += "  <testcase name=\"\(escaped(name))\" time=\"\(seconds(result.milliseconds))\""
      guard let error = result.error else {
        text += " />\n"
        continue
      }
      text += ">\n    <failure message=\"test failed\">\(escaped(error))</failure>\n  </testcase>\n"
    }
    return text + "</testsuite>\n"
  }

  private func seconds(_ milliseconds: Int) -> String { fixedPoint(Double(milliseconds) / 1000, decimals: 3) }

  private func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&apos;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}

/// Milliseconds since `start`.
func milliseconds(since start: ContinuousClock.Instant) -> Int {
  let (seconds, attoseconds) = (ContinuousClock.now - start).components
  return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
}

extension StandardStream {
  /// The colours of results.
  enum Paint: String {
    case green = "32"
    case red = "31"
  }

  /// `text` in a colour, where colours are wanted.
  func painted(_ text: String, _ paint: Paint) -> String {
    isColored ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// `  PASS  ` or `  FAIL  ` (07 §7.3).
  func verdict(_ isPassed: Bool) -> String {
    "  \(isPassed ? painted("PASS", .green) : painted("FAIL", .red))  "
  }
}
