/// Which scalars differ only in case, by simple case folding.
struct CaseFolding {
  /// The other scalars of the same letter, for each scalar that has some.
  private let variants: [UInt32: [UInt32]]

  /// Made once per process, when a pattern first ignores the case of a text that is not ASCII.
  static let shared = CaseFolding()

  /// Where letters with case are; looking at all code points would take longer than most programs run.
  private static let casedBlocks: [ClosedRange<UInt32>] = [
    0x41...0x587, 0x10a0...0x10ff, 0x13a0...0x13fd, 0x1c80...0x1fff, 0x2126...0x218f, 0x24b6...0x24e9,
    0x2c00...0x2d2d, 0xa640...0xa7ff, 0xab30...0xabbf, 0xfb00...0xfb06, 0xff21...0xff5a, 0x10400...0x104ff,
    0x10570...0x105bc, 0x10c80...0x10cff, 0x10d50...0x10d8f, 0x118a0...0x118df, 0x16e40...0x16e7f,
    0x1e900...0x1e943,
  ]

  /// Letters of equal folding whose mappings to the other case do not show it.
  private static let furtherPairs: [(UInt32, UInt32)] = [(0x390, 0x1fd3), (0x3b0, 0x1fe3), (0xfb05, 0xfb06)]

  private init() {
    var pairs = CaseFolding.furtherPairs
    for value in CaseFolding.casedBlocks.joined() where value != 0x130 && value != 0x131 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
        let scalars = mapping.unicodeScalars
        if let other = scalars.first, scalars.count == 1, other != scalar { pairs.append((value, other.value)) }
      }
    }
    var groups: [UInt32: [UInt32]] = [:]
    for (first, second) in pairs {
      let joined = Set(groups[first] ?? [first]).union(groups[second] ?? [second]).sorted()
      for member in joined { groups[member] = joined }
    }
    variants = groups
  }

  /// The set with the other cases of its members.
  static func folded(_ set: ScalarSet) -> ScalarSet {
    var added: [ClosedRange<UInt32>] = []
    if let scalar = set.onlyMember, scalar < 0x80 {
      added = asciiVariants(scalar).map { $0...$0 }
    } else {
      for (member, group) in shared.variants where set.contains(member) {
        added += group.map { $0...$0 }
      }
    }
    return added.isEmpty ? set : ScalarSet(set.ranges + added)
  }

  /// The other cases of an ASCII scalar: the long s and the Kelvin sign are among them.
  private static func asciiVariants(_ scalar: UInt32) -> [UInt32] {
    let lowered = scalar | 0x20
    guard (0x61...0x7a).contains(lowered) else { return [] }
    let both = [lowered, lowered - 0x20]
    switch lowered {
    case 0x6b: return both + [0x212a]
    case 0x73: return both + [0x17f]
    default: return both
    }
  }
}
