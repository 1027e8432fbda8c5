import Engine
import Glibc

/// The read-eval-print loop of `harn repl` (07 §8).
final class ReplLoop {
  private let isInteractive: Bool
  private let historyFile: HistoryFile?
  private var interpreter: ReplInterpreter
  private var hasFailed = false

  /// A loop with an empty session. Without somebody at the keyboard nothing is printed but results.
  init(isInteractive: Bool, historyFile: HistoryFile?) {
    self.isInteractive = isInteractive
    self.historyFile = isInteractive ? historyFile : nil
    interpreter = ReplInterpreter(isInteractive: isInteractive)
  }

  /// Reads and evaluates until the end; the exit status.
  func run() -> Int32 {
    if isInteractive {
      StandardStream.output.write(
        "Harn REPL v\(Engine.version)\nType expressions or statements. Ctrl+C or Ctrl+D to exit.\n")
    }
    RunSignals.install()
    let status = isInteractive ? runInteractively() : runLines(LineReader(prompts: nil))
    if let status { return status }
    if isInteractive {
      StandardStream.output.write("Goodbye!\n")
      return ExitStatus.success
    }
    return hasFailed ? ExitStatus.failure : ExitStatus.success
  }

  private func runInteractively() -> Int32? {
    guard let terminal = ProcessTerminal() else {
      return runLines(LineReader(prompts: (first: "harn> ", next: "....> ")))
    }
    let stored = historyFile?.read()
    let editor = LineEditor(
      terminal: terminal, language: interpreter, history: stored ?? History(),
      isColored: StandardStream.output.isColored)
    defer { terminal.leaveRawMode() }
    while true {
      terminal.enterRawMode()
      let outcome = editor.read()
      terminal.leaveRawMode()
      switch outcome {
      case .end: return nil
      case .dropped: continue
      case .input(let text):
        if editor.history.add(text), stored != nil { historyFile?.add(text) }
        if let status = evaluate(text) { return status }
      }
      if interpreter.isFinished { return nil }
    }
  }

  private func runLines(_ reader: LineReader) -> Int32? {
    while let text = reader.read() {
      if let status = evaluate(text) { return status }
      if interpreter.isFinished { return nil }
    }
    return nil
  }

  /// Evaluates one input; the exit status when it ended the process.
  private func evaluate(_ text: String) -> Int32? {
    // At a terminal the prompt would overwrite a line that is not ended.
    let outcome = isInteractive ? StandardStream.endingLines { interpreter.run(text) } : interpreter.run(text)
    switch outcome {
    case .success: return nil
    case .failure:
      hasFailed = true
      return nil
    case .exit(let status): return status
    }
  }
}
