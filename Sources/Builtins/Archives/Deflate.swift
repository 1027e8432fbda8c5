/// Compresses to DEFLATE data (RFC 1951): one block of the fixed codes, in which repeats refer back at most 32 KiB.
struct Deflate {
  private static let window = 32_768
  private static let longestRepeat = 258
  private static let shortestRepeat = 3

  private let bytes: [UInt8]
  /// How many earlier places with the same start are tried.
  private let tries: Int
  /// The last place for each hash of three octets; −1 for none.
  private var heads = [Int](repeating: -1, count: window)
  /// For each place of the window the one before with the same hash; −1 for none.
  private var earlier = [Int](repeating: -1, count: window)
  private var output: [UInt8] = []
  private var bits: UInt64 = 0
  private var bitCount = 0

  /// The octets as DEFLATE data. Level 0 stores them, and so does every level when the codes would take more room.
  static func compress(_ octets: [UInt8], level: Int) -> [UInt8] {
    guard level > 0, octets.count > shortestRepeat else { return storedBlocks(octets) }
    var deflate = Deflate(bytes: octets, tries: 1 << level)
    deflate.run()
    return deflate.output.count <= octets.count ? deflate.output : storedBlocks(octets)
  }

  private init(bytes: [UInt8], tries: Int) {
    self.bytes = bytes
    self.tries = tries
  }

  private mutating func run() {
    // The only block, which is the last, with the fixed codes.
    put(1, 1)
    put(1, 2)
    var position = 0
    while position < bytes.count {
      let (length, distance) = longestRepeat(at: position)
      if length < Deflate.shortestRepeat {
        putSymbol(Int(bytes[position]))
        note(position)
        position += 1
        continue
      }
      putRepeat(length, distance)
      for place in position..<(position + length) { note(place) }
      position += length
    }
    putSymbol(256)
    put(0, 7)
  }

  // MARK: Repeats

  private func hash(_ position: Int) -> Int {
    let key = UInt32(bytes[position]) << 16 | UInt32(bytes[position + 1]) << 8 | UInt32(bytes[position + 2])
    return Int((key &* 0x9e37_79b1) >> 17)
  }

  /// Makes a place one that later repeats may refer to.
  private mutating func note(_ position: Int) {
    guard position + Deflate.shortestRepeat <= bytes.count else { return }
    let hash = hash(position)
    earlier[position % Deflate.window] = heads[hash]
    heads[hash] = position
  }

  /// The longest piece at a place that stands in the window before it too; of length 0 when there is none.
  private func longestRepeat(at position: Int) -> (length: Int, distance: Int) {
    guard position + Deflate.shortestRepeat <= bytes.count else { return (0, 0) }
    let limit = min(Deflate.longestRepeat, bytes.count - position)
    var best = (length: 0, distance: 0)
    var place = heads[hash(position)]
    var left = tries
    while place >= 0, position - place <= Deflate.window, left > 0 {
      if bytes[place + best.length] == bytes[position + best.length] {
        var length = 0
        while length < limit, bytes[place + length] == bytes[position + length] { length += 1 }
        if length > best.length { best = (length, position - place) }
        if length == limit { break }
      }
      place = earlier[place % Deflate.window]
      left -= 1
    }
    return best
  }

  // MARK: Bits

  private mutating func put(_ value: Int, _ count: Int) {
    bits |= UInt64(value) << UInt64(bitCount)
    bitCount += count
    while bitCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  /// Codes start with their highest bit.
  private mutating func putCode(_ code: Int, _ count: Int) {
    put((0..<count).reduce(0) { $0 << 1 | code >> $1 & 1 }, count)
  }

  /// The fixed code of an octet, of the end, or of a range of lengths.
  private mutating func putSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: putCode(0x30 + symbol, 8)
    case ..<256: putCode(0x190 + symbol - 144, 9)
    case ..<280: putCode(symbol - 256, 7)
    default: putCode(0xc0 + symbol - 280, 8)
    }
  }

  private mutating func putRepeat(_ length: Int, _ distance: Int) {
    let range = Deflate.lengthRanges[length]
    putSymbol(257 + range)
    put(length - Inflate.lengthBases[range], Inflate.lengthBits[range])
    // Each power of two is two ranges of distances.
    let offset = distance - 1
    guard offset >= 4 else { return putCode(offset, 5) }
    let extraBits = offset.bitWidth - offset.leadingZeroBitCount - 2
    putCode(2 * extraBits + offset >> extraBits, 5)
    put(offset & (1 << extraBits - 1), extraBits)
  }

  /// For each length the range that it belongs to.
  private static let lengthRanges = (0...longestRepeat).map { length in
    Inflate.lengthBases.lastIndex { $0 <= length } ?? 0
  }
}
