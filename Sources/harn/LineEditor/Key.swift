/// What a person did at the keyboard, decoded from the bytes of a terminal.
enum Key: Equatable {
  /// Characters typed, or several at once when they arrive together.
  case text(String)
  /// Text from the clipboard, in one piece (bracketed paste).
  case paste(String)
  case enter, tab, backspace, delete, escape
  case left, right, up, down, home, end
  case wordLeft, wordRight, deleteWordLeft, deleteWordRight
  /// A letter with the control key, in lower case.
  case control(Character)
  /// A sequence that means nothing here.
  case unknown
}

/// Turns the bytes of a terminal into keys. Bytes of a key that is not complete yet wait for the next ones.
struct KeyDecoder {
  private var bytes: [UInt8] = []
  private var position = 0
  /// Up to where the end of a paste has been looked for.
  private var searched = 0

  /// Whether a key has begun and is not complete. After a pause it never will be: see `finish`.
  var isPending: Bool { position < bytes.count }

  /// Takes bytes as they were read.
  mutating func append(_ more: some Sequence<UInt8>) {
    if position > 0 {
      bytes.removeFirst(position)
      searched = max(searched - position, 0)
      position = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next complete key, nil when more bytes are needed.
  mutating func next() -> Key? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case 0x1B: return escapeSequence()
    case 0x0D, 0x0A: return take(1, .enter)
    case 0x09: return take(1, .tab)
    case 0x7F, 0x08: return take(1, .backspace)
    case 0x01...0x1A: return take(1, .control(letter(bytes[position])))
    case 0x1F: return take(1, .control("_"))
    case 0..<0x20: return take(1, .unknown)
    default: return typedText()
    }
  }

  /// The key for what has been waiting too long: a lone escape, or broken bytes.
  mutating func finish() -> Key? {
    guard isPending else { return nil }
    if bytes[position] == 0x1B, bytes.count == position + 1 { return take(1, .escape) }
    if bytes[position] == 0x1B, isPaste(at: position) { return brokenPaste() }
    return take(bytes.count - position, .unknown)
  }

  private mutating func take(_ count: Int, _ key: Key) -> Key {
    position += count
    return key
  }

  private func letter(_ byte: UInt8) -> Character { Character(Unicode.Scalar(byte | 0x60)) }

  // MARK: Text

  private mutating func typedText() -> Key? {
    var end = position
    while end < bytes.count, bytes[end] >= 0x20, bytes[end] != 0x7F {
      let length = sequenceLength(bytes[end])
      guard end + length <= bytes.count else { break }
      end += length
    }
    guard end > position else { return nil }
    let text = String(decoding: bytes[position..<end], as: UTF8.self)
    return take(end - position, .text(text))
  }

  private func sequenceLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  // MARK: Escape sequences

  private mutating func escapeSequence() -> Key? {
    guard position + 1 < bytes.count else { return nil }
    switch bytes[position + 1] {
    case UInt8(ascii: "["): return controlSequence()
    case UInt8(ascii: "O"):
      guard position + 2 < bytes.count else { return nil }
      return take(3, cursorKey(bytes[position + 2], isModified: false))
    case UInt8(ascii: "b"): return take(2, .wordLeft)
    case UInt8(ascii: "f"): return take(2, .wordRight)
    case UInt8(ascii: "d"): return take(2, .deleteWordRight)
    case 0x7F, 0x08: return take(2, .deleteWordLeft)
    case 0x1B: return take(1, .escape)
    default: return take(2, .unknown)
    }
  }

  /// `ESC [ parameters final`.
  private mutating func controlSequence() -> Key? {
    var end = position + 2
    while end < bytes.count, (0x20...0x3F).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else { return nil }
    let parameters = String(decoding: bytes[position + 2..<end], as: UTF8.self)
    let isModified = parameters.contains(";")
    let length = end + 1 - position
    guard bytes[end] == UInt8(ascii: "~") else {
      return take(length, cursorKey(bytes[end], isModified: isModified))
    }
    switch parameters.split(separator: ";").first {
    case "1", "7": return take(length, .home)
    case "4", "8": return take(length, .end)
    case "3": return take(length, isModified ? .deleteWordRight : .delete)
    case "200": return paste(from: end + 1)
    default: return take(length, .unknown)
    }
  }

  private func cursorKey(_ final: UInt8, isModified: Bool) -> Key {
    switch Unicode.Scalar(final) {
    case "A": .up
    case "B": .down
    case "C": isModified ? .wordRight : .right
    case "D": isModified ? .wordLeft : .left
    case "H": .home
    case "F": .end
    default: .unknown
    }
  }

  // MARK: Bracketed paste

  private static let pasteStart = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private func isPaste(at start: Int) -> Bool {
    bytes[start...].starts(with: KeyDecoder.pasteStart)
  }

  /// The text of a paste whose end has not come, once somebody presses Ctrl-C or Ctrl-D behind it.
  private mutating func brokenPaste() -> Key? {
    guard let last = bytes.last, last == 0x03 || last == 0x04 else { return nil }
    let text = bytes[(position + KeyDecoder.pasteStart.count)..<(bytes.count - 1)]
    return take(bytes.count - 1 - position, .paste(String(decoding: text, as: UTF8.self)))
  }

  private mutating func paste(from start: Int) -> Key? {
    let mark = KeyDecoder.pasteEnd
    var end = max(start, searched)
    while end + mark.count <= bytes.count {
      if bytes[end] == 0x1B, bytes[end...].starts(with: mark) {
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        return take(end + mark.count - position, .paste(text))
      }
      end += 1
    }
    searched = end
    return nil
  }
}
