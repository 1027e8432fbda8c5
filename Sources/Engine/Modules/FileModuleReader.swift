import Builtins
import Checker
import Diagnostics
import Glibc
import Syntax

/// Reads modules from the file system, and built-in modules from the library.
struct FileModuleReader: ModuleReader {
  /// What remembers texts and trees, when they are needed again.
  var sources: SourceCache?

  func kind(at path: String) -> FileKind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
  }

  func canonicalPath(of path: String) -> String? { resolvedPath(path) }

  func read(_ path: String) throws(ModuleReadFailure) -> SourceFile {
    do throws(ReadError) {
      guard let sources else { return try SourceFile.read(path) }
      return try sources.read(path)
    } catch {
      throw ModuleReadFailure(reason: error.reason)
    }
  }

  func parsed(_ file: SourceFile) -> ParseResult { sources?.parsed(file) ?? parse(file) }

  func libraryModule(_ name: String) -> SourceFile? {
    libraryModuleSource(name).map { SourceFile(path: "<stdlib>/\(name).harn", text: $0) }
  }
}
