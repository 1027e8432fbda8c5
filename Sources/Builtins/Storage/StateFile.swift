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
    let directory = isFile ? StatePlace.directory(of: path) : "."
    let base = StatePlace.project(above: StateFile.absolute(directory)) ?? directory
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
  /// Why the system refused.
  struct Failure: Error {
    var text: String

    static var last: Failure {
      let number = errno
      return Failure(text: "\(String(cString: strerror(number))) (os error \(number))")
    }
  }

  /// The absolute path of a directory that exists, else the path itself.
  static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The text of a file; nil when it cannot be read.
  static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      guard count > 0 else { break }
      bytes.append(contentsOf: piece[..<count])
    }
    return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Replaces a file, whose directories are made first: under another name, which then takes its place.
  static func write(_ text: String, to path: String) throws(Failure) {
    try makeDirectories(above: path)
    let temporary = "\(path).\(getpid()).tmp"
    guard let file = fopen(temporary, "w") else { throw .last }
    var text = text
    let count = text.utf8.count
    let written = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
    let failure = written == count ? nil : Failure.last
    guard fclose(file) == 0, failure == nil, rename(temporary, path) == 0 else {
      let failure = failure ?? .last
      unlink(temporary)
      throw failure
    }
  }

  private static func makeDirectories(above path: String) throws(Failure) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      let status = mkdir(String(path[..<slash]), 0o777)
      if status != 0, errno != EEXIST { throw .last }
      end = slash
    }
  }

  /// Removes a file; one that is not there is no failure.
  static func remove(_ path: String) throws(Failure) {
    if unlink(path) != 0, errno != ENOENT, errno != ENOTDIR { throw .last }
  }
}
