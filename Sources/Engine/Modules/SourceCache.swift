import Diagnostics
import Glibc
import Synchronization
import Syntax

/// Texts and trees of files that are looked at several times: as a target of `harn check` and as a module of other targets
/// (04 B7). Each is read and parsed once, whatever the spelling of the paths that lead to it. Threads may share a cache.
package final class SourceCache: Sendable {
  private let entries = Mutex<[String: Entry]>([:])

  /// A file. Its locks are held while it is read or parsed, so that other threads wait for the result; nobody holds two of
  /// them.
  private final class Entry: Sendable {
    let text = Mutex<Swift.Result<SourceFile, ReadError>?>(nil)
    let tree = Mutex<ParseResult?>(nil)
  }

  /// An empty cache.
  package init() {}

  /// The file at `path`, known by that path in messages.
  package func read(_ path: String) throws(ReadError) -> SourceFile {
    let result = entry(for: path).text.withLock { text in
      let known = text ?? Swift.Result { () throws(ReadError) in try SourceFile.read(path) }
      text = known
      return known
    }
    switch result {
    case .success(let file): return file.known(as: path)
    case .failure(let error): throw ReadError(path: path, reason: error.reason)
    }
  }

  /// The tree of a file that this has read, or of a module of the library.
  func parsed(_ file: SourceFile) -> ParseResult {
    entry(for: file.path).tree.withLock { tree in
      let known = tree ?? parse(file)
      tree = known
      return known
    }
  }

  private func entry(for path: String) -> Entry {
    let identity = resolvedPath(path) ?? path
    return entries.withLock { entries in
      let entry = entries[identity] ?? Entry()
      entries[identity] = entry
      return entry
    }
  }
}

/// The absolute path without links, `.` and `..`; nil when it leads nowhere.
package func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
