import Glibc

/// A path as the operating system has it: bytes, which need not be UTF-8.
struct SystemPath: Comparable {
  /// The bytes with a final 0.
  let bytes: [CChar]

  /// The path of a text.
  /// - Throws: for a text with a NUL, which would name another file.
  init(_ text: String) throws(SystemError) {
    guard !text.utf8.contains(0) else { throw SystemError(text: "file name contained an unexpected NUL byte") }
    bytes = text.utf8.map(CChar.init(bitPattern:)) + [0]
  }

  private init(bytes: [CChar]) { self.bytes = bytes }

  /// The path of a name in this directory.
  func appending(_ name: UnsafePointer<CChar>) -> SystemPath {
    var joined = bytes
    joined.reserveCapacity(bytes.count + strlen(name) + 1)
    joined.removeLast()
    if joined.last != slash { joined.append(slash) }
    joined.append(contentsOf: UnsafeBufferPointer(start: name, count: strlen(name) + 1))
    return SystemPath(bytes: joined)
  }

  /// The directory that it lies in.
  var directory: SystemPath {
    guard let end = bytes.lastIndex(of: slash) else {
      return SystemPath(bytes: [CChar(bitPattern: UInt8(ascii: ".")), 0])
    }
    return SystemPath(bytes: bytes[..<max(end, 1)] + [0])
  }

  /// The path of another name in the same directory.
  func sibling(named name: String) -> SystemPath { directory.appending(name) }

  /// The path as text; what is not UTF-8 becomes U+FFFD.
  var text: String { SystemPath.text(bytes.dropLast()) }

  /// The part behind the last slash as text.
  var lastName: String {
    let path = bytes.dropLast()
    return SystemPath.text(path.lastIndex(of: slash).map { path[($0 + 1)...] } ?? path)
  }

  private static func text(_ bytes: ArraySlice<CChar>) -> String {
    String(decoding: bytes.lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  static func < (a: SystemPath, b: SystemPath) -> Bool { strcmp(a.bytes, b.bytes) < 0 }
}

private let slash = CChar(bitPattern: UInt8(ascii: "/"))
