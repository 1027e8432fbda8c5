/// The SHA-3 digest of this many octets (FIPS 202).
func sha3Digest(_ message: [UInt8], bytes: Int) -> [UInt8] {
  let rate = 200 - 2 * bytes
  var padded = message
  padded.append(0x06)
  let rest = padded.count % rate
  if rest != 0 { padded.append(contentsOf: repeatElement(0, count: rate - rest)) }
  padded[padded.count - 1] |= 0x80
  var lanes = [UInt64](repeating: 0, count: 25)
  lanes.withUnsafeMutableBufferPointer { lanes in
    for block in stride(from: 0, to: padded.count, by: rate) {
      for index in 0..<rate { lanes[index / 8] ^= UInt64(padded[block + index]) << (8 * UInt64(index % 8)) }
      permute(lanes)
    }
  }
  return (0..<bytes).map { UInt8(truncatingIfNeeded: lanes[$0 / 8] >> (8 * UInt64($0 % 8))) }
}

private let roundConstants: [UInt64] = [
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
  0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
  0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
  0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]

private let rotations: [UInt64] = [
  1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
]

private let lanePositions = [
  10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
]

/// Keccak-f[1600].
private func permute(_ lanes: UnsafeMutableBufferPointer<UInt64>) {
  for constant in roundConstants {
    let (c0, c1) = (parity(lanes, 0), parity(lanes, 1))
    let (c2, c3, c4) = (parity(lanes, 2), parity(lanes, 3), parity(lanes, 4))
    mix(lanes, 0, c4 ^ rotate(c1, 1))
    mix(lanes, 1, c0 ^ rotate(c2, 1))
    mix(lanes, 2, c1 ^ rotate(c3, 1))
    mix(lanes, 3, c2 ^ rotate(c4, 1))
    mix(lanes, 4, c3 ^ rotate(c0, 1))
    var carried = lanes[1]
    for (position, count) in zip(lanePositions, rotations) {
      (carried, lanes[position]) = (lanes[position], rotate(carried, count))
    }
    for y in stride(from: 0, to: 25, by: 5) {
      let (a, b, c, d, e) = (lanes[y], lanes[y + 1], lanes[y + 2], lanes[y + 3], lanes[y + 4])
      lanes[y] = a ^ (~b & c)
      lanes[y + 1] = b ^ (~c & d)
      lanes[y + 2] = c ^ (~d & e)
      lanes[y + 3] = d ^ (~e & a)
      lanes[y + 4] = e ^ (~a & b)
    }
    lanes[0] ^= constant
  }
}

@inline(__always) private func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
  word << count | word >> (64 - count)
}

/// The sum of the lanes of a column.
@inline(__always) private func parity(_ lanes: UnsafeMutableBufferPointer<UInt64>, _ x: Int) -> UInt64 {
  lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]
}

/// Adds a word to the lanes of a column.
@inline(__always) private func mix(_ lanes: UnsafeMutableBufferPointer<UInt64>, _ x: Int, _ word: UInt64) {
  for lane in stride(from: x, to: 25, by: 5) { lanes[lane] ^= word }
}
