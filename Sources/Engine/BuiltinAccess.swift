import VM

/// Which builtins a program may call (07 §3.4). Methods and Harn functions are never denied.
public enum BuiltinAccess: Equatable, Sendable {
  /// All of them.
  case all
  /// All but these.
  case denying([String])
  /// These and those that every program may call.
  case allowing([String])

  /// What `allowing` never denies.
  static let alwaysAllowed: Set<String> = [
    "print", "println", "log", "type_of", "to_string", "to_int", "to_float", "len", "assert",
    "assert_eq", "assert_ne", "json_parse", "json_stringify", "runtime_context", "task_current",
    "runtime_context_values", "runtime_context_get", "runtime_context_set", "runtime_context_clear",
  ]

  /// Restricts what is loaded into `vm` from now on.
  func apply(to vm: VirtualMachine) {
    switch self {
    case .all: break
    case .denying(let names): vm.deny(builtins: names)
    case .allowing(let names):
      let allowed = BuiltinAccess.alwaysAllowed.union(names)
      vm.deny(builtins: vm.allBuiltinNames.filter { !allowed.contains($0) })
    }
  }
}
