/// The kinds of values with built-in methods (05 §6.1, §8.1, §9, §11).
package enum MethodReceiver: String, CaseIterable, Sendable {
  case list, dict, string, range, set, iter, generator, channel
}

/// A built-in method that needs no callback.
struct NativeMethod {
  var kind: MethodReceiver
  var name: String
  var function: NativeFunction

  /// The method of `kind` that `row` names.
  init(_ kind: MethodReceiver, _ row: NativeBuiltin) {
    self.kind = kind
    name = row.name
    function = row.function
  }
}

/// All built-in methods written in Swift. Those with a callback are functions of the prelude named `__KIND_METHOD`.
var nativeMethods: [NativeMethod] {
  listMethods.map { NativeMethod(.list, $0) }
    + dictMethods.map { NativeMethod(.dict, $0) }
    + stringMethods.map { NativeMethod(.string, $0) }
    + rangeMethods.map { NativeMethod(.range, $0) }
    + setMethods.map { NativeMethod(.set, $0) }
    + sequenceMethods
}

/// All builtin functions of this target written in Swift. Those with a callback are functions of the prelude named
/// `__function_NAME`.
var nativeBuiltins: [NativeBuiltin] {
  outputBuiltins + conversionBuiltins + resultBuiltins + errorBuiltins + listFunctions
    + stringFunctions + caseFunctions + sequenceBuiltins
    + setFunctions + broadcastBuiltins + drawBuiltins + bytesFunctions + durationFunctions + mathFunctions
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
    + preludeBuiltins
}

/// The methods of this target by kind, those of the prelude included, in no order.
package var implementedMethods: [(kind: String, name: String)] {
  nativeMethods.map { ($0.kind.rawValue, $0.name) }
    + PreludeIndex.shared.pieces.filter { MethodReceiver(rawValue: $0.kind) != nil }.map { ($0.kind, $0.name) }
}
