// Ranges answer from their bounds alone (01 "Ranges").

/// `from to upTo`; a bound that is no int counts as 0 (01 "Ranges").
func makeRange(_ from: Value, _ upTo: Value, isExclusive: Bool) -> Value {
  newRange(
    from: from.isInt ? from.int : 0, upTo: upTo.isInt ? upTo.int : 0, isExclusive: isExclusive)
}

/// Number of ints in a range, saturated at the largest int.
func rangeLength(_ range: Value) -> Int {
  let record = range.range.pointee
  let isExclusive = record.header.flags & RangeObject.isExclusive != 0
  if record.from > record.upTo || (isExclusive && record.from == record.upTo) { return 0 }
  let (distance, overflow) = record.upTo.subtractingReportingOverflow(record.from)
  if overflow { return Int.max }
  if isExclusive { return distance }
  return distance == Int.max ? Int.max : distance + 1
}

/// Whether `value` lies in the range.
func rangeContains(_ range: Value, _ value: Int) -> Bool {
  let record = range.range.pointee
  let isExclusive = record.header.flags & RangeObject.isExclusive != 0
  return value >= record.from && (isExclusive ? value < record.upTo : value <= record.upTo)
}

/// The last int of a range that is not empty.
func rangeLast(_ range: Value) -> Int {
  let record = range.range.pointee
  return record.header.flags & RangeObject.isExclusive != 0 ? record.upTo - 1 : record.upTo
}

/// `range[index]` (01 "Subscript").
func rangeElement(_ range: Value, _ index: Int) throws(HarnError) -> Value {
  let length = rangeLength(range)
  let position = index < 0 ? index + length : index
  guard position >= 0, position < length else {
    throw .runtimeError(
      "range index out of range: index \(index) for range of length \(length)")
  }
  return Value(int: index < 0 ? rangeLast(range) &+ index &+ 1 : range.range.pointee.from &+ index)
}
