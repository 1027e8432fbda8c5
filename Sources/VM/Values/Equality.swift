// Structural equality (01 "Equality") without recursion on the Swift stack.

/// `a == b` (01 "Equality"). Never an error.
@inline(__always) func areEqual(_ a: Value, _ b: Value) -> Bool {
  if Value.bothInt(a, b) { return a.bits == b.bits }
  return areEqualSlow(a, b)
}

/// `a == b` for code of other targets (01 "Equality").
package func isEqual(_ a: Value, _ b: Value) -> Bool { areEqual(a, b) }

@inline(never) private func areEqualSlow(_ a: Value, _ b: Value) -> Bool {
  switch compareFlat(a, b) {
  case .equal: return true
  case .different: return false
  case .containers:
    var comparison = DeepComparison()
    return comparison.run(a, b)
  }
}

/// What can be said of two values without looking at children.
private enum FlatResult {
  case equal, different
  /// Two containers of one kind and size whose children decide.
  case containers
}

private func compareFlat(_ a: Value, _ b: Value) -> FlatResult {
  if a.tag != b.tag {
    let equal =
      a.isInt && b.isFloat && Double(a.int) == b.float
      || a.isFloat && b.isInt && a.float == Double(b.int)
    return equal ? .equal : .different
  }
  func result(_ isEqual: Bool) -> FlatResult { isEqual ? .equal : .different }
  func children(_ countA: Int, _ countB: Int) -> FlatResult {
    countA != countB ? .different : countA == 0 ? .equal : .containers
  }
  if !a.isCounted { return a.isFloat ? result(a.float == b.float) : result(a.bits == b.bits) }
  switch a.header.pointee.kind {
  case .string: return result(equal(a.string, b.string))
  case .bytes: return result(a.octets.elementsEqual(b.octets))
  case .range:
    let x = a.range.pointee, y = b.range.pointee
    return result(x.from == y.from && x.upTo == y.upTo && x.header.flags == y.header.flags)
  case .closure, .exception: return .different
  case .handle:
    return result(
      a.handle.pointee.state.takeUnretainedValue().isEqual(
        to: b.handle.pointee.state.takeUnretainedValue()))
  case .list: return children(a.list.pointee.count, b.list.pointee.count)
  case .dict: return children(a.dict.pointee.count, b.dict.pointee.count)
  case .set:
    return children(
      a.set.pointee.items.list.pointee.count, b.set.pointee.items.list.pointee.count)
  case .pair: return .containers
  case .enumeration:
    if a.enumCase != b.enumCase { return .different }
    return children(a.enumeration.pointee.count, b.enumeration.pointee.count)
  case .structure:
    let x = a.structure.pointee.shape, y = b.structure.pointee.shape
    if x.pointee.type != y.pointee.type { return .different }
    return children(setFieldCount(a.structure), setFieldCount(b.structure))
  }
}

private func setFieldCount(_ structure: StructPointer) -> Int {
  var count = 0
  for index in 0..<structure.pointee.shape.pointee.fieldCount
  where !structure.fields[index].isAbsent { count += 1 }
  return count
}

/// The pairs of containers that a comparison has met, so that parts that are shared many times over are compared once: a list
/// that holds another one twice, forty levels deep, has 2⁴⁰ leaves. Remembering starts when a comparison gets long.
struct MetPairs {
  private var count = 0
  private var pairs: Set<Pair> = []

  private struct Pair: Hashable {
    var a: UInt64
    var b: UInt64
  }

  /// Nothing was met.
  init() {}

  /// Whether these two containers were met before; remembers them.
  mutating func isRepeated(_ a: Value, _ b: Value) -> Bool {
    count += 1
    guard count > 2000, a.header.pointee.count > 1 || b.header.pointee.count > 1 else { return false }
    return !pairs.insert(Pair(a: a.bits, b: b.bits)).inserted
  }

  /// Starts anew.
  mutating func forget() { pairs.removeAll(keepingCapacity: true) }
}

/// A comparison of containers: pairs of values that must all be equal, and searches for the items of sets.
private struct DeepComparison {
  /// Pairs still to be compared.
  private var pending: [(Value, Value)] = []
  private var searches: [SetSearch] = []
  private var met = MetPairs()

  /// Two sets of one size: every item of `a` is looked for in `b`.
  private struct SetSearch {
    var a: ListPointer
    var b: ListPointer
    /// The item of `a` that is being looked for.
    var item = 0
    /// How many items of `b` were tried for it.
    var tried = 0
    /// Pairs that were pending before the search; when no more than these are left, the item was found.
    var base: Int

