/// Choices that follow from a seed (SplitMix64), for tests of random programs.
package struct Choices {
  private var state: UInt64

  /// Equal seeds give equal choices.
  package init(seed: UInt64) { state = seed &* 0xd134_2543_de82_ef95 &+ 1 }

  /// A number from 0 up to, but not including, `bound`, which is positive.
  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// One of these, of which there is at least one.
  package mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
