import Glibc

/// The operators with two operands that always evaluate both (01 "Operators by operand type").
package enum BinaryOperation: UInt8, CaseIterable, Sendable {
  case add, subtract, multiply, divide, remainder, power
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case contains, notContains
}

/// Applies an operator. Borrows the operands, returns an owned value.
@inline(never) package func binary(
  _ operation: BinaryOperation, _ l: Value, _ r: Value, limits: Limits
) throws(HarnError) -> Value {
  switch operation {
  case .add: return try add(l, r, limits: limits)
  case .subtract, .multiply, .divide, .remainder, .power:
    if let result = try arithmetic(operation, l, r) { return result }
    if operation == .multiply, let result = try repeatString(l, r, limits) { return result }
    throw operandError(operation, l, r)
  case .equal: return Value(bool: areEqual(l, r))
  case .notEqual: return Value(bool: !areEqual(l, r))
  case .less: return Value(bool: compareValues(l, r) == .less)
  case .greater: return Value(bool: compareValues(l, r) == .greater)
  case .lessOrEqual:
    let order = compareValues(l, r)
    return Value(bool: order == .less || order == .equal)
  case .greaterOrEqual:
    let order = compareValues(l, r)
    return Value(bool: order == .greater || order == .equal)
  case .contains: return Value(bool: isMember(l, of: r))
  case .notContains: return Value(bool: !isMember(l, of: r))
  }
}

/// Unary minus (01 "Numeric semantics").
@inline(never) package func negate(_ value: Value) throws(HarnError) -> Value {
  if value.isInt { return Value(int: 0 &- value.int) }
  if value.isFloat { return Value(float: -value.float) }
  throw .runtimeError("Cannot negate value of type \(typeName(value))")
}

/// The error of an operator that is not defined for these kinds (02 §15.1).
private func operandError(_ operation: BinaryOperation, _ l: Value, _ r: Value) -> HarnError {
  let (left, right) = (typeName(l), typeName(r))
  switch operation {
  case .add: return .typeError("Cannot add \(left) and \(right)")
  case .subtract: return .typeError("Cannot subtract \(right) from \(left)")
  case .multiply: return .typeError("Cannot multiply \(left) and \(right)")
  case .divide: return .runtimeError("Cannot divide \(left) by \(right)")
  case .remainder: return .runtimeError("Cannot modulo \(left) by \(right)")
  case .power: return .typeError("Cannot exponentiate \(left) by \(right)")
  case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contains, .notContains:
    preconditionFailure("comparison and membership are defined for all kinds")
  }
}

// MARK: Numbers

/// The result for two numbers, nil when one operand is none.
private func arithmetic(
  _ operation: BinaryOperation, _ l: Value, _ r: Value
) throws(HarnError) -> Value? {
  if Value.bothInt(l, r) { return try intArithmetic(operation, l.int, r.int) }
  guard let x = l.numberValue, let y = r.numberValue else { return nil }
  switch operation {
  case .subtract: return Value(float: x - y)
  case .multiply: return Value(float: x * y)
  case .divide: return Value(float: x / y)
  case .remainder:
    if y == 0 { throw .divisionByZero }
    return Value(float: fmod(x, y))
  case .power: return Value(float: pow(x, y))
  default: return nil
  }
}

private func intArithmetic(
  _ operation: BinaryOperation, _ x: Int, _ y: Int
) throws(HarnError) -> Value? {
  switch operation {
  case .subtract: return Value(int: x &- y)
  case .multiply: return Value(int: x &* y)
  case .divide:
    if y == 0 { throw .divisionByZero }
    return Value(int: y == -1 ? 0 &- x : x / y)
  case .remainder:
    if y == 0 { throw .divisionByZero }
    return Value(int: y == -1 ? 0 : x % y)
  case .power:
    guard y >= 0, y <= 4_294_967_295 else { return Value(float: pow(Double(x), Double(y))) }
    return Value(int: wrappingPower(x, y))
  default: return nil
  }
}

