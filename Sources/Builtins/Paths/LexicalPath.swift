/// A path as text, without any look at files (05 §22.1): drive, root and the non-empty parts between slashes. A backslash
/// counts as a slash.
struct LexicalPath: Equatable {
  /// `C:` or empty.
  var drive = ""
  /// Whether a slash starts the path, behind the drive.
  var isRooted: Bool
  var segments: [String]

  init(_ text: String) {
    var rest = Substring(posixText(text))
    let start = rest.utf8.prefix(2)
    if start.count == 2, start.last == 0x3a, let letter = start.first, isASCIILetter(letter) {
      drive = String(rest.prefix(2))
      rest = rest.dropFirst(2)
    }
    isRooted = rest.hasPrefix("/")
    segments = rest.split(separator: "/").map(String.init)
  }

  init(drive: String, isRooted: Bool, segments: [String]) {
    self.drive = drive
    self.isRooted = isRooted
    self.segments = segments
  }

  /// The path as text.
  var text: String { drive + (isRooted ? "/" : "") + segments.joined(separator: "/") }

  /// Whether it starts with `/` or `X:/`.
  var isAbsolute: Bool { isRooted }

  /// The last segment or nothing.
  var basename: String { segments.last ?? "" }

  /// All but the last segment.
  var parent: LexicalPath { LexicalPath(drive: drive, isRooted: isRooted, segments: segments.dropLast()) }

  /// Without `.` and with `..` resolved: kept at the front of relative paths, dropped at the root.
  var normalized: LexicalPath {
    var kept: [String] = []
    for segment in segments where segment != "." {
      if segment != ".." {
        kept.append(segment)
      } else if let last = kept.last, last != ".." {
        kept.removeLast()
      } else if !isRooted {
        kept.append(segment)
      }
    }
    return LexicalPath(drive: drive, isRooted: isRooted, segments: kept)
  }

  /// The text of the normalised form: `.` when nothing is left of a path.
  static func normalizedText(_ text: String) -> String {
    if text.isEmpty { return "" }
    let path = LexicalPath(text).normalized
    return path.text.isEmpty ? "." : path.text
  }

  /// The way from `base` to this path; nil when one is absolute and the other is not, or the drives differ.
  func relative(to base: LexicalPath) -> String? {
    guard isRooted == base.isRooted, drive.lowercased() == base.drive.lowercased() else { return nil }
    let (target, start) = (normalized.segments, base.normalized.segments)
    let common = zip(target, start).prefix { $0 == $1 }.count
    let ways = Array(repeating: "..", count: start.count - common) + target[common...]
    return ways.isEmpty ? "." : ways.joined(separator: "/")
  }
}

/// The text with slashes for backslashes.
func posixText(_ text: String) -> String {
  text.utf8.contains(0x5c) ? String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\\" ? "/" : $0 })) : text
}

func isASCIILetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

/// A file name split at its last dot; the extension holds the dot and is empty when there is none or only a leading one.
func splitExtension(_ name: String) -> (stem: String, ext: String) {
  let bytes = name.utf8
  guard name != "..", let dot = bytes.lastIndex(of: 0x2e), dot > bytes.startIndex else { return (name, "") }
  return (String(name[..<dot]), String(name[dot...]))
}
