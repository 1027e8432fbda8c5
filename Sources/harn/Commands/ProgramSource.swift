import Diagnostics
import Engine
import Glibc

/// Where a program text comes from.
enum ProgramSource {
  case file(String)
  case standardInput
  case code(String)

  /// `-` is standard input.
  init(path: String) { self = path == "-" ? .standardInput : .file(path) }

  /// Reads the text. A failure is reported on standard error, and the result is nil.
  func read() -> SourceFile? {
    do throws(ReadError) {
      switch self {
      case .file(let path): return try SourceFile.read(path)
      case .standardInput: return try SourceFile.read(descriptor: STDIN_FILENO, path: "<stdin>")
      // The header line of 07 §3: code starts on line 2.
      case .code(let code):
        return SourceFile(path: "<eval>", text: "pipeline main(task) {\n\(code)\n}")
      }
    } catch {
      StandardStream.error.write("\(error.message)\n")
      return nil
    }
  }
}
