import Bytecode

/// The tags that a parameter check accepts at once, one bit each; tags beyond 15 and values that need a look inside are left
/// to `isAcceptable`.
struct ParameterTags {
  var mask: Int
}

extension ParameterType {
  /// The tags whose values all are acceptable.
  var acceptedTags: ParameterTags {
    func bit(_ kind: ObjectKind) -> Int { 1 << Int(kind.rawValue) }
    let number = 1 << Int(Value.intTag) | 1 << Int(Value.floatTag)
    switch self {
    case .named("int"), .named("float"): return ParameterTags(mask: number)
    case .named("string"): return ParameterTags(mask: bit(.string))
    case .named("bool"): return ParameterTags(mask: 1 << Int(Value.boolTag))
    case .named("nil"): return ParameterTags(mask: 1 << Int(Value.nilTag))
    case .named("list"), .list(nil): return ParameterTags(mask: bit(.list))
    case .named("dict"), .dict(nil): return ParameterTags(mask: bit(.dict) | bit(.structure))
    case .named("closure"): return ParameterTags(mask: bit(.closure))
    case .function: return ParameterTags(mask: bit(.closure) | 1 << Int(Value.builtinTag))
    case .interface: return ParameterTags(mask: bit(.structure))
    default: return ParameterTags(mask: 0)
    }
  }
}

/// Whether a value passes the check of the instruction at `pc`; else the error is set (02 §5.4).
@inline(never) func isAcceptable(_ value: Value, _ pc: Raw, _ fp: Raw) -> Bool {
  let check = fp.machine.vm.parameterChecks[(pc + 16).load(as: Int.self)]
  guard let error = failure(of: value, check.type, parameter: check.parameter) else { return true }
  setError(error, fp)
  return false
}

/// Whether `value` equals the literal `int`, as `==` has it: `3.0` is 3.
private func isEqual(_ value: Value, _ int: Int) -> Bool {
  value.isInt ? value.int == int : value.isFloat && value.float == Double(int)
}

/// The error of a value that a parameter does not accept; nil when it does.
func failure(of value: Value, _ type: ParameterType, parameter: String) -> HarnError? {
  switch type {
  case .dict, .shape, .named("dict"): return objectFailure(value, type, parameter)
  case .interface(let name):
    if value.isStruct { return nil }
    return .typeError(
      "parameter '\(parameter)': expected value satisfying interface '\(name)', got \(typeName(value))")
  case .list(let element):
    guard value.isList else { return simpleFailure(value, "list", parameter) }
    return element.flatMap { listFailure(value.list, $0, parameter) }
  case .stringLiteral(let text):
    if value.stringValue == text { return nil }
    return .runtimeError(
      "TypeError: parameter '\(parameter)': expected constant \(text), got \(displayText(value))")
  case .intLiteral(let int):
    if isEqual(value, int) { return nil }
    return .runtimeError(
      "TypeError: parameter '\(parameter)': expected constant \(int), got \(displayText(value))")
  case .stringLiterals(let texts):
    if let text = value.stringValue, texts.contains(text) { return nil }
    return .runtimeError(
      "TypeError: parameter '\(parameter)': value must be one of [\(texts.joined(separator: ", "))]")
  case .intLiterals(let ints):
    if ints.contains(where: { isEqual(value, $0) }) { return nil }
    let shown = ints.map(String.init).joined(separator: ", ")
    return .runtimeError("TypeError: parameter '\(parameter)': value must be one of [\(shown)]")
  case .union(let members):
    if members.contains(where: { failure(of: value, $0, parameter: parameter) == nil }) { return nil }
    return simpleFailure(value, type.label, parameter)
  case .named, .function:
    return type.accepts(value) ? nil : simpleFailure(value, type.label, parameter)
  }
}

private func simpleFailure(_ value: Value, _ label: String, _ parameter: String) -> HarnError {
  .runtimeError(
    "TypeError: parameter '\(parameter)' expected \(label), got \(checkedTypeName(value)) (\(displayText(value)))")
}

/// The type name in check messages, where a struct counts as a dict.
private func checkedTypeName(_ value: Value) -> String {
  value.isStruct ? "dict" : typeName(value)
}

/// Failures of the elements of a list (02 §5.4), all of them in one message.
private func listFailure(_ list: ListPointer, _ element: ParameterType, _ parameter: String) -> HarnError? {
  var texts: [String] = []
  for index in 0..<list.pointee.count {
    texts += validationTexts(list.pointee.items[index], element, at: "root[\(index)]")
  }
  return texts.isEmpty
    ? nil : .runtimeError("TypeError: parameter '\(parameter)': " + texts.joined(separator: "; "))
}

