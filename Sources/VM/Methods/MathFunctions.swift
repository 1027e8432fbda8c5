import Glibc

/// Mathematics (05 §13). Arguments that are no numbers give nil.
var mathFunctions: [NativeBuiltin] {
  let ofFloat: [NativeBuiltin] = floatFunctions.map { name, function in
    .init(name) { call throws(HarnError) in
      call[0].numberValue.map { Value(float: function($0)) } ?? .nilValue
    }
  }
  return ofFloat + [
    .init("abs") { call throws(HarnError) in absolute(call[0]) },
    .init("sign") { call throws(HarnError) in sign(call[0]) },
    .init("min") { call throws(HarnError) in extreme(call, .less) },
    .init("max") { call throws(HarnError) in extreme(call, .greater) },
    .init("floor") { call throws(HarnError) in try rounded(call[0], .down) },
    .init("ceil") { call throws(HarnError) in try rounded(call[0], .up) },
    .init("round") { call throws(HarnError) in try rounded(call[0], .toNearestOrAwayFromZero) },
    .init("pow") { call throws(HarnError) in power(call[0], call[1]) },
    .init("atan2") { call throws(HarnError) in
      guard let y = call[0].numberValue, let x = call[1].numberValue else { return .nilValue }
      return Value(float: Glibc.atan2(y, x))
    },
    .init("is_nan") { call throws(HarnError) in Value(bool: call[0].isFloat && call[0].float.isNaN) },
    .init("is_infinite") { call throws(HarnError) in Value(bool: call[0].isFloat && call[0].float.isInfinite) },
  ]
}

/// The global numbers (05 §13).
let mathConstants: [(name: String, value: Double)] = [("pi", Double.pi), ("e", M_E)]

private let floatFunctions: [(name: String, function: @Sendable (Double) -> Double)] = [
  ("sqrt", { $0.squareRoot() }), ("sin", { Glibc.sin($0) }), ("cos", { Glibc.cos($0) }),
  ("tan", { Glibc.tan($0) }), ("asin", { Glibc.asin($0) }), ("acos", { Glibc.acos($0) }),
  ("atan", { Glibc.atan($0) }), ("exp", { Glibc.exp($0) }), ("ln", { Glibc.log($0) }),
  ("log2", { Glibc.log2($0) }), ("log10", { Glibc.log10($0) }),
]

private func absolute(_ value: Value) -> Value {
  if value.isInt {
    return value.int == .min ? Value(float: 0x1p63) : Value(int: Swift.abs(value.int))
  }
  return value.isFloat ? Value(float: Swift.abs(value.float)) : .nilValue
}

private func sign(_ value: Value) -> Value {
  guard let number = value.numberValue else { return .nilValue }
  if number.isNaN { return value }
  return Value(int: number > 0 ? 1 : number < 0 ? -1 : 0)
}

/// The smaller or larger of two numbers; a NaN gives way to the other.
private func extreme(_ call: borrowing NativeCall, _ order: ValueOrder) -> Value {
  let (a, b) = (call[0], call[1])
  guard let x = a.numberValue, let y = b.numberValue else { return .nilValue }
  if Value.bothInt(a, b) { return compareValues(b, a) == order ? b : a }
  if x.isNaN { return Value(float: y) }
  if y.isNaN { return Value(float: x) }
  return Value(float: order == .less ? Swift.min(x, y) : Swift.max(x, y))
}

private func rounded(
  _ value: Value, _ rule: FloatingPointRoundingRule
) throws(HarnError) -> Value {
  if value.isInt { return value }
  guard value.isFloat else { return .nilValue }
  guard value.float.isFinite else {
    throw .runtimeError("cannot convert non-finite float to int")
  }
  guard let int = Int(exactly: value.float.rounded(rule)) else {
    throw .runtimeError("float is outside the representable int range")
  }
  return Value(int: int)
}

/// An int for ints with an exponent of at least 0 when it fits, else a float.
private func power(_ base: Value, _ exponent: Value) -> Value {
  guard let x = base.numberValue, let y = exponent.numberValue else { return .nilValue }
  if Value.bothInt(base, exponent), exponent.int >= 0, let exact = intPower(base.int, exponent.int) {
    return Value(int: exact)
  }
  return Value(float: Glibc.pow(x, y))
}

/// Nil when the result does not fit.
private func intPower(_ base: Int, _ exponent: Int) -> Int? {
  var (result, square, rest) = (1, base, exponent)
  while true {
    if rest & 1 != 0 {
      let (product, overflow) = result.multipliedReportingOverflow(by: square)
      if overflow { return nil }
      result = product
    }
    rest >>= 1
    if rest == 0 { return result }
    let (next, overflow) = square.multipliedReportingOverflow(by: square)
    if overflow { return nil }
    square = next
  }
}

// MARK: Statistics

/// The functions of lists of numbers (05 §13).
var statisticsFunctions: [NativeBuiltin] {
  [
    .init("mean") { call throws(HarnError) in
      let items = try numbers(call, "mean")
      return Value(float: items.isEmpty ? 0 : mean(items))
    },
    .init("median") { call throws(HarnError) in
      let items = try someNumbers(call, "median").sorted(by: precedes)
      let middle = items.count / 2
      return Value(
        float: items.count % 2 == 1 ? items[middle] : (items[middle - 1] + items[middle]) / 2)
    },
    .init("variance") { call throws(HarnError) in Value(float: try variance(call, "variance")) },
    .init("stddev") { call throws(HarnError) in Value(float: try variance(call, "stddev").squareRoot()) },
    .init("percentile", percentile),
  ]
}

private func numbers(_ call: borrowing NativeCall, _ name: String) throws(HarnError) -> [Double] {
  guard call[0].isList else { throw .typeError("\(name): items must be a list") }
  var numbers: [Double] = []
  for item in call[0].listItems {
    guard let number = item.numberValue else { throw .typeError("\(name) must be numeric") }
    numbers.append(number)
  }
  return numbers
}

private func someNumbers(
  _ call: borrowing NativeCall, _ name: String
) throws(HarnError) -> [Double] {
  let numbers = try numbers(call, name)
  if numbers.isEmpty { throw .runtimeError("\(name): items must not be empty") }
  return numbers
}

private func mean(_ items: [Double]) -> Double { items.reduce(0, +) / Double(items.count) }

/// A total order: NaN stands last.
private func precedes(_ a: Double, _ b: Double) -> Bool { a < b || !a.isNaN && b.isNaN }

private func variance(_ call: borrowing NativeCall, _ name: String) throws(HarnError) -> Double {
  let items = try someNumbers(call, name)
  let isSample = isTruthy(call.value(1))
  if isSample, items.count < 2 {
    throw .runtimeError("sample variance requires at least 2 values")
  }
  let center = mean(items)
  let squares = items.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  return squares / Double(isSample ? items.count - 1 : items.count)
}

/// Linear interpolation between the two nearest ranks (method R-7).
private func percentile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let items = try someNumbers(call, "percentile").sorted(by: precedes)
  guard let percent = call[1].numberValue else {
    throw .typeError("percentile must be numeric")
  }
  guard percent >= 0, percent <= 100 else {
    throw .runtimeError("percentile must be between 0 and 100")
  }
  let rank = Double(items.count - 1) * percent / 100
  let lower = Int(rank)
  let fraction = rank - Double(lower)
  if fraction == 0 { return Value(float: items[lower]) }
  return Value(float: items[lower] + (items[lower + 1] - items[lower]) * fraction)
}
