// Comparison of containers without recursion on the Swift stack, by `==` or by structural key (01 "Equality").

/// When two values count as the same (01 "Equality").
enum Sameness {
  /// `==`.
  case equality
  /// The structural key: what `set(…)`, `unique` and the like tell apart.
  case key
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

/// A comparison of containers: pairs of values that must all be the same, and searches for the items of sets.
///
/// The time is linear in the parts of the two values, each counted once however often it is shared: `MetPairs` spares repeated
/// pairs, and items of sets are compared only with items of the same hash.
struct DeepComparison {
  private let sameness: Sameness
  /// Pairs still to be compared.
  private var pending: [(Value, Value)] = []
  private var searches: [SetSearch] = []
  private var met = MetPairs()
  private var hashes: DeepHash

  /// A comparison that has not begun.
  init(_ sameness: Sameness) {
    self.sameness = sameness
    hashes = DeepHash(sameness, remembersAll: true)
  }

  /// Whether two containers are the same.
  mutating func run(_ a: Value, _ b: Value) -> Bool {
    pending.append((a, b))
    while true {
      if let search = searches.last, search.base == pending.count {
        searches[searches.count - 1].item += 1
        if !findNextItem() { return false }
        continue
      }
      guard let (x, y) = pending.popLast() else { return true }
      switch compare(x, y) {
      case .equal: continue
      case .different: if !tryNextCandidate() { return false }
      case .containers:
        if met.isRepeated(x, y) { continue }
        if !addChildren(x, y), !tryNextCandidate() { return false }
      }
    }
  }

  private func compare(_ a: Value, _ b: Value) -> FlatResult {
    switch sameness {
    case .equality: compareFlat(a, b)
    case .key: compareFlatKeys(a, b)
    }
  }

  // MARK: Sets

  /// Two sets of one size: every item of `a` is looked for in `b`.
  private struct SetSearch {
    var a: ListPointer
    var b: ListPointer
    /// The item of `a` that is being looked for.
    var item = 0
    /// Items of `b` that may be the same as it and have not been compared yet.
    var candidates: ArraySlice<Int> = []
    /// The items of `b` by hash; made when an item is not where it is in `a`.
    var places: [UInt64: [Int]]?
    /// Pairs that were pending before the search; when no more than these are left, the item was found.
    let base: Int
  }

  /// Goes on with the items of the innermost search until one has to be compared, or all were found. False when one is
  /// missing and no other candidate is left.
  private mutating func findNextItem() -> Bool {
    let last = searches.count - 1
    let (a, b) = (searches[last].a, searches[last].b)
    // An item at the same place is settled without a hash: sets made alike are compared like lists.
    while searches[last].item < a.pointee.count {
      let item = a.pointee.items[searches[last].item]
      if case .equal = compare(item, b.pointee.items[searches[last].item]) {
        searches[last].item += 1
        continue
      }
      guard let hash = hashes.hash(item) else { return tryNextCandidate() }
      let places = placesByHash(last)[hash] ?? []
      var candidates: [Int] = []
      var isFound = false
      for place in places {
        switch compare(item, b.pointee.items[place]) {
        case .equal: isFound = true
        case .different: continue
        case .containers: candidates.append(place)
        }
      }
      if isFound {
        searches[last].item += 1
        continue
      }
      guard let first = candidates.first else { return tryNextCandidate() }
      searches[last].candidates = candidates.dropFirst()
      pending.append((item, b.pointee.items[first]))
      return true
    }
    searches.removeLast()
    return true
  }

  private mutating func placesByHash(_ search: Int) -> [UInt64: [Int]] {
    if let places = searches[search].places { return places }
    let items = searches[search].b
    var places: [UInt64: [Int]] = [:]
    for place in 0..<items.pointee.count {
      if let hash = hashes.hash(items.pointee.items[place]) { places[hash, default: []].append(place) }
    }
    searches[search].places = places
    return places
  }

  /// A pair differs: the innermost search goes on with its next candidate. False when there is none.
  private mutating func tryNextCandidate() -> Bool {
    met.forget()
    while let search = searches.last {
      pending.removeLast(pending.count - search.base)
      let last = searches.count - 1
      if let place = searches[last].candidates.popFirst() {
        pending.append((search.a.pointee.items[search.item], search.b.pointee.items[place]))
        return true
      }
      searches.removeLast()
    }
    return false
  }

  // MARK: Children

  /// Adds the pairs of children of two containers of one kind and size; false when they cannot be the same.
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
      // Items with one key may occur several times, NaN for example; the hashes count them.
      if sameness == .key, hashes.hash(a) != hashes.hash(b) { return false }
      let (x, y) = (a.set.items, b.set.items)
      searches.append(SetSearch(a: x, b: y, base: pending.count))
      return findNextItem()
    case .string, .bytes, .range, .closure, .handle, .exception: return false
    }
    return true
  }

  private mutating func addItems(_ a: ValuePointer, _ b: ValuePointer, _ count: Int) -> Bool {
    // Backwards, because the last pair is compared first.
    for index in stride(from: count - 1, through: 0, by: -1) {
      // Scalars are settled here, so that comparing two long lists of numbers builds no list of pairs.
      switch compare(a[index], b[index]) {
      case .equal: continue
      case .different: return false
      case .containers: pending.append((a[index], b[index]))
      }
    }
    return true
  }
}
