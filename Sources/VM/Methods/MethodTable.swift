import Bytecode
import Glibc

/// The kinds of values with built-in methods (05 §6.1, §8.1, §9, §11).
package enum MethodReceiver: String, CaseIterable, Sendable {
  case list, dict, string, range, set, iter, generator, channel
}

/// A built-in method that needs no callback.
typealias NativeMethod = (kind: MethodReceiver, name: String, function: NativeFunction)

/// A builtin function that needs no callback.
typealias NativeBuiltin = (name: String, function: NativeFunction)

/// All built-in methods written in Swift. Those with a callback are functions of the prelude named `__KIND_METHOD`.
var nativeMethods: [NativeMethod] {
  listMethods.map { (.list, $0.name, $0.function) }
    + dictMethods.map { (.dict, $0.name, $0.function) }
    + stringMethods.map { (.string, $0.name, $0.function) }
    + rangeMethods.map { (.range, $0.name, $0.function) }
    + setMethods.map { (.set, $0.name, $0.function) }
    + sequenceMethods
}

/// All builtin functions of this target written in Swift. Those with a callback are functions of the prelude named
/// `__function_NAME`.
var nativeBuiltins: [NativeBuiltin] {
  outputBuiltins + conversionBuiltins + resultBuiltins + errorBuiltins + listFunctions
    + stringFunctions + caseFunctions + sequenceBuiltins
    + setFunctions + broadcastBuiltins + bytesFunctions + durationFunctions + mathFunctions
    + statisticsFunctions + randomFunctions
    + jsonFunctions + schemaFunctions + schemaExportFunctions
    + taskBuiltins + parallelBuiltins + clockBuiltins + channelBuiltins + atomicBuiltins
    + deadlineBuiltins + lockBuiltins + forwardBuiltins + contextBuiltins + sharedStateBuiltins + mailboxBuiltins
    + supervisorBuiltins + circuitBuiltins + rateLimitBuiltins
}

extension NativeCall {
  /// The int at `index`, nil when there is none: any other kind counts as absent (05 §1.2).
  @inline(__always) package func int(_ index: Int) -> Int? {
    self[index].isInt ? self[index].int : nil
  }

  /// The limits of the run.
  package var limits: Limits { vm.limits }

  /// The display form of the argument at `index` as an owned string; `""` when it was not given (05 §1.2).
  package func textValue(_ index: Int) throws(HarnError) -> Value {
    if self[index].isAbsent { return Value(newString(length: 0, isASCII: true)) }
    return try displayString(self[index], limits: limits)
  }

  /// The same with another text for an absent argument.
  func textValue(_ index: Int, default fallback: StaticString) throws(HarnError) -> Value {
    if self[index].isAbsent {
      return Value(
        newString(
          copying: UnsafeBufferPointer(
            start: fallback.utf8Start, count: fallback.utf8CodeUnitCount)))
    }
    return try displayString(self[index], limits: limits)
  }

  /// The argument at `index` with a count of its own; nil when it was not given.
  func owned(_ index: Int) -> Value {
    let argument = value(index)
    return argument.isAbsent ? .nilValue : argument.retained()
  }
}

/// The builtin functions of this target, those of the prelude included, in no order. Names that start with `__` are
/// internal and left out.
package var implementedBuiltins: [String] {
  nativeBuiltins.map(\.name).filter { !$0.hasPrefix("__") }
    + preludeFunctions.filter { $0.kind == "function" }.map(\.name)
}

/// The methods of this target by kind, those of the prelude included, in no order.
package var implementedMethods: [(kind: String, name: String)] {
  nativeMethods.map { ($0.kind.rawValue, $0.name) }
    + preludeFunctions.filter { MethodReceiver(rawValue: $0.kind) != nil }
}

/// Whether one of the units mentions a name that the prelude defines. A program that does not starts without the prelude.
/// The time is linear in the constants of the units.
package func needsPrelude(_ units: [CodeUnit]) -> Bool {
  let names = Set(preludeFunctions.map(\.name))
  return units.contains { unit in
    unit.constants.contains { constant in
      if case .string(let text) = constant { return text == "stream" || names.contains(text) }
      return false
    }
  }
}

/// The functions that the prelude declares: `fn __KIND_NAME(`. Every start of a program asks, so lines are found by
/// `memchr` and nothing but the names is copied.
private var preludeFunctions: [(kind: String, name: String)] {
  var source = preludeSource
  return source.withUTF8 { text in
    var functions: [(kind: String, name: String)] = []
    guard var line = UnsafeRawPointer(text.baseAddress) else { return functions }
    let end = line + text.count
    while line < end {
      let lineEnd = memchr(line, 0x0A, end - line).map { UnsafeRawPointer($0) } ?? end
      if let function = preludeFunction(UnsafeRawBufferPointer(start: line, count: lineEnd - line)) {
        functions.append(function)
      }
      line = lineEnd + 1
    }
    return functions
  }
}

/// What a line of the prelude declares; nil when it does not begin with `fn __KIND_NAME(`.
private func preludeFunction(_ line: UnsafeRawBufferPointer) -> (kind: String, name: String)? {
  let start = 5
  guard line.count > start, line.starts(with: "fn __".utf8),
    let kindEnd = line[start...].firstIndex(of: UInt8(ascii: "_")),
    let end = line[kindEnd...].firstIndex(of: UInt8(ascii: "(")), kindEnd + 1 < end
  else { return nil }
  return (
    String(decoding: line[start..<kindEnd], as: UTF8.self),
    String(decoding: line[(kindEnd + 1)..<end], as: UTF8.self)
  )
}
