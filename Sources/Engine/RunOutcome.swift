/// How a run ended.
public struct RunOutcome: Sendable {
  /// The exit status that belongs to it, 0 to 255 (07 §2.4).
  public var exitStatus: Int32
  /// What belongs on standard error behind the program's own output: the report of an uncaught error, or the text of a
  /// `Result.Err`. Empty, or whole lines.
  public var report: String
  /// The uncaught text of an error that left the program (02 §14.1).
  public var uncaughtMessage: String?
  /// Whether the program ended by itself: neither by an error nor by `exit` nor by a signal.
  public var isFinished = false
  /// The replies of models in order, when they were asked for.
  public var modelCalls: [ModelCall] = []
  /// The completed-step log as JSON, when it was asked for (06 §11.1).
  public var stepLog: String?
  /// The receipt of the run as JSON, when it was asked for (06 §11.2).
  public var receipt: String?
  /// How often chance decided which task goes on; see `RunOptions.shuffleSeed`.
  package var taskChoices = 0

  /// An outcome of these parts.
  public init(exitStatus: Int32, report: String = "", uncaughtMessage: String? = nil) {
    self.exitStatus = exitStatus
    self.report = report
    self.uncaughtMessage = uncaughtMessage
  }
}