/// The texts by which validation names what is wrong below a location (03 §13.4); empty when nothing is.
private func validationTexts(_ value: Value, _ type: ParameterType, at place: String) -> [String] {
  switch type {
  case .list(let element):
    guard value.isList else { return ["at \(place): expected type 'list', got '\(checkedTypeName(value))'"] }
    guard let element else { return [] }
    return (0..<value.list.pointee.count).flatMap {
      validationTexts(value.list.pointee.items[$0], element, at: "\(place)[\($0)]")
    }
  case .shape(let fields):
    guard value.isDict || value.isStruct else {
      return ["at \(place): expected type 'dict', got '\(checkedTypeName(value))'"]
    }
    var texts: [String] = []
    for field in fields where !field.isOptional && member(value, field.name) == nil {
      texts.append("at \(place): missing required key '\(field.name)'")
    }
    for field in fields.sorted(by: { $0.name < $1.name }) {
      if let found = member(value, field.name) {
        texts += validationTexts(found, field.type, at: "\(place).\(field.name)")
      }
    }
    return texts
  case .dict(let element):
    guard value.isDict || value.isStruct else {
      return ["at \(place): expected type 'dict', got '\(checkedTypeName(value))'"]
    }
    guard let element else { return [] }
    return members(value).flatMap { validationTexts($0.value, element, at: "\(place).\($0.name)") }
  default:
    if failure(of: value, type, parameter: "") == nil { return [] }
    return ["at \(place): expected type '\(type.label)', got '\(checkedTypeName(value))'"]
  }
}

/// Failures of dict and shape annotations, which are type errors (02 §5.4).
private func objectFailure(_ value: Value, _ type: ParameterType, _ place: String) -> HarnError? {
  guard value.isDict || value.isStruct else {
    return .typeError("parameter '\(place)': expected dict or struct, got \(typeName(value))")
  }
  switch type {
  case .shape(let fields):
    for field in fields where !field.isOptional && member(value, field.name) == nil {
      var text = "parameter '\(place)': missing field '\(field.name)' (\(field.type.label))"
      let candidates = members(value).map(\.name).filter { $0.first == field.name.first }
      if let near = nearest(field.name, among: candidates) { text += ", did you mean '\(near)'?" }
      return .typeError(text)
    }
    for field in fields.sorted(by: { $0.name < $1.name }) {
      guard let found = member(value, field.name) else { continue }
      if let error = fieldFailure(found, field.type, field.name, place) { return error }
    }
    return nil
  case .dict(let element?):
    for (name, found) in members(value) {
      if let error = fieldFailure(found, element, name, place) { return error }
    }
    return nil
  default: return nil
  }
}

private func fieldFailure(_ value: Value, _ type: ParameterType, _ name: String, _ place: String)
  -> HarnError?
{
  switch type {
  case .shape, .dict, .named("dict"):
    guard value.isDict || value.isStruct else {
      return .typeError(
        "parameter '\(place)': field '\(name)' expected dict or struct, got \(typeName(value))")
    }
    return objectFailure(value, type, "\(place).\(name)")
  case .named, .function:
    if type.accepts(value) { return nil }
    return .typeError(
      "parameter '\(place)': field '\(name)' expected \(type.label), got \(checkedTypeName(value))")
  default: return failure(of: value, type, parameter: "\(place).\(name)")
  }
}

/// The value of a key or field, borrowed; nil when absent.
private func member(_ value: Value, _ name: String) -> Value? {
  if value.isDict { return value.entry(name) }
  return members(value).first { $0.name == name }?.value
}

/// The entries of a dict or the set fields of a struct, by name.
private func members(_ value: Value) -> [(name: String, value: Value)] {
  if value.isDict { return value.dictEntries.map { ($0.key, $0.value) } }
  let shape = value.structure.pointee.shape.pointee
  return (0..<shape.fieldCount).filter { !value.structure.fields[$0].isAbsent }
    .map {
      (String(decoding: shape.names[$0].buffer, as: UTF8.self), value.structure.fields[$0])
    }
    .sorted { $0.0 < $1.0 }
}

extension ParameterType {
  /// Whether a value of a named type or function annotation is acceptable (03 §12.3).
  fileprivate func accepts(_ value: Value) -> Bool {
    switch self {
    case .named("int"), .named("float"): value.isInt || value.isFloat
    case .named("dict"): value.isDict || value.isStruct
    case .named(let name): typeName(value) == name
    case .function: value.isCallable
    default: false
    }
  }

  /// The label in messages (03 §12.4).
  fileprivate var label: String {
    switch self {
    case .named(let name): name
    case .function: "closure"
    case .list: "list"
    case .dict, .shape: "dict"
    case .stringLiteral, .stringLiterals: "string"
    case .intLiteral, .intLiterals: "int"
    case .union(let members): members.map(\.label).joined(separator: "|")
    case .interface: "value"
    }
  }
}