    /// The pair to compare next. The item at the same place comes first: sets made alike compare in O(n).
    var candidate: (Value, Value) {
      (a.pointee.items[item], b.pointee.items[(item + tried) % b.pointee.count])
    }
  }

  mutating func run(_ a: Value, _ b: Value) -> Bool {
    pending.append((a, b))
    while true {
      if let search = searches.last, search.base == pending.count {
        foundItem()
        continue
      }
      guard let (x, y) = pending.popLast() else { return true }
      switch compareFlat(x, y) {
      case .equal: continue
      case .different: if !tryNextItem() { return false }
      case .containers:
        if met.isRepeated(x, y) { continue }
        if !addChildren(x, y), !tryNextItem() { return false }
      }
    }
  }

  /// The current item of the innermost search is equal to its candidate.
  private mutating func foundItem() {
    let last = searches.count - 1
    searches[last].item += 1
    searches[last].tried = 0
    if searches[last].item == searches[last].a.pointee.count {
      searches.removeLast()
    } else {
      pending.append(searches[last].candidate)
    }
  }

  /// A pair differs: the innermost search goes on with its next candidate. False when there is none.
  private mutating func tryNextItem() -> Bool {
    met.forget()
    while let search = searches.last {
      pending.removeLast(pending.count - search.base)
      let last = searches.count - 1
      searches[last].tried += 1
      if searches[last].tried < search.b.pointee.count {
        pending.append(searches[last].candidate)
        return true
      }
      searches.removeLast()
    }
    return false
  }

  /// Adds the pairs of children of two containers of one kind and size; false when their keys differ.
  private mutating func addChildren(_ a: Value, _ b: Value) -> Bool {
    switch a.header.pointee.kind {
    case .list:
      return addItems(a.list.pointee.items, b.list.pointee.items, a.list.pointee.count)
    case .enumeration:
      return addItems(a.enumeration.payload, b.enumeration.payload, a.enumeration.pointee.count)
    case .pair:
      pending.append((a.pair.pointee.second, b.pair.pointee.second))
      pending.append((a.pair.pointee.first, b.pair.pointee.first))
    case .dict:
      for index in 0..<a.dict.pointee.used {
        let entry = a.dict.pointee.entries[index]
        guard let key = entry.key else { continue }
        let other = find(b.dict, key)
        if other < 0 { return false }
        pending.append((entry.value, b.dict.pointee.entries[other].value))
      }
    case .structure:
      let shape = a.structure.pointee.shape
      for slot in 0..<shape.pointee.fieldCount where !a.structure.fields[slot].isAbsent {
        let other = fieldSlot(b.structure.pointee.shape, shape.pointee.names[slot])
        if other < 0 || b.structure.fields[other].isAbsent { return false }
        pending.append((a.structure.fields[slot], b.structure.fields[other]))
      }
    case .set:
      let search = SetSearch(
        a: a.set.pointee.items.list, b: b.set.pointee.items.list, base: pending.count)
      searches.append(search)
      pending.append(search.candidate)
    case .string, .bytes, .range, .closure, .handle, .exception: return false
    }
    return true
  }

  private mutating func addItems(_ a: ValuePointer, _ b: ValuePointer, _ count: Int) -> Bool {
    // Backwards, because the last pair is compared first.
    for index in stride(from: count - 1, through: 0, by: -1) {
      // Scalars are settled here, so that comparing two long lists of numbers builds no list of pairs.
      switch compareFlat(a[index], b[index]) {
      case .equal: continue
      case .different: return false
      case .containers: pending.append((a[index], b[index]))
      }
    }
    return true
  }
}

/// The slot of the field `name`, −1 when the shape has none.
@inline(__always) func fieldSlot(_ shape: UnsafeMutablePointer<Shape>, _ name: StringPointer) -> Int {
  let names = shape.pointee.names
  for index in 0..<shape.pointee.fieldCount where names[index] == name { return index }
  return fieldSlotByText(shape, name)
}

/// The same for a name that another table interned.
@inline(never) private func fieldSlotByText(
  _ shape: UnsafeMutablePointer<Shape>, _ name: StringPointer
) -> Int {
  for index in 0..<shape.pointee.fieldCount where equal(shape.pointee.names[index], name) {
    return index
  }
  return -1
}

/// Identity (05 §4 `is_same`): the same object for lists, dicts, sets, closures and pairs, equality for the rest.
func isSame(_ a: Value, _ b: Value) -> Bool {
  if a.tag == b.tag, a.isCounted {
    switch a.header.pointee.kind {
    case .list, .dict, .set, .closure, .pair: return a.bits == b.bits
    default: break
    }
  }
  return areEqual(a, b)
}
