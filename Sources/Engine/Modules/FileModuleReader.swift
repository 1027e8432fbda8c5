import Builtins
import Checker
import Diagnostics
import Glibc
import Syntax

/// Reads modules from the file system, and built-in modules from the library.
struct FileModuleReader: ModuleReader {
  /// What remembers texts and trees.
  var sources = SourceCache()

  func kind(at path: String) -> FileKind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
  }

  func canonicalPath(of path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  func read(_ path: String) throws(ModuleReadFailure) -> SourceFile {
    do throws(ReadError) {
      return try sources.read(path)
    } catch {
      throw ModuleReadFailure(reason: error.reason)
    }
  }

  func parsed(_ file: SourceFile) -> ParseResult { sources.parsed(file) }

  func libraryModule(_ name: String) -> SourceFile? {
    libraryModuleSource(name).map { SourceFile(path: "<stdlib>/\(name).harn", text: $0) }
  }
}
