// `x = x + y` and `x = x.push(y)` on the slot that holds x: amortised O(1) in the size of an unshared container
// (02 §4.1). When the operation raises, the slot keeps its value.

/// `slot = slot + right` (01 "Operators by operand type"). Borrows `right`.
@inline(never) func addInPlace(
  slot: ValuePointer, _ right: Value, limits: Limits
) throws(HarnError) {
  let left = slot.pointee
  if left.isString, right.isString {
    return try appendString(slot: slot, right.string, limits: limits)
  }
  if left.isList, right.isList { return try appendList(slot: slot, right.list, limits) }
  if left.isDict, right.isDict {
    guard left.bits != right.bits else { return }
    try checkEntries(left.dict.pointee.count + right.dict.pointee.count, limits)
    return mergeEntries(of: right.dict, into: unsharedDict(slot))
  }
  replace(slot, try binary(.add, left, right, limits: limits))
}

private func appendList(
  slot: ValuePointer, _ tail: ListPointer, _ limits: Limits
) throws(HarnError) {
  try checkElements(slot.pointee.list.pointee.count + tail.pointee.count, limits)
  appendItems(of: tail, to: unsharedList(slot))
}

/// `slot = slot.push(value)` for a slot that holds a list (05 §8.1). Takes over the count of `value`.
@inline(__always) func pushInPlace(
  slot: ValuePointer, _ value: Value, limits: Limits
) throws(HarnError) {
  guard slot.pointee.list.pointee.count < limits.listElements else {
    release(value)
    throw .listTooLarge(limits.listElements)
  }
  append(value, to: unsharedList(slot))
}
