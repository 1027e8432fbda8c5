import Engine
import Glibc

/// Where the history of inputs is kept between sessions (07 §8.5). What cannot be read or written is ignored.
struct HistoryFile {
  let folder: String
  var path: String { folder + "/repl_history" }

  /// `~/.harn/repl_history`; nil without a home.
  static var user: HistoryFile? {
    guard let home = getenv("HOME").map({ String(cString: $0) }), !home.isEmpty else { return nil }
    return HistoryFile(folder: home + "/.harn")
  }

  /// The history as it was written last; nil when there is a file that cannot be read, which is then left alone.
  func read() -> History? {
    do throws(ReadError) {
      return History(stored: try Engine.text(ofFileAt: path))
    } catch {
      return access(path, F_OK) == 0 ? nil : History()
    }
  }

  /// Writes the history.
  func write(_ history: History) {
    mkdir(folder, 0o700)
    do throws(WriteError) {
      try replaceFile(with: history.stored, at: path)
    } catch {
      // The session goes on without a stored history.
    }
  }
}
