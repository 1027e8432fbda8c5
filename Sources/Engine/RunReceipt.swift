import Builtins
import Bytecode
import StepRuntime

/// The receipt of a run that is going on (06 §11.2).
struct RunReceipt {
  private var receipt: Receipt
  /// The name of the program, which stands for the persona when none was entered.
  private let programName: String

  /// The receipt of a run of `compilation` that starts now.
  init(of compilation: Compilation) {
    programName = fileStem(compilation.file.path)
    receipt = Receipt(
      id: makeRunIdentifier(), persona: programName, traceID: makeRunIdentifier(), startedAt: utcTimeText(),
      status: .running)
    receipt.inputsDigest = digestText(Array(compilation.file.bytes))
    receipt.metadata = .object(["program": .string(compilation.file.path)])
  }

  /// The text of the receipt when the run has ended, with the log attached.
  mutating func text(
    _ outcome: RunOutcome, wasInterrupted: Bool, log: [CompletedStep], persona: String?
  ) -> String {
    if let persona, !persona.allSatisfy(\.isWhitespace) { receipt.persona = persona }
    receipt.completedAt = utcTimeText()
    receipt.status = wasInterrupted ? .cancelled : outcome.exitStatus == 0 ? .success : .failure
    if receipt.status == .failure {
      let message = outcome.uncaughtMessage ?? "exit(\(outcome.exitStatus))"
      receipt.error = .object(["message": .string(message)])
    }
    receipt.attach(log)
    assert(receipt.fault == nil, "a receipt of a run is valid")
    return receipt.json.prettyText + "\n"
  }
}

/// The name of a file without folders and ending; the path itself when nothing is left.
private func fileStem(_ path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  let stem = name.hasSuffix(".harn") ? String(name.dropLast(5)) : name
  return stem.isEmpty ? "harn" : stem
}
