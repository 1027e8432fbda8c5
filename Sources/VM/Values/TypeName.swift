/// What `type_of` returns and messages show as KIND (01 "Value kinds").
package func typeName(_ value: Value) -> String {
  switch value.tag {
  case Value.intTag: return "int"
  case Value.floatTag: return "float"
  case Value.nilTag, Value.absentTag: return "nil"
  case Value.boolTag: return "bool"
  case Value.enumCaseTag: return "enum"
  case Value.durationTag: return "duration"
  case Value.builtinTag: return "builtin"
  default: return objectTypeName(value)
  }
}

private func objectTypeName(_ value: Value) -> String {
  switch value.header.pointee.kind {
  case .string: "string"
  case .list: "list"
  case .dict: "dict"
  case .closure: "closure"
  case .structure: "struct"
  case .enumeration: "enum"
  case .pair: "pair"
  case .range: "range"
  case .set: "set"
  case .bytes: "bytes"
  case .handle: value.handle.pointee.state.takeUnretainedValue().typeName
  case .exception: "exception"
  }
}

/// Truthiness (01 "Truthiness").
@inline(__always) func isTruthy(_ value: Value) -> Bool {
  // Bool first: conditions are comparisons more often than anything else.
  if value.tag == Value.boolTag { return value.bits != 0 }
  return isTruthySlow(value)
}

@inline(never) private func isTruthySlow(_ value: Value) -> Bool {
  switch value.tag {
  case Value.intTag, Value.durationTag: return value.bits != 0
  case Value.floatTag: return value.float != 0
  case Value.nilTag, Value.absentTag: return false
  case Value.enumCaseTag, Value.builtinTag: return true
  default: break
  }
  switch value.header.pointee.kind {
  case .string: return value.string.pointee.length != 0
  case .list: return value.list.pointee.count != 0
  case .dict: return value.dict.pointee.count != 0
  case .set: return value.set.count != 0
  case .bytes: return value.bytes.pointee.length != 0
  case .closure, .structure, .enumeration, .pair, .range, .handle, .exception: return true
  }
}

/// Truthiness for code of other targets (01 "Truthiness").
package func isTrue(_ value: Value) -> Bool { isTruthy(value) }

extension Value {
  /// Whether this may be called: a closure or a builtin (05 §1.2).
  @inline(__always) package var isCallable: Bool { isClosure || isBuiltin }
}
