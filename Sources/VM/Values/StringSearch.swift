import Glibc

// Searches in the bytes of strings. The time is linear in the two lengths together.

/// The byte offset of the first occurrence of `needle` at or after `from`, −1 when there is none.
func firstOffset(
  of needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from: Int
) -> Int {
  guard let pattern = needle.baseAddress, needle.count > 0, let start = text.baseAddress else {
    return from <= text.count ? from : -1
  }
  var offset = from
  var wasted = 0
  while offset + needle.count <= text.count {
    let room = text.count - needle.count - offset + 1
    guard let hit = memchr(start + offset, Int32(pattern[0]), room) else { return -1 }
    offset = UnsafeRawPointer(hit) - UnsafeRawPointer(start)
    if needle.count == 1 || memcmp(start + offset, pattern, needle.count) == 0 { return offset }
    offset += 1
    // Beginnings of the needle that come to nothing are rare in most texts; where they are not, every byte is looked at once.
    wasted += needle.count
    if wasted > 8 * (offset - from) + 4096 { return firstOffsetByPrefixes(of: needle, in: text, from: offset) }
  }
  return -1
}

/// The same by the method of Knuth, Morris and Pratt.
private func firstOffsetByPrefixes(
  of needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from: Int
) -> Int {
  // For each beginning of the needle, the length of its longest proper end that is a beginning too.
  var borders = [Int](repeating: 0, count: needle.count)
  var matched = 0
  for index in 1..<needle.count {
    while matched > 0, needle[index] != needle[matched] { matched = borders[matched - 1] }
    if needle[index] == needle[matched] { matched += 1 }
    borders[index] = matched
  }
  matched = 0
  for offset in from..<text.count {
    while matched > 0, text[offset] != needle[matched] { matched = borders[matched - 1] }
    if text[offset] == needle[matched] { matched += 1 }
    if matched == needle.count { return offset + 1 - matched }
  }
  return -1
}

/// The byte offset of the last occurrence of `needle`, −1 when there is none.
func lastOffset(
  of needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>
) -> Int {
  guard let pattern = needle.baseAddress, let start = text.baseAddress else { return text.count }
  if needle.count > longestNaiveNeedle {
    let backwards = firstOffset(of: Array(needle.reversed()), in: Array(text.reversed()))
    return backwards < 0 ? -1 : text.count - needle.count - backwards
  }
  var offset = text.count - needle.count
  while offset >= 0 {
    if memcmp(start + offset, pattern, needle.count) == 0 { return offset }
    offset -= 1
  }
  return -1
}

private func firstOffset(of needle: [UInt8], in text: [UInt8]) -> Int {
  needle.withUnsafeBufferPointer { needle in
    text.withUnsafeBufferPointer { firstOffset(of: needle, in: $0, from: 0) }
  }
}

/// Up to this length, looking from the end byte by byte is faster than turning both texts round.
private let longestNaiveNeedle = 16
