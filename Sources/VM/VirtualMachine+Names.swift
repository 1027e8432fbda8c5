extension VirtualMachine {
  /// The names of the builtins that programs call, in the order of their code points.
  package var builtinNames: [String] {
    let names = Set(builtinNumbers.keys).union(preludeFunctions.keys)
    return names.filter { !$0.hasPrefix("__") }.sorted()
  }
}
