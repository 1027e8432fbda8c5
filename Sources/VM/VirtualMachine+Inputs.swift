import Bytecode

// The inputs of a session (07 §8.3): programs that find their variables in locals and leave them there.

extension VirtualMachine {
  /// Runs an input; takes over the variables, which become its first locals. Afterwards `takeLocal` hands out the locals,
  /// then `releaseLocals` must be called.
  package func runInput(_ unit: LoadedUnit, variables: [Value]) -> RunResult {
    inputLocalBytes = unit.functions[0].record.pointee.localBytes
    return run(unit, variables: variables, unset: .absent)
  }

  /// The value of a local of the input that has run, owned by the caller; nil when it was never set.
  package func takeLocal(_ slot: Int) -> Value? {
    guard let inputLocalBytes, slot * 16 < inputLocalBytes else { return nil }
    let place = stack.start + slot * 16
    let value = place.value
    place.value = .absent
    return value.isAbsent ? nil : value
  }

  /// Ends the input: the locals that nobody took are released.
  package func releaseLocals() {
    guard let inputLocalBytes else { return }
    var place = stack.start
    while place < stack.start + inputLocalBytes {
      release(place.value)
      place += 16
    }
    self.inputLocalBytes = nil
  }

  /// Gives back functions that only refer to each other. Linear in what forward cells reach.
  package func releaseCycles() { forwardCells.clearUnreachable() }

  /// Whether the module at `path` has been evaluated to its end (04 B6).
  package func isEvaluated(_ path: String) -> Bool {
    modules[path]?.definedGlobals.contains(CodeUnit.evaluationMark) ?? false
  }

  /// How many functions are loaded.
  package var functionCount: Int { functions.count }

  /// The unit of the function that a closure was made from, and the function's place in it; nil for other values.
  package func function(of value: Value) -> (unit: LoadedUnit, index: Int)? {
    guard value.isClosure else { return nil }
    let function = functions[Int(value.closure.pointee.function.pointee.number)]
    guard let index = function.unit.functions.firstIndex(where: { $0 === function }) else {
      return nil
    }
    return (function.unit, index)
  }

  /// The names of the methods that programs have defined for the type of a struct instance (02 §10.4).
  package func methodNames(of value: Value) -> [String] {
    guard value.isStruct else { return [] }
    let type = value.structure.pointee.shape.pointee.type
    let numbers = Set(structMethods.keys.filter { $0.type == type }.map(\.number))
    return methodNumbers.filter { numbers.contains($0.value) }.map(\.key)
  }

  /// The fields of a struct instance or the keys of a dict.
  package func fieldNames(of value: Value) -> [String] {
    if value.isDict { return value.dictEntries.map(\.key) }
    guard value.isStruct else { return [] }
    let shape = value.structure.pointee.shape.pointee
    return (0..<shape.fieldCount).map { String(decoding: shape.names[$0].buffer, as: UTF8.self) }
  }
}
