/// The BLAKE3 digest of 32 octets, without a key.
func blake3Digest(_ message: [UInt8]) -> [UInt8] {
  // Chaining values of complete subtrees, the larger ones first; chunk numbers tell when two have the same size.
  var subtrees: [[UInt32]] = []
  let chunkCount = max(1, (message.count + 1023) / 1024)
  for number in 0..<(chunkCount - 1) {
    var value = chunkOutput(message, number).chainingValue
    var total = number + 1
    while total & 1 == 0, let left = subtrees.popLast() {
      value = parentOutput(left, value).chainingValue
      total >>= 1
    }
    subtrees.append(value)
  }
  var output = chunkOutput(message, chunkCount - 1)
  while let left = subtrees.popLast() { output = parentOutput(left, output.chainingValue) }
  output.flags |= rootFlag
  return compress(output).prefix(8).flatMap { word in
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
  }
}

private let initialValues: [UInt32] = [
  0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
]
private let permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
private let (chunkStartFlag, chunkEndFlag, parentFlag, rootFlag): (UInt32, UInt32, UInt32, UInt32) = (1, 2, 4, 8)

/// A block that is still to be compressed: whether it is the root of the tree is known at the end only.
private struct Output {
  var input: [UInt32]
  var block: [UInt32]
  var counter: UInt64
  var length: UInt32
  var flags: UInt32

  var chainingValue: [UInt32] { Array(compress(self).prefix(8)) }
}

private func parentOutput(_ left: [UInt32], _ right: [UInt32]) -> Output {
  Output(input: initialValues, block: left + right, counter: 0, length: 64, flags: parentFlag)
}

/// The last block of a chunk of 1024 octets; the ones before are compressed.
private func chunkOutput(_ message: [UInt8], _ number: Int) -> Output {
  let start = number * 1024
  let end = min(start + 1024, message.count)
  var value = initialValues
  var position = start
  while true {
    let count = min(64, end - position)
    var block = [UInt32](repeating: 0, count: 16)
    for index in 0..<count { block[index / 4] |= UInt32(message[position + index]) << (8 * UInt32(index % 4)) }
    var output = Output(
      input: value, block: block, counter: UInt64(number), length: UInt32(count),
      flags: position == start ? chunkStartFlag : 0)
    if position + 64 >= end {
      output.flags |= chunkEndFlag
      return output
    }
    value = output.chainingValue
    position += 64
  }
}

private func compress(_ output: Output) -> [UInt32] {
  var state = output.input + initialValues.prefix(4)
  state += [
    UInt32(truncatingIfNeeded: output.counter), UInt32(truncatingIfNeeded: output.counter >> 32), output.length,
    output.flags,
  ]
  var block = output.block
  func mix(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ x: UInt32, _ y: UInt32) {
    func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
    state[a] = state[a] &+ state[b] &+ x
    state[d] = rotate(state[d] ^ state[a], 16)
    state[c] = state[c] &+ state[d]
    state[b] = rotate(state[b] ^ state[c], 12)
    state[a] = state[a] &+ state[b] &+ y
    state[d] = rotate(state[d] ^ state[a], 8)
    state[c] = state[c] &+ state[d]
    state[b] = rotate(state[b] ^ state[c], 7)
  }
  for _ in 0..<7 {
    mix(0, 4, 8, 12, block[0], block[1])
    mix(1, 5, 9, 13, block[2], block[3])
    mix(2, 6, 10, 14, block[4], block[5])
    mix(3, 7, 11, 15, block[6], block[7])
    mix(0, 5, 10, 15, block[8], block[9])
    mix(1, 6, 11, 12, block[10], block[11])
    mix(2, 7, 8, 13, block[12], block[13])
    mix(3, 4, 9, 14, block[14], block[15])
    block = permutation.map { block[$0] }
  }
  return (0..<8).map { state[$0] ^ state[$0 + 8] }
}
