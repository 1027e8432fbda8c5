extension VirtualMachine {
  /// The names of all builtins, in no order: also those that belong to the runtime, or to a part of the prelude that is
  /// not loaded.
  package var allBuiltinNames: [String] {
    Array(Set(builtinNumbers.keys).union(preludeBuiltins))
  }

  /// The names of the builtins that programs call, in the order of their code points.
  package var builtinNames: [String] {
    allBuiltinNames.filter { !$0.hasPrefix("__") }.sorted()
  }
}
