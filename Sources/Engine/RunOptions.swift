import Glibc
import VM

/// What a run is given by the process around it (07 §3.2).
public struct RunOptions: Sendable {
  /// The global `argv`.
  public var arguments: [String] = []
  /// Where standard input comes from.
  public var standardInput: any InputSource = EmptyInput()
  /// Where standard output goes.
  public var standardOutput: any OutputSink
  /// Where the program's own standard error goes. The report of an uncaught error is in the outcome instead.
  public var standardError: any OutputSink
  /// Looks up an environment variable.
  public var environment: @Sendable (String) -> String?
  /// Which builtins the program may call.
  public var builtins = BuiltinAccess.all
  /// Answers the model calls of the program.
  public var modelFixture: ModelFixture?
  /// Whether the outcome holds the replies of models.
  public var recordsModelCalls = false
  /// Stops the run from outside.
  public var interruption: Interruption?
  /// Whether the outcome holds the completed-step log (06 §11.1).
  public var recordsSteps = false
  /// The process ends with the run: what the run leaves in memory is not freed object by object. Debug builds, which
  /// account for every object, free it all the same.
  public var endsProcess = false
  /// Whether the outcome holds a receipt of the run (06 §11.2).
  public var recordsReceipt = false
  /// The working directory of the program as an absolute path; nil: that of the process.
  package var workingDirectory: String?
  /// Whether the loader joins instructions. Switched off by tests, which compare both forms.
  package var isFusionEnabled = true
  /// Makes the clock of the run. Tests supply a simulated one.
  package var makeTime: @Sendable () -> any TimeSource = { SystemTime() }
  /// Seeds a random choice among tasks that are runnable at the same time; nil: first come, first served. For tests.
  package var shuffleSeed: UInt64?

  /// Options with empty arguments and the environment of the process.
  public init(
    standardOutput: any OutputSink = OutputCollector(),
    standardError: any OutputSink = OutputCollector()
  ) {
    self.standardOutput = standardOutput
    self.standardError = standardError
    environment = { name in getenv(name).map { String(cString: $0) } }
  }
}
