import Glibc
import VM

/// Files and directories (05 §23).
func fileBuiltins() -> BuiltinGroup {
  [
    .init("read_file", readFile),
    .init("read_file_result", readFileResult),
    .init("read_file_bytes", readFileBytes),
    .init("read_lines", readLines),
    .init("write_file", writeFile),
    .init("write_file_bytes", writeFileBytes),
    .init("append_file", appendFile),
    .init("file_exists") { call throws(HarnError) in Value(bool: FileAccess.exists(call.path(0))) },
    .init("delete_file", deleteFile),
    .init("copy_file", copyFile),
    .init("move_file", moveFile),
    .init("mkdir", makeDirectory),
    .init("list_dir", listDirectory),
    .init("stat", fileStatus),
    .init("walk_dir", walkDirectory),
    .init("glob", globFiles),
    .init("temp_dir") { call throws(HarnError) in Value(string: temporaryDirectory(call.vm)) },
  ]
}

extension VirtualMachine {
  /// The working directory of the run: relative paths start there (05 §23).
  var executionRoot: String { workingDirectory ?? processDirectory }
}

/// The working directory of this process, in which the paths of programs and modules start.
var processDirectory: String {
  guard let path = getcwd(nil, 0) else { return "/" }
  defer { free(path) }
  return String(cString: path)
}

/// A path below `root` unless it is absolute.
func resolved(_ path: String, against root: String) -> String {
  // The empty path names nothing, as for the system: it must never mean the working directory.
  if path.isEmpty || path.hasPrefix("/") { return path }
  return root.hasSuffix("/") ? root + path : "\(root)/\(path)"
}

extension NativeCall {
  /// The path argument at `index`, resolved.
  func path(_ index: Int, default fallback: String = "") -> String {
    resolved(text(index, default: fallback), against: vm.executionRoot)
  }
}

private func temporaryDirectory(_ vm: VirtualMachine) -> String {
  let name = vm.host.environmentVariable("TMPDIR") ?? ""
  return name.isEmpty ? "/tmp" : name
}

// MARK: Reading

private let invalidUTF8 = SystemError(text: "stream did not contain valid UTF-8")

/// The text of a file, as an owned string.
private func readText(_ path: String, _ call: borrowing NativeCall) throws(SystemError) -> Value {
  let vm = call.vm
  let bytes = try FileAccess.read(path) { vm.isInterrupted }
  guard bytes.count <= call.limits.stringBytes else { throw SystemError(text: "the file is too large for a string") }
  guard (try? UTF8Span(validating: bytes.span)) != nil else { throw invalidUTF8 }
  return bytes.withUnsafeBufferPointer { Value(utf8: $0) }
}

private func readFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0)
  do throws(SystemError) {
    return try readText(path, call)
  } catch {
    throw .thrown(text: "Failed to read file \(path): \(error.text)")
  }
}

private func readFileResult(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0)
  do throws(SystemError) {
    return call.vm.ok(try readText(path, call))
  } catch {
    return call.vm.err(Value(string: "Failed to read file \(path): \(error.text)"))
  }
}

private func readFileBytes(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0)
  let vm = call.vm
  do throws(SystemError) {
    return Value(octets: try FileAccess.read(path) { vm.isInterrupted })
  } catch {
    throw .thrown(text: "Failed to read file \(path): \(error.text)")
  }
}

/// The lines without their ends; text behind the last end is a line, too, unless it is empty.
private func readLines(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0)
  let text: Value
  do throws(SystemError) {
    text = try readText(path, call)
  } catch {
    throw .thrown(text: "read_lines: \(path): \(error.text)")
  }
  defer { text.released() }
  var lines = ListBuilder()
  var rest = text.utf8[...]
  while !rest.isEmpty {
    let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
    var line = rest[..<end]
    rest = rest[min(end + 1, rest.endIndex)...]
    if end < text.utf8.count, line.last == 0x0d { line.removeLast() }
    lines.append(Value(utf8: UnsafeBufferPointer(rebasing: line)))
  }
  return lines.finish()
}

// MARK: Writing

private func writeFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count >= 2 else { return .nilValue }
  let content = try call.textValue(1)
  defer { content.released() }
  return try write(content.utf8, to: call.path(0), call.vm)
}

private func writeFileBytes(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count >= 2 else { return .nilValue }
  guard call[1].isBytes else {
    throw .thrown(text: "write_file_bytes expects bytes content, got \(typeName(call[1]))")
  }
  return try write(call[1].octets, to: call.path(0), call.vm)
}

private func write(
  _ bytes: UnsafeBufferPointer<UInt8>, to path: String, _ vm: VirtualMachine
) throws(HarnError) -> Value {
  do throws(SystemError) {
    try FileAccess.write(path, bytes) { vm.isInterrupted }
    return .nilValue
  } catch {
    throw .thrown(text: "Failed to write file \(path): \(error.text)")
  }
}

