/// A builtin function or method written in Swift.
///
/// Arguments are borrowed; the result is owned by the caller. No Harn code runs inside: what needs a callback is written
/// in Harn, in the prelude.
package typealias NativeFunction = (borrowing NativeCall) throws(HarnError) -> Value

/// A row of a table of builtins: a name and what it means.
///
/// A record, because Swift would wrap a function that is the element of a tuple or of a generic type by itself, and unwrap it
/// at each call.
package struct NativeBuiltin {
  /// The name that programs use.
  package let name: String
  /// What is called.
  package let function: NativeFunction

  /// A row.
  package init(_ name: String, _ function: @escaping NativeFunction) {
    self.name = name
    self.function = function
  }
}

/// A function in the table of a machine; a record for the same reason.
struct NativeEntry {
  var function: NativeFunction
}

/// The arguments of one call of a `NativeFunction`.
package struct NativeCall: ~Copyable {
  let machine: UnsafeMutablePointer<Machine>
  let arguments: UnsafeMutablePointer<Value>
  /// How many arguments were given.
  package let count: Int

  init(machine: UnsafeMutablePointer<Machine>, arguments: UnsafeMutablePointer<Value>, count: Int) {
    self.machine = machine
    self.arguments = arguments
    self.count = count
  }

  /// The argument at `index`, borrowed; `absent` when it was not given.
  @inline(__always) package subscript(index: Int) -> Value {
    index < count ? arguments[index] : .absent
  }

  /// The given arguments in order, borrowed. O(n).
  package var list: [Value] { Array(UnsafeBufferPointer(start: arguments, count: count)) }

  /// The receiver of a method call, borrowed.
  @inline(__always) package var receiver: Value { arguments[-1] }

  /// The receiver of a method call with its count when nobody else holds it, so that it may be changed in place and returned;
  /// nil when it is shared. Nothing may fail afterwards.
  func takeReceiver() -> Value? { take(-1) }

  /// The same for the argument at `index`.
  func takeArgument(_ index: Int) -> Value? { index < count ? take(index) : nil }

  private func take(_ index: Int) -> Value? {
    let value = arguments[index]
    guard value.isCounted, value.header.pointee.count == 1 else { return nil }
    arguments[index] = .nilValue
    return value
  }

  /// The virtual machine that runs the program.
  package var vm: VirtualMachine { machine.pointee.host.takeUnretainedValue() }

  /// The argument at `index`, nil when it was not given. Borrowed.
  package func value(_ index: Int) -> Value { index < count ? arguments[index] : .nilValue }

  /// The display text of the argument at `index`, `fallback` when it was not given (05 §1.2). O(n).
  package func text(_ index: Int, default fallback: String = "") -> String {
    index < count ? displayText(arguments[index]) : fallback
  }
}
