import VM

/// The options of a call, which is asked for many keys and has few: what is certainly not there is seen at once.
struct OptionDict {
  /// The dict, borrowed; anything else counts as an empty one (06 §12.1).
  private let value: Value
  /// One bit for each key, of its length and first byte.
  private let present: UInt64

  /// Borrows the argument.
  init(_ value: Value) {
    self.value = value
    var present: UInt64 = 0
    value.forEachKey { present |= OptionDict.bit($0.count, $0.first ?? 0) }
    self.present = present
  }

  /// The value under a key, borrowed; nil when it is absent.
  func entry(_ key: StaticString) -> Value? {
    let bit = OptionDict.bit(key.utf8CodeUnitCount, key.utf8Start.pointee)
    return present & bit == 0 ? nil : value.entry(named: key)
  }

  /// Whether one of the keys may be there; false is certain.
  func mayHave(_ keys: Keys) -> Bool { present & keys.bits != 0 }

  /// Several keys.
  struct Keys {
    fileprivate let bits: UInt64

    init(_ names: StaticString...) {
      bits = names.reduce(0) { $0 | OptionDict.bit($1.utf8CodeUnitCount, $1.utf8Start.pointee) }
    }
  }

  private static func bit(_ length: Int, _ first: UInt8) -> UInt64 {
    1 << UInt64(truncatingIfNeeded: (length &* 7 &+ Int(first)) & 63)
  }
}
