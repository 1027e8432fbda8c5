import Engine
import Synchronization

/// The tests of a call, given out to threads file by file. Results are reported in the order of the tests, as early as that
/// allows (07 §7 `--parallel`).
final class TestQueue<Test: Sendable>: Sendable {
  private struct State {
    var nextFile = 0
    /// The results of each file so far.
    var results: [[TestResult]]
    /// The place of the next result to report.
    var reported = (file: 0, test: 0)
  }

  private let files: [[Test]]
  private let state: Mutex<State>
  private let report: @Sendable (TestResult) -> Void

  /// A queue of the tests of some files.
  init(_ files: [[Test]], report: @escaping @Sendable (TestResult) -> Void) {
    self.files = files
    self.report = report
    state = Mutex(State(results: files.map { _ in [] }))
  }

  /// Runs all tests; those of a file one after the other, `threads` files at a time. A test without a result is the last one.
  func run(threads: Int, _ run: @Sendable (Test) -> TestResult?) -> [TestResult] {
    onDeepStacks(min(threads, files.count)) {
      while let file = takeFile() {
        for test in files[file] {
          guard let result = run(test) else { return }
          finish(file, result)
        }
      }
    }
    return state.withLock { $0.results.flatMap { $0 } }
  }

  private func takeFile() -> Int? {
    state.withLock { state in
      guard state.nextFile < files.count else { return nil }
      defer { state.nextFile += 1 }
      return state.nextFile
    }
  }

  private func finish(_ file: Int, _ result: TestResult) {
    state.withLock { state in
      state.results[file].append(result)
      while state.reported.file < files.count {
        let (file, test) = state.reported
        if test == files[file].count {
          state.reported = (file + 1, 0)
        } else if test < state.results[file].count {
          report(state.results[file][test])
          state.reported.test += 1
        } else {
          break
        }
      }
    }
  }
}
