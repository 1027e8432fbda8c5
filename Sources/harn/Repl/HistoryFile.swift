import Engine
import Glibc

/// Where the history of inputs is kept between sessions (07 §8.5). What cannot be read or written is ignored.
struct HistoryFile {
  let path: String

  /// The file that `HARN_REPL_HISTORY` names, else `~/.harn/repl_history` (07 §13); nil when the variable is empty, or
  /// without a home.
  static var user: HistoryFile? {
    if let path = variable("HARN_REPL_HISTORY") { return path.isEmpty ? nil : HistoryFile(path: path) }
    guard let home = variable("HOME"), !home.isEmpty else { return nil }
    return HistoryFile(path: home + "/.harn/repl_history")
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private var folder: String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The history as it was written last; nil when there is a file that cannot be read, which is then left alone.
  func read() -> History? {
    do throws(ReadError) {
      return History(stored: try Engine.text(ofFileAt: path))
    } catch {
      return access(path, F_OK) == 0 ? nil : History()
    }
  }

  /// Adds an input behind what this and other sessions have added.
  func add(_ input: String) {
    mkdir(folder, 0o700)
    // Sessions take turns: the folder is locked, because the file itself is replaced.
    let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if lock >= 0 { close(lock) } }
    if lock >= 0 { flock(lock, LOCK_EX) }
    guard var history = read(), history.add(input) else { return }
    do throws(WriteError) {
      try replaceFile(with: history.stored, at: path)
    } catch {
      // The session goes on without a stored history.
    }
  }
}
