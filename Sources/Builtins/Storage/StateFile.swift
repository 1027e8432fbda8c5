import Glibc
import VM

/// Where a program keeps its state (05 §24, §29).
struct StatePlace {
  /// The directory of state files.
  let stateRoot: String
  /// The name of the program: that of its source file without extension.
  let name: String

  /// The place of the program that `vm` runs.
  init(_ vm: VirtualMachine) {
    let path = vm.sourcePath
    let isFile = !path.isEmpty && path != "-" && !path.hasPrefix("<")
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    let stem = file.lastIndex(of: ".").flatMap { $0 == file.startIndex ? nil : String(file[..<$0]) } ?? file
    name = isFile && !stem.isEmpty ? stem : "default"
    let folder = isFile ? StatePlace.directory(of: path) : "."
    let base = StatePlace.project(above: FileAccess.canonicalPath(folder) ?? folder) ?? folder
    let state = vm.host.environmentVariable("HARN_STATE_DIR").flatMap { $0.isEmpty ? nil : $0 } ?? ".harn"
    stateRoot = state.hasPrefix("/") ? state : "\(base)/\(state)"
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The nearest directory with a manifest, from `directory` upwards.
  private static func project(above directory: String) -> String? {
    var directory = directory
    while true {
      if access("\(directory)/harn.toml", F_OK) == 0 { return directory }
      let parent = StatePlace.directory(of: directory)
      if parent == directory || parent == "." { return nil }
      directory = parent
    }
  }
}

/// Small files that are read and written as a whole.
enum StateFile {
  /// The text of a file; nil when it cannot be read.
  static func read(_ path: String) -> String? {
    (try? FileAccess.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Replaces a file, whose directory is made first.
  static func write(_ text: String, to path: String) throws(SystemError) {
    if let slash = path.lastIndex(of: "/") { try FileAccess.makeDirectory(String(path[..<slash])) }
    let bytes = Array(text.utf8)
    try bytes.withUnsafeBufferPointer { bytes throws(SystemError) in try FileAccess.write(path, bytes) }
  }

  /// Removes a file; one that is not there is no failure.
  static func remove(_ path: String) throws(SystemError) {
    if unlink(path) != 0, errno != ENOENT, errno != ENOTDIR { throw .last }
  }
}
