import Glibc

/// Finds places where a match can start: those of the text that every match starts with.
struct LiteralScan {
  /// The text, not empty.
  let bytes: [UInt8]
  /// Where in it the byte stands that is looked for first.
  private let rareOffset: Int

  init?(_ scalars: String.UnicodeScalarView) {
    guard !scalars.isEmpty else { return nil }
    let text = Array(String(scalars).utf8)
    bytes = text
    rareOffset = text.indices.min { LiteralScan.frequency(text[$0]) < LiteralScan.frequency(text[$1]) } ?? 0
  }

  /// How common a byte is in ordinary texts, roughly.
  private static func frequency(_ byte: UInt8) -> Int {
    switch byte {
    case 0x20, 0x65, 0x74, 0x61: 5
    case 0x6f, 0x69, 0x6e, 0x73, 0x72, 0x68, 0x6c, 0x64: 4
    case 0x61...0x7a: 3
    case 0x30...0x39, 0x2c, 0x2e, 0x22, 0x0a: 2
    case 0x80...0xff: 2
    default: 1
    }
  }

  /// The first place at or after `position`; nil when there is none.
  func next(in text: Text, from position: Int) -> Int? {
    bytes.withUnsafeBufferPointer { needle in
      guard let start = needle.baseAddress else { return nil }
      var place = position
      while place + needle.count <= text.count {
        let room = text.count - place - needle.count + 1
        guard let hit = memchr(text.bytes + place + rareOffset, Int32(start[rareOffset]), room) else { return nil }
        place = UnsafeRawPointer(hit) - UnsafeRawPointer(text.bytes) - rareOffset
        if memcmp(text.bytes + place, start, needle.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }
}
