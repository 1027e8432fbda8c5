import Diagnostics
import Synchronization
import Syntax

/// Texts and trees of files that are looked at several times, by path: as a target of `harn check` and as a module of other
/// targets (04 B7). They are read and parsed once; threads may share a cache.
package final class SourceCache: Sendable {
  private let files = Mutex<[String: SourceFile]>([:])
  private let trees = Mutex<[String: ParseResult]>([:])

  /// An empty cache.
  package init() {}

  /// The file at `path`, which is read at the first time.
  package func read(_ path: String) throws(ReadError) -> SourceFile {
    if let file = files.withLock({ $0[path] }) { return file }
    let file = try SourceFile.read(path)
    return files.withLock { files in
      // Whoever came first is what all others see.
      let kept = files[path] ?? file
      files[path] = kept
      return kept
    }
  }

  /// The tree of a file that this has read.
  func parsed(_ file: SourceFile) -> ParseResult {
    if let tree = trees.withLock({ $0[file.path] }) { return tree }
    let tree = parse(file)
    trees.withLock { $0[file.path] = tree }
    return tree
  }
}
