import Diagnostics

/// The table `[exports]` of the manifest of a package (04 B8): names and paths, one a line.
struct PackageExports {
  private var targets: [String: String] = [:]

  /// The exports that `manifest` declares. Lines of other forms are skipped.
  init(_ manifest: SourceFile) {
    var isInside = false
    for line in manifest.text(of: manifest.range).split(whereSeparator: \.isNewline) {
      let text = line.trimmed
      if text.hasPrefix("[") {
        isInside = text.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" } == "[exports]"
      } else if isInside, let (key, value) = PackageExports.entry(text) {
        targets[key] = value
      }
    }
  }

  /// The path that an export leads to, relative to the package.
  func target(of name: String) -> String? { targets[name] }

  private static func entry(_ line: Substring) -> (String, String)? {
    let key: Substring
    var rest: Substring
    if let quoted = takeString(line) {
      (key, rest) = quoted
    } else {
      key = line.prefix { $0 != "=" }.trimmed
      rest = line.drop { $0 != "=" }
    }
    rest = rest.trimmed
    guard !key.isEmpty, rest.hasPrefix("="), let (value, _) = takeString(rest.dropFirst().trimmed)
    else { return nil }
    return (String(key), String(value))
  }

  /// A string in quotes at the front, and what follows it.
  private static func takeString(_ text: Substring) -> (Substring, Substring)? {
    guard let quote = text.first, quote == "\"" || quote == "'",
      let end = text.dropFirst().firstIndex(of: quote)
    else { return nil }
    return (text[text.index(after: text.startIndex)..<end], text[text.index(after: end)...])
  }
}

extension Substring {
  /// The text without blanks at both ends.
  fileprivate var trimmed: Substring {
    var text = self
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
