/// Decompresses DEFLATE data (RFC 1951).
struct Inflate {
  /// Why data are no DEFLATE data.
  struct Failure: Error {
    var text: String
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var output: [UInt8] = []
  private let limit: Int

  /// The octets behind the compressed data in `bytes`, at most `limit`, and where the data end.
  static func decompress(
    _ bytes: ArraySlice<UInt8>, limit: Int
  ) throws(Failure) -> (octets: [UInt8], end: Int) {
    var inflate = Inflate(bytes: bytes, position: bytes.startIndex, limit: limit)
    try inflate.run()
    return (inflate.output, inflate.position)
  }

  private init(bytes: ArraySlice<UInt8>, position: Int, limit: Int) {
    self.bytes = bytes
    self.position = position
    self.limit = limit
  }

  private mutating func run() throws(Failure) {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try copyStored()
      case 1: try decode(Inflate.fixedLiterals, Inflate.fixedDistances)
      case 2:
        let (literals, distances) = try readCodes()
        try decode(literals, distances)
      default: throw Failure(text: "invalid block type")
      }
    }
    // Whole bytes that were read ahead belong to what follows.
    position -= bitCount / 8
  }

  private mutating func take(_ count: Int) throws(Failure) -> Int {
    while bitCount < count {
      guard position < bytes.endIndex else { throw Failure(text: "unexpected end of data") }
      bits |= UInt32(bytes[position]) << UInt32(bitCount)
      position += 1
      bitCount += 8
    }
    let value = Int(bits & ((1 << UInt32(count)) - 1))
    bits >>= UInt32(count)
    bitCount -= count
    return value
  }

  private func checkRoom(_ count: Int) throws(Failure) {
    guard output.count + count <= limit else { throw Failure(text: "the data are too large (at most \(limit) bytes)") }
  }

  private mutating func copyStored() throws(Failure) {
    position -= bitCount / 8
    bits = 0
    bitCount = 0
    let length = try take(16)
    guard try take(16) == ~length & 0xffff else { throw Failure(text: "invalid stored block length") }
    guard bytes.endIndex - position >= length else { throw Failure(text: "unexpected end of data") }
    try checkRoom(length)
    output += bytes[position..<(position + length)]
    position += length
  }

  // MARK: Codes

  /// A prefix code: how many codes there are of each length, and the symbols in the order of their codes.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init?(lengths: [Int]) {
      for length in lengths where length > 0 { counts[length] += 1 }
      var left = 1
      for length in 1...15 {
        left = left * 2 - counts[length]
        if left < 0 { return nil }
      }
      for length in 1...15 {
        for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
      }
    }
  }

  private static let fixedLiterals = Code(
    lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code(lengths: [Int](repeating: 5, count: 30))
  /// The shortest length of each range of lengths.
  static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  /// The bits behind the code of a range that tell the length within it.
  static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
  ]
  /// The order in which the lengths of the code for code lengths are stored.
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private mutating func symbol(_ code: Code) throws(Failure) -> Int {
    var value = 0
    var first = 0
    var index = 0
    for length in 1...15 {
      value |= try take(1)
      let count = code.counts[length]
      if value - count < first { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw Failure(text: "invalid code")
  }

  private mutating func readCodes() throws(Failure) -> (Code?, Code?) {
    let literalCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let lengthCount = try take(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw Failure(text: "too many codes") }
    var lengths = [Int](repeating: 0, count: 19)
    for index in 0..<lengthCount { lengths[Inflate.lengthOrder[index]] = try take(3) }
    guard let code = Code(lengths: lengths) else { throw Failure(text: "invalid code lengths") }
    var all: [Int] = []
    while all.count < literalCount + distanceCount {
      let symbol = try symbol(code)
      switch symbol {
      case 16:
        guard let last = all.last else { throw Failure(text: "invalid code lengths") }
        all += Array(repeating: last, count: 3 + (try take(2)))
      case 17: all += Array(repeating: 0, count: 3 + (try take(3)))
      case 18: all += Array(repeating: 0, count: 11 + (try take(7)))
      default: all.append(symbol)
      }
    }
    guard all.count == literalCount + distanceCount else { throw Failure(text: "invalid code lengths") }
    return (Code(lengths: Array(all[..<literalCount])), Code(lengths: Array(all[literalCount...])))
  }

  private mutating func decode(_ literals: Code?, _ distances: Code?) throws(Failure) {
    guard let literals, let distances else { throw Failure(text: "invalid code lengths") }
    while true {
      let literal = try symbol(literals)
      if literal == 256 { return }
      if literal < 256 {
        try checkRoom(1)
        output.append(UInt8(literal))
        continue
      }
      guard literal - 257 < Inflate.lengthBases.count else { throw Failure(text: "invalid length") }
      let length = Inflate.lengthBases[literal - 257] + (try take(Inflate.lengthBits[literal - 257]))
      let code = try symbol(distances)
      guard code < Inflate.distanceBases.count else { throw Failure(text: "invalid distance") }
      let distance = Inflate.distanceBases[code] + (try take(code < 4 ? 0 : code / 2 - 1))
      guard distance <= output.count else { throw Failure(text: "invalid distance") }
      try checkRoom(length)
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}

/// The octets as DEFLATE data of stored blocks.
func storedBlocks(_ octets: [UInt8]) -> [UInt8] {
  var data: [UInt8] = []
  data.reserveCapacity(octets.count + octets.count / 65_535 * 5 + 5)
  var start = 0
  repeat {
    let count = min(65_535, octets.count - start)
    data.append(start + count == octets.count ? 1 : 0)
    data += littleEndian(count, 2) + littleEndian(~count & 0xffff, 2)
    data += octets[start..<(start + count)]
    start += count
  } while start < octets.count
  return data
}

/// A number in this many octets, the least significant first.
func littleEndian(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// The CRC-32 of gzip and zip.
func crc32(_ octets: [UInt8]) -> Int {
  let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
  }
  return Int(~octets.reduce(UInt32.max) { crc, octet in table[Int((crc ^ UInt32(octet)) & 0xff)] ^ crc >> 8 })
}
