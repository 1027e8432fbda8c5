/// When and how often a supervised child runs again (04 A13.1). Times are milliseconds.
struct RestartPolicy {
  var mode = Mode.onFailure
  /// How many restarts are allowed; nil: any number.
  var maximum: Int?
  /// How long a failure counts; 0: restarts are counted instead.
  var window = 60_000
  /// The delay before the first restart.
  var backoff = 0
  /// How much the delay grows with each restart.
  var factor = 2.0
  /// The longest delay, unless the first one is longer.
  var maximumBackoff = 30_000
  /// The range of what is added to the delay.
  var jitter = 0
  /// After which time a child beyond its maximum gets another chance; nil: never.
  var circuitOpen: Int?

  /// Which ends of a child are followed by a restart.
  enum Mode {
    case never, onFailure, always

    /// The mode of a word.
    init?(word: String) {
      switch word {
      case "never": self = .never
      case "on_failure", "failure": self = .onFailure
      case "always": self = .always
      default: return nil
      }
    }
  }

  /// The delay before a restart (04 A13.2), after so many restarts of the child with this index.
  func delay(index: Int, restarts: Int) -> Int {
    var growth = 1.0
    for _ in 0..<min(restarts, 4096) where growth.isFinite { growth *= factor }
    let grown = (Double(backoff) * growth).rounded()
    let ceiling = max(maximumBackoff, backoff)
    // The product of no delay and an endless growth is no number.
    let delay = backoff == 0 ? 0 : grown < Double(ceiling) ? Int(grown) : ceiling
    guard jitter > 0 else { return delay }
    let seed = UInt64(index + 1) &* 1103 &+ UInt64(restarts) &* 9176
    return delay + Int(seed % UInt64(jitter + 1))
  }
}
