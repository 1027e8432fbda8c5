extension VirtualMachine {
  /// The names of all builtins, in no order: also those that belong to the runtime.
  package var allBuiltinNames: [String] {
    Array(Set(builtinNumbers.keys).union(preludeFunctions.keys))
  }

  /// The names of the builtins that programs call, in the order of their code points.
  package var builtinNames: [String] {
    let names = Set(builtinNumbers.keys).union(preludeFunctions.keys)
    return names.filter { !$0.hasPrefix("__") }.sorted()
  }
}
