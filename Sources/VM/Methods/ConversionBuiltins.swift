import Glibc

/// Conversions and tests of kinds (05 §4).
var conversionBuiltins: [NativeBuiltin] {
  [
    .init("type_of") { call throws(HarnError) in Value(string: typeName(call.value(0))) },
    .init("to_string") { call throws(HarnError) in try displayString(call.value(0), limits: call.limits) },
    .init("to_int") { call throws(HarnError) in toInt(call.value(0)) },
    .init("to_float") { call throws(HarnError) in toFloat(call.value(0)) },
    .init("to_list") { call throws(HarnError) in toList(call.value(0)) },
    .init("len") { call throws(HarnError) in Value(int: itemCount(call.value(0))) },
    .init("is_same") { call throws(HarnError) in Value(bool: isSame(call.value(0), call.value(1))) },
    .init("addr_of") { call throws(HarnError) in Value(string: address(call.value(0))) },
    .init("hash_value") { call throws(HarnError) in
      Value(int: Int(truncatingIfNeeded: structuralHash(call.value(0))))
    },
    .init("keys") { call throws(HarnError) in
      call[0].isDict ? keys(call[0].dict) : Value(newList(capacity: 0))
    },
    .init("values") { call throws(HarnError) in
      call[0].isDict ? values(call[0].dict) : Value(newList(capacity: 0))
    },
    .init("entries") { call throws(HarnError) in
      call[0].isDict ? entries(call[0].dict) : Value(newList(capacity: 0))
    },
  ]
}

/// `to_int` (01 "Conversions").
func toInt(_ value: Value) -> Value {
  if value.isInt { return value }
  if value.isFloat {
    let float = value.float
    if float.isNaN { return Value(int: 0) }
    if float >= 0x1p63 { return Value(int: .max) }
    return Value(int: float < -0x1p63 ? .min : Int(float))
  }
  guard value.isString, let int = parseInt(value.string.buffer) else { return .nilValue }
  return Value(int: int)
}

/// An optional sign and ASCII digits; nil for anything else, a number that does not fit included.
private func parseInt(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
  var digits = text[...]
  let isNegative = digits.first == 0x2d
  if isNegative || digits.first == 0x2b { digits = digits.dropFirst() }
  guard !digits.isEmpty else { return nil }
  var result = 0
  for byte in digits {
    guard byte >= 0x30, byte <= 0x39 else { return nil }
    let (scaled, overflow) = result.multipliedReportingOverflow(by: 10)
    let digit = Int(byte - 0x30)
    // Negative numbers are built downwards, because the smallest int has no positive counterpart.
    let (sum, overflow2) =
      isNegative
      ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
    if overflow || overflow2 { return nil }
    result = sum
  }
  return result
}

/// `to_float` (01 "Conversions").
func toFloat(_ value: Value) -> Value {
  if let number = value.numberValue { return Value(float: number) }
  guard value.isString, let float = parseFloat(value.string.buffer) else { return .nilValue }
  return Value(float: float)
}

private func parseFloat(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
  var rest = text[...]
  if rest.first == 0x2d || rest.first == 0x2b { rest = rest.dropFirst() }
  let word = String(decoding: rest, as: UTF8.self).lowercased()
  let isWord = ["inf", "infinity", "nan"].contains(word)
  guard isWord || isDecimal(rest) else { return nil }
  // `strtod` reads exactly these forms, rounds correctly and goes to infinity or zero beyond the range.
  let copy = Array(text) + [0]
  return copy.withUnsafeBytes { strtod($0.baseAddress!.assumingMemoryBound(to: CChar.self), nil) }
}

/// Digits with at most one point among or beside them, and an optional exponent.
private func isDecimal(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  let whole = text.prefix(while: isDigit)
  var rest = text.dropFirst(whole.count)
  var digits = whole.count
  if rest.first == 0x2e {
    let fraction = rest.dropFirst().prefix(while: isDigit)
    digits += fraction.count
    rest = rest.dropFirst(1 + fraction.count)
  }
  guard digits > 0 else { return false }
  guard let mark = rest.first else { return true }
  guard mark | 0x20 == 0x65 else { return false }
  rest = rest.dropFirst()
  if rest.first == 0x2d || rest.first == 0x2b { rest = rest.dropFirst() }
  return !rest.isEmpty && rest.allSatisfy(isDigit)
}

private func toList(_ value: Value) -> Value {
  if value.isList { return value.retained() }
  if value.isA(.set) { return Value(value.set.items).retained() }
  let list = newList(capacity: 1)
  append(value.retained(), to: list)
  return Value(list)
}

/// `len` (01 "Conversions"); 0 for kinds without items.
func itemCount(_ value: Value) -> Int {
  guard value.isCounted else { return 0 }
  switch value.header.pointee.kind {
  case .string: return scalarCount(value.string)
  case .bytes: return value.octets.count
  case .list: return value.list.pointee.count
  case .dict: return value.dict.pointee.count
  case .set: return value.set.count
  case .range: return rangeLength(value)
  default: return 0
  }
}

/// `addr_of` (05 §4): the text of scalars, the address of objects.
private func address(_ value: Value) -> String {
  let kind = typeName(value)
  if !value.isCounted { return "\(kind)@\(displayText(value))" }
  return "\(kind)@0x\(String(value.bits, radix: 16))"
}