private func appendFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count >= 2 else { return .nilValue }
  let path = call.path(0)
  let content = try call.textValue(1)
  defer { content.released() }
  let vm = call.vm
  do throws(FileAccess.AppendError) {
    try FileAccess.append(path, content.utf8) { vm.isInterrupted }
    return .nilValue
  } catch {
    switch error {
    case .open(let reason): throw .thrown(text: "Failed to open file \(path): \(reason.text)")
    case .write(let reason): throw .thrown(text: "Failed to append to file \(path): \(reason.text)")
    }
  }
}

// MARK: Changing

private func deleteFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0)
  let isDirectory = (try? FileAccess.status(path, followsLinks: false))?.isDirectory ?? false
  do throws(SystemError) {
    try FileAccess.remove(path)
    return .nilValue
  } catch {
    throw .thrown(text: "Failed to delete \(isDirectory ? "directory" : "file") \(path): \(error.text)")
  }
}

private func copyFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count >= 2 else { return .nilValue }
  let (source, target) = (call.path(0), call.path(1))
  let vm = call.vm
  do throws(SystemError) {
    try FileAccess.copy(source, to: target) { vm.isInterrupted }
    return .nilValue
  } catch {
    throw .thrown(text: "Failed to copy \(source) to \(target): \(error.text)")
  }
}

private func moveFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count >= 2 else { throw .thrown(text: "move_file: src and dst are required") }
  let (source, target) = (call.path(0), call.path(1))
  if (try? FileAccess.rename(source, to: target)) != nil { return .nilValue }
  // Another file system: the content has to travel, and all of it before the source may go.
  let vm = call.vm
  do throws(SystemError) {
    try FileAccess.copy(source, to: target) { vm.isInterrupted }
  } catch {
    throw .thrown(text: "move_file: copy failed: \(error.text)")
  }
  do throws(SystemError) {
    try FileAccess.remove(source)
  } catch {
    throw .thrown(text: "move_file: remove src failed: \(error.text)")
  }
  return .nilValue
}

private func makeDirectory(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0)
  do throws(SystemError) {
    try FileAccess.makeDirectory(path)
    return .nilValue
  } catch {
    throw .thrown(text: "Failed to create directory \(path): \(error.text)")
  }
}

// MARK: Looking

private func listDirectory(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0, default: ".")
  do throws(SystemError) {
    return Value(list: try FileAccess.names(in: path).map { Value(string: $0) })
  } catch {
    throw .thrown(text: "Failed to list directory \(path): \(error.text)")
  }
}

private func fileStatus(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let path = call.path(0)
  do throws(SystemError) {
    let status = try FileAccess.status(path)
    return Value(dict: [
      "is_dir": Value(bool: status.isDirectory), "is_file": Value(bool: status.isFile),
      "modified": Value(float: status.modified), "readonly": Value(bool: status.isReadonly),
      "size": Value(int: status.size),
    ])
  } catch {
    throw .thrown(text: "Failed to stat \(path): \(error.text)")
  }
}

private func walkDirectory(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count > 0, !call.text(0).isEmpty else { throw .thrown(text: "walk_dir: root path is required") }
  let options = call.value(1)
  let depth = options.entry("max_depth")?.intValue.map { max(0, $0) }
  let followsLinks = options.entry("follow_symlinks").map(isTrue) ?? false
  var found = ListBuilder()
  var walk = DirectoryWalk(root: call.path(0), maximumDepth: depth, followsLinks: followsLinks)
  while let entry = walk.next(), !call.isInterrupted {
    found.append(
      Value(dict: [
        "depth": Value(int: entry.depth), "is_dir": Value(bool: entry.status.isDirectory),
        "is_file": Value(bool: entry.status.isFile), "path": Value(string: entry.path),
      ]))
  }
  return found.finish()
}

private func globFiles(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count > 0, !call.text(0).isEmpty else { throw .thrown(text: "glob: pattern is required") }
  let pattern: GlobPattern
  do throws(GlobPattern.Failure) {
    pattern = try GlobPattern(call.text(0))
  } catch {
    throw .thrown(text: "glob: \(error.text)")
  }
  let argument = call.value(1)
  let given = argument.isDict ? argument.entry("base") ?? .nilValue : argument
  var base = given.isNil ? "." : displayText(given)
  let root = call.vm.executionRoot
  base = base == "." || base.isEmpty ? root : resolved(base, against: root)
  var walk = DirectoryWalk(root: base, maximumDepth: nil, followsLinks: false)
  var paths: [String] = []
  while let entry = walk.next(), !call.isInterrupted {
    if entry.depth > 0, pattern.matches(entry.relativePath) { paths.append(entry.path) }
  }
  paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  return Value(list: paths.map { Value(string: $0) })
}
