import Engine
import Glibc

/// Why a file could not be written.
struct WriteError: Error {
  /// The path and the reason.
  var message: String
  /// The reason alone.
  var reason = ""
}

/// Makes `text` the content of the file at `path`.
func writeFile(_ text: String, to path: String) throws(WriteError) {
  let descriptor = retryingInterrupts {
    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  }
  guard descriptor >= 0 else { throw WriteError(path, errno) }
  defer { close(descriptor) }
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { bytes in
      retryingInterrupts { write(descriptor, bytes.baseAddress, bytes.count) }
    }
    guard count >= 0 else { throw WriteError(path, errno) }
    rest = rest.dropFirst(count)
  }
}

/// Makes the folders above the file at `path` that are missing; a failure speaks of `what` (07 §11).
func makeFolders(above path: String, of what: String) throws(WriteError) {
  guard let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
  let folder = String(path[..<end])
  for place in folder.utf8.indices.dropFirst() where folder.utf8[place] == UInt8(ascii: "/") {
    mkdir(String(folder[..<place]), 0o777)
  }
  guard !folder.isEmpty, mkdir(folder, 0o777) != 0 else { return }
  let code = errno
  if code == EEXIST, isFolder(folder) { return }
  throw WriteError(message: "failed to create \(what) directory \(folder): \(systemErrorText(code))")
}

extension WriteError {
  fileprivate init(_ path: String, _ code: Int32) {
    reason = systemErrorText(code)
    message = "failed to write \(path): \(reason)"
  }
}

/// Makes `text` the content of the file at `path` in one step: nobody sees a part of it, and a failure leaves the old
/// file. Its permissions stay, and so does a link that leads to it.
func replaceFile(with text: String, at path: String) throws(WriteError) {
  let target = resolvedPath(path) ?? path
  var status = stat()
  let exists = stat(target, &status) == 0
  guard !exists || access(target, W_OK) == 0 else { throw WriteError(path, errno) }
  let draft = "\(target).\(getpid())"
  do throws(WriteError) {
    try writeFile(text, to: draft)
  } catch {
    unlink(draft)
    throw error
  }
  guard !exists || chmod(draft, status.st_mode & 0o7777) == 0, rename(draft, target) == 0 else {
    let code = errno
    unlink(draft)
    throw WriteError(path, code)
  }
}
