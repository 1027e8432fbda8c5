extension VirtualMachine {
  /// Makes calls of these builtins fail, directly and as callbacks (07 §3.4). Unknown names have no effect.
  ///
  /// Programs that are loaded later are concerned; the prelude, which is loaded already, goes on to call what it needs.
  /// Calls that registrations of attributes and constructs of tasks compile to stay allowed.
  package func deny(builtins names: [String]) {
    translateAll()
    for name in names where isBuiltin(name) && !Self.isConstruct(name) {
      replace(builtin: name) { _ throws(HarnError) in
        throw .categorized(
          category: ErrorCategory.toolRejected.rawValue,
          message: "Tool '\(name)' is not permitted.")
      }
    }
  }

  private static func isConstruct(_ name: String) -> Bool {
    ["__register_", "__task_", "__forward_"].contains(where: name.hasPrefix)
  }
}
