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
    var comparison = DeepComparison(.equality)
    return comparison.run(a, b)
  }
}

/// What can be said of two values without looking at children.
enum FlatResult {
  case equal, different
  /// Two containers of one kind and size whose children decide.
  case containers
}

/// What `==` says of two values without looking at children.
func compareFlat(_ a: Value, _ b: Value) -> FlatResult {
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
  case .set: return children(a.set.count, b.set.count)
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
