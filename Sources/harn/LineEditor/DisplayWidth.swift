extension Character {
  /// The columns that a terminal uses for the character: 2 for wide ones, 0 for a lone combining mark.
  ///
  /// Control characters count as they are shown, see `displayText`.
  var displayWidth: Int {
    let scalars = unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 0x20 || first.value == 0x7F ? 2 : 1 }
    if scalars.count > 1, scalars.contains("\u{FE0F}") { return 2 }
    if first.properties.isEmojiPresentation || first.isWide { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  /// The character as it is shown: a control character as `^X`, others as they are.
  var displayText: String {
    guard let value = unicodeScalars.first?.value, value < 0x20 || value == 0x7F else {
      return String(self)
    }
    return "^" + String(Unicode.Scalar(UInt8(value) ^ 0x40))
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is wide or full-width in East Asian text.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

/// The columns of a text in a terminal.
func displayWidth(of text: String) -> Int { text.reduce(0) { $0 + $1.displayWidth } }
