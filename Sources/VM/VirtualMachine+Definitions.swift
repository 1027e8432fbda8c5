// What names mean to programs: builtins, globals, methods, and which functions are tracked.

extension VirtualMachine {
  /// Makes a builtin callable by name; a second definition replaces the first.
  package func define(builtin name: String, _ function: @escaping NativeFunction) {
    if let number = builtinNumbers[name] {
      machine.pointee.natives[number] = function
    } else {
      builtinNumbers[name] = addNative(function)
    }
  }

  /// Whether a builtin has this name, written in Swift or in Harn.
  package func isBuiltin(_ name: String) -> Bool {
    builtinNumbers[name] != nil || preludeFunctions[name] != nil
  }

  /// Binds the name of a builtin to another function. Code that is loaded already keeps the old one.
  func replace(builtin name: String, _ function: @escaping NativeFunction) {
    builtinNumbers[name] = addNative(function)
    preludeFunctions[name] = nil
    replacedBuiltins.insert(name)
  }

  /// Binds a global name such as `argv` (02 §3.4); takes over the count of `value`.
  package func define(global name: String, _ value: Value) {
    if let old = globals.updateValue(value, forKey: name) { release(old) }
  }

  func define(_ method: NativeMethod) {
    let number = addNative(method.function)
    methodEntry(method.kind.tag, method.name).pointee = MethodEntry(native: number, function: nil)
  }

  private func addNative(_ function: @escaping NativeFunction) -> Int {
    if nativeCount == nativeCapacity {
      let grown = UnsafeMutablePointer<NativeFunction>.allocate(capacity: nativeCapacity * 2)
      grown.moveInitialize(from: machine.pointee.natives, count: nativeCount)
      machine.pointee.natives.deallocate()
      machine.pointee.natives = grown
      nativeCapacity *= 2
    }
    (machine.pointee.natives + nativeCount).initialize(to: function)
    nativeCount += 1
    return nativeCount - 1
  }

  /// The number of a method name, the same in all units.
  func methodNumber(_ name: String) -> Int {
    if let known = methodNumbers[name] { return known }
    let number = methodNumbers.count
    methodNumbers[name] = number
    if number == machine.pointee.methodStride { growMethods() }
    return number
  }

  func methodEntry(_ tag: Int, _ name: String) -> UnsafeMutablePointer<MethodEntry> {
    let number = methodNumber(name)
    return machine.pointee.methods + (tag * machine.pointee.methodStride + number)
  }

  private func growMethods() {
    let old = machine.pointee.methodStride
    let stride = old * 2
    let grown = UnsafeMutablePointer<MethodEntry>.allocate(capacity: 32 * stride)
    grown.initialize(repeating: MethodEntry(native: -1, function: nil), count: 32 * stride)
    for tag in 0..<32 {
      (grown + tag * stride).update(from: machine.pointee.methods + tag * old, count: old)
    }
    machine.pointee.methods.deallocate()
    machine.pointee.methods = grown
    machine.pointee.methodStride = stride
  }

  /// Defines a method of a struct type (02 §10.4); takes over the count of the closure.
  func setMethod(_ type: UnsafeMutablePointer<StructType>, number: Int, _ closure: Value) {
    let key = MethodKey(type: type, number: number)
    if let old = structMethods.updateValue(closure, forKey: key) { release(old) }
    machine.pointee.methodEpoch &+= 1
  }

  /// The method of a struct type, borrowed.
  func method(of type: UnsafeMutablePointer<StructType>, number: Int) -> Value? {
    structMethods[MethodKey(type: type, number: number)]
  }

  /// The value of a global or builtin name, borrowed; nil when there is none (02 §3.4 steps 4 and 5).
  func globalValue(_ name: String) -> Value? {
    if let value = globals[name] { return value }
    if let number = builtinNumbers[name], !callOnlyBuiltins.contains(name) {
      return Value(builtin: types.builtin(name, number: number))
    }
    return nil
  }

  /// The names of the globals.
  var globalNames: [String] { Array(globals.keys) }
}

// MARK: Tracked functions

extension VirtualMachine {
  /// Sets or clears the mark of all functions declared under `name` (06 §10.2). Linear in the number of functions.
  package func setTracked(_ isTracked: Bool, functionsNamed name: String) {
    if isTracked { tracked.insert(name) } else { tracked.remove(name) }
    for function in functions.elements where function.code.declaredName == name {
      function.setTracked(isTracked)
    }
  }
}

extension MethodReceiver {
  /// The row of the method table: the tag of the values, or a number beyond all tags for kinds of handles.
  var tag: Int {
    switch self {
    case .list: Int(ObjectKind.list.rawValue)
    case .dict: Int(ObjectKind.dict.rawValue)
    case .string: Int(ObjectKind.string.rawValue)
    case .range: Int(ObjectKind.range.rawValue)
    case .set: Int(ObjectKind.set.rawValue)
    case .iter: 24
    case .generator: 25
    case .channel: 26
    }
  }
}
