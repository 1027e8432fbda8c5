/// How two values stand to each other (01 "Ordering").
enum ValueOrder {
  case less, equal, greater
  /// One of two numbers is NaN: no comparison holds.
  case unordered
}

/// The order of 01 "Ordering": numbers, strings, pairs and durations; everything else ranks as equal. Never an error.
func compareValues(_ a: Value, _ b: Value) -> ValueOrder {
  if !a.isA(.pair) { return compareScalars(a, b) }
  guard b.isA(.pair) else { return .equal }
  // Second parts wait on a stack of their own while first parts are compared: pairs may be nested deeply.
  var pending = [(a, b)]
  var met = MetPairs()
  while let (x, y) = pending.popLast() {
    if x.isA(.pair), y.isA(.pair) {
      if met.isRepeated(x, y) { continue }
      pending.append((x.pair.pointee.second, y.pair.pointee.second))
      pending.append((x.pair.pointee.first, y.pair.pointee.first))
      continue
    }
    switch compareScalars(x, y) {
    case .less: return .less
    case .greater: return .greater
    case .equal, .unordered: continue
    }
  }
  return .equal
}

private func compareScalars(_ a: Value, _ b: Value) -> ValueOrder {
  if a.isString, b.isString {
    if precedes(a.string, b.string) { return .less }
    return precedes(b.string, a.string) ? .greater : .equal
  }
  if Value.bothInt(a, b) || (a.isDuration && b.isDuration) { return order(a.int, b.int) }
  guard let x = a.numberValue, let y = b.numberValue else { return .equal }
  return order(x, y)
}

@inline(__always) private func order<T: Comparable>(_ a: T, _ b: T) -> ValueOrder {
  a < b ? .less : a > b ? .greater : a == b ? .equal : .unordered
}

/// Whether `a` sorts before `b` (05 §1.5).
@inline(__always) func sortsBefore(_ a: Value, _ b: Value) -> Bool {
  if Value.bothInt(a, b) { return a.int < b.int }
  return compareValues(a, b) == .less
}
