import Glibc

/// The fastest time of each stage over several rounds.
struct Times {
  private let lineCount: Int
  /// Stages in the order of their first measurement, with the processor time of the fastest one in nanoseconds.
  private var stages: [(name: String, nanoseconds: UInt64)] = []
  private var measured = 0

  init(lineCount: Int) { self.lineCount = lineCount }

  /// Carries out the next stage of the round.
  mutating func measure<Result, Failure>(_ stage: String, _ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let begin = processorNanoseconds()
    let result = try body()
    let time = processorNanoseconds() - begin
    if measured == stages.count { stages.append((stage, time)) }
    stages[measured].nanoseconds = min(stages[measured].nanoseconds, time)
    measured += 1
    return result
  }

  /// Begins the next round, which has the same stages.
  mutating func endRound() { measured = 0 }

  /// One line per stage: its name, its milliseconds, and the lines of the program, separated by tabs.
  func print() {
    for stage in stages {
      Swift.print("\(stage.name)\t\(Double(stage.nanoseconds) / 1e6)\t\(lineCount)")
    }
  }
}

/// The processor time that the process has used.
private func processorNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
