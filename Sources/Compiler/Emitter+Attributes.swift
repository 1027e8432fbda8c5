import Bytecode
import Diagnostics
import Syntax

// MARK: - Step and persona registration (06 §2)

extension FunctionEmitter {
  private static let stepKeys: Set<String> = [
    "name", "model", "approval", "receipt", "error_boundary", "budget",
  ]
  private static let personaKeys: Set<String> = ["name", "stages", "output_style"]

  /// Emits the calls that belong to the attributes of `fn name`, in source order.
  func emitRegistrations(
    of name: Name, _ attributes: [Attribute]
  ) throws(CompileError) {
    for attribute in attributes {
      switch attribute.name.text {
      case "step":
        try emitRegistration("__register_step", of: name, attribute, Self.stepKeys)
      case "persona":
        try emitRegistration("__register_persona", of: name, attribute, Self.personaKeys)
      default: continue
      }
    }
  }

  private func emitRegistration(
    _ builtin: String, of name: Name, _ attribute: Attribute, _ keys: Set<String>
  ) throws(CompileError) {
    let range = attribute.range
    emitConstant(.string(name.text), at: range)
    var count = 0
    for argument in attribute.arguments {
      guard let key = argument.name?.text, keys.contains(key),
        Self.isRegistered(key, argument.value)
      else { continue }
      emitConstant(.string(key), at: argument.range)
      emitAttribute(argument.value, at: argument.range)
      count += 1
    }
    emit(.makeDict, count, at: range)
    emit(.callBuiltin, unit.name(builtin), 2, at: range)
    emit(.pop, at: range)
  }

  /// Whether the value has the form that its key requires (06 §2.2, §2.3).
  private static func isRegistered(_ key: String, _ value: AttributeValue) -> Bool {
    switch (key, value) {
    case ("budget", .dict), ("stages", .list): true
    case ("budget", _), ("stages", _): false
    default: true
    }
  }

  /// Pushes a lowered attribute value (06 §2.4).
  private func emitAttribute(_ value: AttributeValue, at range: SourceRange) {
    switch value {
    case .string(let text), .symbol(let text): emitConstant(.string(text), at: range)
    case .int(let number): emitConstant(.int(number), at: range)
    case .float(let number): emitConstant(.float(bits: number.bitPattern), at: range)
    case .bool(let flag): emit(flag ? .pushTrue : .pushFalse, at: range)
    case .nilValue: emit(.pushNil, at: range)
    case .call: emitConstant(.string(value.spelling), at: range)
    case .list(let items):
      emit(.makeList, at: range)
      for item in items {
        emitAttribute(item, at: range)
        emit(.listAppend, at: range)
      }
    case .dict(let entries):
      for entry in entries.prefix(Self.chunk / 2) {
        emitConstant(.string(entry.key), at: range)
        emitAttribute(entry.value, at: range)
      }
      emit(.makeDict, min(entries.count, Self.chunk / 2), at: range)
      for entry in entries.dropFirst(Self.chunk / 2) {
        emitConstant(.string(entry.key), at: range)
        emitAttribute(entry.value, at: range)
        emit(.dictPut, at: range)
      }
    }
  }
}

extension AttributeValue {
  /// The text that a call form stands for, and that of its arguments (06 §2.4).
  fileprivate var spelling: String {
    switch self {
    case .string(let text): "\"\(text)\""
    case .symbol(let text): text
    case .int(let number): String(number)
    case .float(let number): number.description
    case .bool(let flag): String(flag)
    case .nilValue: "nil"
    case .call(let name, let arguments):
      name + "(" + arguments.map(\.spelling).joined(separator: ", ") + ")"
    case .list(let items): "[" + items.map(\.spelling).joined(separator: ", ") + "]"
    case .dict(let entries):
      "{" + entries.map { "\($0.key): \($0.value.spelling)" }.joined(separator: ", ") + "}"
    }
  }
}
