import Bytecode
import Diagnostics

/// Runs portable code: owns the loaded units, the builtins, the globals and the tasks of one program.
///
/// A machine is used by one thread at a time.
package final class VirtualMachine {
  /// The limits of this run.
  package let limits: Limits
  /// Where output goes.
  package let host: any Host
  /// What the program wrote and the host has not yet got.
  package let output: OutputBuffer
  /// Names, shapes and enum cases of this machine.
  let types = TypeTable()
  /// Listens to calls of tracked functions.
  package weak var stepHooks: (any StepHooks)?
  /// The task whose code runs; builtins that act on their task ask for it (06 §9).
  package var currentTask = TaskState()

  /// A machine without any code.
  package init(host: any Host, limits: Limits = Limits()) {
    self.host = host
    self.limits = limits
    output = OutputBuffer(host: host)
  }

  /// Makes a builtin callable by name; a second definition replaces the first.
  package func define(builtin name: String, _ function: @escaping NativeFunction) {
  }

  /// Binds a global name such as `argv` (02 §3.4); takes over the count of `value`.
  package func define(global name: String, _ value: Value) {
  }

  /// Sets or clears the mark of all functions declared under `name` (06 §10.2).
  package func setTracked(_ isTracked: Bool, functionsNamed name: String) {
  }

  /// Appends to standard output.
  package func write(_ text: String) {
    output.write(text)
  }
}

/// Why a run ended.
package enum RunResult {
  /// The program's value, owned (02 §1.7).
  case finished(Value)
  /// An error left the program.
  case failed(UncaughtError)
  /// `exit(status)`.
  case exited(status: Int32)
}

/// An error that left the program, ready to be rendered (02 §16).
package struct UncaughtError: Sendable {
  /// The text of 02 §14.1, without `error: `, with the ` (line N)` suffix where it belongs.
  package var message: String
  /// Where it arose, nil when no source text is known.
  package var place: Place?
  /// The active calls, innermost caller first.
  package var callers: [Call]

  /// A place in a source file.
  package struct Place: Sendable {
    /// Path of the file as shown in messages.
    package var path: String
    /// The failing operation.
    package var range: SourceRange
  }

  /// One calling frame.
  package struct Call: Sendable {
    /// Name of the calling function (02 §5.1).
    package var function: String
    /// The call.
    package var place: Place
  }
}
