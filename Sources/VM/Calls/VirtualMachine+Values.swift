import Glibc

// How Swift code outside the interpreter applies what programs apply with an instruction.

extension VirtualMachine {
  /// Calls a builtin method written in Swift. Borrows receiver and arguments, returns an owned value; nil when values of
  /// this kind have no such method.
  package func callNative(
    method name: String, of receiver: Value, _ arguments: [Value] = []
  ) throws(HarnError) -> Value? {
    guard let kind = MethodReceiver(rawValue: typeName(receiver)) else { return nil }
    let method = nativeMethods.first { $0.kind == kind && $0.name == name }
    guard let method else { return nil }
    return try callNative(method.function, receiver, arguments)
  }

  /// Calls a builtin function of this target written in Swift. Borrows the arguments, returns an owned value; nil when
  /// there is no such function.
  package func callNative(
    builtin name: String, _ arguments: [Value] = []
  ) throws(HarnError) -> Value? {
    guard let builtin = nativeBuiltins.first(where: { $0.name == name }) else { return nil }
    return try callNative(builtin.function, .absent, arguments)
  }

  private func callNative(
    _ function: NativeFunction, _ receiver: Value, _ arguments: [Value]
  ) throws(HarnError) -> Value {
    // Of the record of the machine, native functions use the way back to this object only.
    let record = allocateBuffer(MemoryLayout<Machine>.stride).assumingMemoryBound(to: Machine.self)
    memset(record, 0, MemoryLayout<Machine>.stride)
    let slots = allocateBuffer((arguments.count + 1) * 16).assumingMemoryBound(to: Value.self)
    // The slots own a count, so that the function finds no argument unshared.
    slots[0] = receiver.retained()
    for (index, argument) in arguments.enumerated() { slots[index + 1] = argument.retained() }
    defer {
      for index in 0...arguments.count { slots[index].released() }
      free(record)
      free(slots)
    }
    record.pointee.host = Unmanaged.passUnretained(self)
    return try function(
      NativeCall(machine: record, arguments: slots + 1, count: arguments.count))
  }

  /// `value.name` (01 "Property access"). Borrows, returns an owned value.
  package func property(_ name: String, of value: Value) throws(HarnError) -> Value {
    try getProperty(of: value, types.intern(name))
  }

  /// `value?.name` (01 "Property access"). Borrows, returns an owned value.
  package func optionalProperty(_ name: String, of value: Value) -> Value {
    getPropertyOptional(of: value, types.intern(name))
  }

  /// `container.name = value` (02 §4.2). Takes over the count of `value`; changes `container`, which owns its count.
  package func setProperty(
    _ name: String, of container: inout Value, to value: Value
  ) throws(HarnError) {
    try VM.setProperty(slot: &container, name: types.intern(name), value: value, types: types, limits: limits)
  }

  /// Assigns along a path (02 §4.2): a string is a property step, any other value the key of an index step. Borrows the
  /// keys, takes over the count of `value`; changes `root`, which owns its count.
  package func setPath(
    _ steps: [PathPart], of root: inout Value, to value: Value
  ) throws(HarnError) {
    var keys: [Value] = []
    let path = steps.map { step -> AccessStep in
      switch step {
      case .property(let name): return .property(types.intern(name))
      case .key(let key):
        keys.append(key)
        return .index
      }
    }
    let memory = allocateBuffer(keys.count * 16).assumingMemoryBound(to: Value.self)
    defer { free(memory) }
    for (index, key) in keys.enumerated() { memory[index] = key }
    var failure: HarnError?
    path.withUnsafeBufferPointer { path in
      do throws(HarnError) {
        try VM.setPath(root: &root, steps: path, keys: memory, value: value, types: types, limits: limits)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// A step of a path.
  package enum PathPart {
    /// `.name`.
    case property(String)
    /// `[key]`, borrowed.
    case key(Value)
  }

  /// A struct instance with these fields in this order; takes over the counts of the values.
  package func makeStruct(_ name: String, _ fields: [(String, Value)]) -> Value {
    let shape = types.shape(types.structType(name), fields: fields.map { types.intern($0.0) })
    let structure = newStruct(shape)
    for (index, field) in fields.enumerated() { structure.fields[index] = field.1 }
    return Value(structure)
  }

  /// An enum value; takes over the counts of the payload.
  package func makeEnum(_ name: String, _ variant: String, _ payload: [Value] = []) -> Value {
    let value = newEnum(types.enumCase(name, variant), count: payload.count)
    for (index, part) in payload.enumerated() { value.enumeration.payload[index] = part }
    return value
  }

  /// A builtin function as a value.
  package func makeBuiltin(_ name: String, number: Int) -> Value {
    Value(builtin: types.builtin(name, number: number))
  }
}

extension Value {
  /// `self[key]` (01 "Subscript"). Borrows, returns an owned value.
  package func element(_ key: Value) throws(HarnError) -> Value { try getIndex(self, key) }

  /// `self[from:to]` (01 "Slice"). Borrows, returns an owned value.
  package func slice(_ from: Value, _ to: Value) throws(HarnError) -> Value {
    try getSlice(self, from, to)
  }

  /// `self[key] = value` (02 §4.2). Borrows `key`, takes over the count of `value`; `self` owns its count.
  package mutating func setElement(_ key: Value, to value: Value, limits: Limits = Limits()) throws(HarnError) {
    try setIndex(slot: &self, key: key, value: value, limits: limits)
  }

  /// `self = self + right` (01 "Operators by operand type"), in place when nobody else sees the value. Borrows `right`.
  package mutating func add(_ right: Value, limits: Limits) throws(HarnError) {
    try addInPlace(slot: &self, right, limits: limits)
  }

  /// The display forms of these values one after the other (01 "Interpolation"). Borrows, returns an owned string.
  package static func joined(_ values: [Value], limits: Limits) throws(HarnError) -> Value {
    let memory = allocateBuffer(values.count * 16).assumingMemoryBound(to: Value.self)
    defer { free(memory) }
    for (index, value) in values.enumerated() { memory[index] = value }
    return try join(memory, count: values.count, limits: limits)
  }

  /// A range value (01 "Ranges").
  package init(from: Int, to upTo: Int, isExclusive: Bool = false) {
    self = newRange(from: from, upTo: upTo, isExclusive: isExclusive)
  }

  /// A pair; takes over the counts of both.
  package init(pair first: Value, _ second: Value) { self = newPair(first, second) }

  /// A set of these items, of which no two are equal; takes over their counts.
  package init(setOf items: [Value]) {
    self.init(newSet(Value(list: items).list))
  }
}
