/// A generator for random choices that follow from a seed: SplitMix64.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator whose choices follow from `seed`.
  package init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

extension VirtualMachine {
  /// Lets chance decide which of the tasks that are runnable at the same time goes on (04 A1.3 rule 3). For tests.
  package func shuffleTasks(seed: UInt64) { scheduler.shuffle = SeededGenerator(seed: seed) }

  /// How often there was something to decide.
  package var taskChoices: Int { scheduler.choices }
}
