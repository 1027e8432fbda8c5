/// Hashes of whole values, however deep: values that are the same by `sameness` have the same hash, unless an int and a float
/// tell apart items of a set that are equal. Nothing recurses on the Swift stack, and a part that is shared many times over is
/// visited once.
struct DeepHash {
  private let sameness: Sameness
  /// Whether the hashes of all containers are kept, for a caller that asks for parts of what it asked for before.
  private let remembersAll: Bool
  /// The hashes of containers by address.
  private var known: [UInt64: UInt64?] = [:]
  /// Children visited.
  private var visited = 0
  private var frames: [Frame] = []

  /// From here on the hashes of shared containers are kept.
  private static let rememberedFrom = 500

  /// A container that is being visited.
  private struct Frame {
    var value: Value
    var position = 0
    /// The children so far.
    var hash: UInt64
    /// What distinguishes the child that is being visited among its siblings.
    var salt: UInt64 = 0
  }

  /// Nothing was hashed.
  init(_ sameness: Sameness, remembersAll: Bool = false) {
    self.sameness = sameness
    self.remembersAll = remembersAll
  }

  /// The hash of a value; nil when nothing is the same, not even the value itself, as for NaN and `==`. The objects that it
  /// consists of must live and not change as long as `self` is used.
  mutating func hash(_ value: Value) -> UInt64? {
    if !hasChildren(value) { return leafHash(value) }
    if remembersAll || visited > DeepHash.rememberedFrom, let hash = known[value.bits] { return hash }
    frames.append(Frame(value: value, hash: seed(of: value)))
    while var frame = frames.popLast() {
      guard let child = nextChild(&frame) else {
        let hash = finish(frame)
        if frames.isEmpty { return hash }
        add(hash)
        continue
      }
      visited += 1
      frames.append(frame)
      let hash: UInt64?
      if !hasChildren(child) {
        hash = leafHash(child)
      } else if visited > DeepHash.rememberedFrom || remembersAll, let before = known[child.bits] {
        hash = before
      } else {
        frames.append(Frame(value: child, hash: seed(of: child)))
        continue
      }
      guard let hash else { return giveUp() }
      add(hash)
    }
    return nil
  }

  /// The hash of a container of which all children were visited.
  private mutating func finish(_ frame: Frame) -> UInt64 {
    let hash = mixed(frame.hash)
    if remembersAll || visited > DeepHash.rememberedFrom && frame.value.header.pointee.count > 1 {
      known[frame.value.bits] = hash
    }
    return hash
  }

  /// Nothing is the same as the child visited last; so it is with all containers around it.
  private mutating func giveUp() -> UInt64? {
    if remembersAll { for frame in frames { known[frame.value.bits] = .some(nil) } }
    frames.removeAll()
    return nil
  }

  /// Adds the hash of the child of the innermost container that was visited last.
  private mutating func add(_ hash: UInt64) {
    let last = frames.count - 1
    switch frames[last].value.header.pointee.kind {
    // The order of the entries of a dict and of the items of a set does not matter.
    case .dict, .set, .structure: frames[last].hash &+= mixed(hash ^ frames[last].salt)
    default: frames[last].hash = mixed(frames[last].hash ^ hash)
    }
  }

  private func hasChildren(_ value: Value) -> Bool {
    guard value.isCounted else { return false }
    switch value.header.pointee.kind {
    case .list, .dict, .set: return true
    case .pair, .enumeration, .structure: return sameness == .equality
    default: return false
    }
  }

  private func seed(of value: Value) -> UInt64 {
    switch value.header.pointee.kind {
    case .list: mixed(value.tag ^ UInt64(value.list.pointee.count) << 8)
    case .dict: mixed(value.tag ^ UInt64(value.dict.pointee.count) << 8)
    case .set: mixed(value.tag ^ UInt64(value.set.count) << 8)
    case .enumeration: mixed(UInt64(UInt(bitPattern: value.enumCase)))
    case .structure: mixed(UInt64(UInt(bitPattern: value.structure.pointee.shape.pointee.type)))
    default: mixed(value.tag)
    }
  }

  private func nextChild(_ frame: inout Frame) -> Value? {
    let value = frame.value
    let position = frame.position
    frame.position += 1
    switch value.header.pointee.kind {
    case .list: return position < value.list.pointee.count ? value.list.pointee.items[position] : nil
    case .set:
      let items = value.set.items
      return position < items.pointee.count ? items.pointee.items[position] : nil
    case .enumeration:
      return position < value.enumeration.pointee.count ? value.enumeration.payload[position] : nil
    case .pair: return position == 0 ? value.pair.pointee.first : position == 1 ? value.pair.pointee.second : nil
    case .dict:
      for index in position..<max(position, value.dict.pointee.used) {
        guard let key = value.dict.pointee.entries[index].key else { continue }
        frame.position = index + 1
        frame.salt = mixed(UInt64(VM.hash(key)))
        return value.dict.pointee.entries[index].value
      }
    case .structure:
      let shape = value.structure.pointee.shape
      for slot in position..<max(position, shape.pointee.fieldCount) where !value.structure.fields[slot].isAbsent {
        frame.position = slot + 1
        frame.salt = mixed(UInt64(VM.hash(shape.pointee.names[slot])))
        return value.structure.fields[slot]
      }
    default: break
    }
    return nil
  }

  /// The hash of a value without children.
  @inline(__always) private func leafHash(_ value: Value) -> UInt64? {
    sameness == .key ? keyHash(value) : equalityHash(value)
  }

  /// The hash of a value without children for `==`.
  private func equalityHash(_ value: Value) -> UInt64? {
    guard value.isCounted else { return DeepHash.equalityHash(ofScalar: value) }
    switch value.header.pointee.kind {
    case .string: return mixed(UInt64(VM.hash(value.string)))
    case .bytes: return mixed(UInt64(hashBytes(value.octets)))
    case .range: return mixed(UInt64(bitPattern: Int64(value.range.pointee.from)))
    case .handle: return value.handle.pointee.state.takeUnretainedValue().equalityHash.map(mixed)
    default: return nil
    }
  }

  /// The hash of a value that is no object for `==`.
  static func equalityHash(ofScalar value: Value) -> UInt64? {
    if let number = value.numberValue { return number.isNaN ? nil : mixed((number == 0 ? 0 : number).bitPattern) }
    return mixed(value.bits ^ value.tag << 56)
  }

  /// The hash of the structural key of a value without children.
  private func keyHash(_ value: Value) -> UInt64 {
    guard value.isCounted else { return mixed(value.bits ^ value.tag << 56) }
    switch value.header.pointee.kind {
    case .string: return mixed(UInt64(VM.hash(value.string)))
    case .bytes: return mixed(UInt64(hashBytes(value.octets)) ^ value.tag << 56)
    default:
      var display = TextBuffer(limit: DeepHash.hashedDisplayBytes)
      appendDisplay(value, to: &display)
      // Where a long display form is cut depends on its parts.
      return mixed((display.isTruncated ? 0 : UInt64(hashBytes(display.bytes))) ^ value.tag << 56)
    }
  }

  /// Values with a longer display form share one hash.
  private static let hashedDisplayBytes = 1 << 20
}

/// Spreads every bit of a number over the result.
func mixed(_ bits: UInt64) -> UInt64 {
  var hash = bits &* 0x9e37_79b9_7f4a_7c15
  hash ^= hash >> 29
  hash = hash &* 0xbf58_476d_1ce4_e5b9
  return hash ^ hash >> 32
}
