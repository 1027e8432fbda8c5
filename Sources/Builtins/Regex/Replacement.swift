import VM

/// A replacement text with its `$` references (05 §18).
struct Replacement {
  private enum Part {
    case text(String)
    case group(Int)
  }

  private var parts: [Part] = []
  /// Whether some part refers to a group other than the whole match.
  private(set) var usesGroups = false

  /// Reads `$1`, `$name`, `${name}` and `$$`. A name that no group has stands for nothing.
  init(_ text: String, groupNames: [String?]) {
    var literal = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "$", let (name, length) = Replacement.reference(rest) else {
        literal.unicodeScalars.append(scalar)
        continue
      }
      rest = rest.dropFirst(length)
      guard let name else {
        literal += "$"
        continue
      }
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = ""
      let number = Int(name) ?? groupNames.firstIndex(of: name) ?? -1
      guard groupNames.indices.contains(number) else { continue }
      parts.append(.group(number))
      if number > 0 { usesGroups = true }
    }
    if !literal.isEmpty { parts.append(.text(literal)) }
  }

  /// The name of the reference behind a `$`, and how many scalars it takes. The name is nil for `$$`; there is no result
  /// when the `$` stands for itself.
  private static func reference(_ text: Substring.UnicodeScalarView) -> (name: String?, length: Int)? {
    if text.first == "$" { return (nil, 1) }
    if text.first == "{" {
      let name = text.dropFirst().prefix { $0 != "}" }
      return name.endIndex == text.endIndex ? nil : (String(name), name.count + 2)
    }
    let name = text.prefix { scalar in
      ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }
    return name.isEmpty ? nil : (String(name), name.count)
  }

  /// Appends the replacement of one match.
  func append(_ groups: [Range<Int>?], of text: UnsafeBufferPointer<UInt8>, to buffer: inout TextBuffer) {
    for part in parts {
      switch part {
      case .text(let literal): buffer.append(literal)
      case .group(let number):
        guard let range = groups[number] else { continue }
        buffer.append(UnsafeBufferPointer(rebasing: text[range]))
      }
    }
  }
}
