import Diagnostics
import Syntax

/// The file system and the library as the module graph sees them (04 B2). The engine supplies it, so that the checker
/// itself reads nothing.
package protocol ModuleReader {
  /// What there is at `path`.
  func kind(at path: String) -> FileKind
  /// The path without symbolic links and relative parts; nil when there is no such file.
  func canonicalPath(of path: String) -> String?
  /// The text at `path`, known by that path in messages.
  func read(_ path: String) throws(ModuleReadFailure) -> SourceFile
  /// The text of a built-in module, by the part of its path behind `std/`.
  func libraryModule(_ name: String) -> SourceFile?
  /// The tree of a text that this has read.
  func parsed(_ file: SourceFile) -> ParseResult
}

extension ModuleReader {
  /// The tree of a text that nobody else asks for.
  package func parsed(_ file: SourceFile) -> ParseResult { parse(file) }
}

/// What a path leads to.
package enum FileKind: Sendable {
  /// Something that can be read.
  case file
  /// A directory.
  case directory
  /// Nothing.
  case missing
}

/// Why a module could not be read.
package struct ModuleReadFailure: Error, Sendable {
  /// The message of the operating system, or what is wrong with the encoding.
  package var reason: String

  /// A failure with this reason.
  package init(reason: String) { self.reason = reason }
}