private func wrappingPower(_ base: Int, _ exponent: Int) -> Int {
  var result = 1
  var factor = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result = result &* factor }
    factor = factor &* factor
    rest >>= 1
  }
  return result
}

// MARK: Strings, lists, dicts

private func add(_ l: Value, _ r: Value, limits: Limits) throws(HarnError) -> Value {
  if Value.bothInt(l, r) { return Value(int: l.int &+ r.int) }
  if l.isString, r.isString { return try concatenate(l.string, r.string, limits: limits) }
  if let x = l.numberValue, let y = r.numberValue { return Value(float: x + y) }
  if l.isList, r.isList { return try joinLists(l.list, r.list, limits) }
  if l.isDict, r.isDict {
    try checkEntries(l.dict.pointee.count + r.dict.pointee.count, limits)
    return mergeDicts(l.dict, r.dict)
  }
  throw operandError(.add, l, r)
}

private func joinLists(
  _ a: ListPointer, _ b: ListPointer, _ limits: Limits
) throws(HarnError) -> Value {
  try checkElements(a.pointee.count + b.pointee.count, limits)
  let list = copyList(a, room: b.pointee.count)
  appendItems(of: b, to: list)
  return Value(list)
}

/// Appends the items of `source` to a list that nobody else can see; `source` may be that list.
func appendItems(of source: ListPointer, to list: ListPointer) {
  let count = source.pointee.count
  for index in 0..<count {
    let item = source.pointee.items[index]
    retain(item)
    append(item, to: list)
  }
}

/// A new dict with the entries of both; those of `b` win (01 "Operators by operand type").
func mergeDicts(_ a: DictPointer, _ b: DictPointer) -> Value {
  let dict = copyDict(a)
  mergeEntries(of: b, into: dict)
  return Value(dict)
}

/// Sets all entries of `source` in a dict that nobody else can see.
func mergeEntries(of source: DictPointer, into dict: DictPointer) {
  if source == dict { return }
  for index in 0..<source.pointee.used {
    let entry = source.pointee.entries[index]
    guard let key = entry.key else { continue }
    retain(entry.value)
    setEntry(dict, key, entry.value)
  }
}

private func repeatString(_ l: Value, _ r: Value, _ limits: Limits) throws(HarnError) -> Value? {
  if l.isString, r.isInt { return try repeated(l.string, r.int, limits) }
  if l.isInt, r.isString { return try repeated(r.string, l.int, limits) }
  return nil
}

/// `count` copies of a string one after the other; `""` when `count` is not positive.
func repeated(_ string: StringPointer, _ count: Int, _ limits: Limits) throws(HarnError) -> Value {
  let length = string.length
  if count <= 0 || length == 0 { return Value(newString(length: 0, isASCII: true)) }
  let (total, overflow) = length.multipliedReportingOverflow(by: count)
  if overflow || total > limits.stringBytes { throw .stringTooLarge(limits.stringBytes) }
  let result = newString(length: total, isASCII: string.isASCII)
  memcpy(result.bytes, string.bytes, length)
  var filled = length
  while filled < total {
    let step = min(filled, total - filled)
    memcpy(result.bytes + filled, result.bytes, step)
    filled += step
  }
  return Value(result)
}

// MARK: Membership

/// `x in c` (01 "Operators by operand type"). Never an error.
func isMember(_ x: Value, of container: Value) -> Bool {
  guard container.isCounted else { return false }
  switch container.header.pointee.kind {
  case .list: return indexOf(x, in: container.list) >= 0
  case .set: return isItem(x, of: container.set)
  case .dict:
    let key = keyString(x)
    defer { release(Value(key)) }
    return find(container.dict, key) >= 0
  case .string:
    let text = keyString(x)
    defer { release(Value(text)) }
    return firstOffset(of: text.buffer, in: container.string.buffer, from: 0) >= 0
  case .range: return x.isInt && rangeContains(container, x.int)
  default: return false
  }
}

/// The position of the first item that equals `x`, −1 when none does.
func indexOf(_ x: Value, in list: ListPointer) -> Int {
  for index in 0..<list.pointee.count where areEqual(list.pointee.items[index], x) { return index }
  return -1
}
