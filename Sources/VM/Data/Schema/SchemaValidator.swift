/// What a regular expression says about a text.
package enum PatternVerdict {
  /// It occurs.
  case found
  /// It does not occur.
  case missing
  /// The pattern is broken, for this reason.
  case invalid(String)
}

extension VirtualMachine {
  /// Validates a value against a schema in any accepted form (05 §17.1). Borrows both; the value with validated children
  /// put back, and with defaults filled in if so asked, is owned by the caller. No problem means that it is valid.
  ///
  /// - Throws: the text of a schema that is none.
  package func validate(
    _ value: Value, schema: Value, appliesDefaults: Bool = false
  ) throws(HarnError) -> (value: Value, problems: [String]) {
    let root = try canonicalSchema(schema)
    defer { release(root) }
    var validator = SchemaValidator(root: root, appliesDefaults: appliesDefaults, vm: self)
    defer { validator.free() }
    let result = validator.validate(value)
    return (result, validator.problems)
  }
}

/// One validation of a value (05 §17.1, 03 §13.4). Values are borrowed; results are owned by the caller.
private struct SchemaValidator {
  /// The canonical schema in which references are looked up.
  let root: Value
  let appliesDefaults: Bool
  let vm: VirtualMachine
  /// What was found so far, in order.
  private(set) var problems: [String] = []
  private var path: [Step] = []
  private var depth = 0
  /// What is being validated by a reference, outermost first.
  private var active: [Visit] = []
  private var visitCount = 0
  /// What was validated before, once there is much to validate.
  private var known: [Visit: Verdict] = [:]
  /// Branches of unions that are being tried: their problems are not shown.
  private var attempts = 0

  private enum Step {
    case key(String)
    case index(Int)
  }

  /// A value and the canonical schema that it is held against.
  private struct Visit: Hashable {
    var tag: UInt64
    var bits: UInt64
    var schema: UInt64

    init(_ value: Value, _ schema: Value) { (tag, bits, self.schema) = (value.tag, value.bits, schema.bits) }
  }

  /// What came of a visit. It owns a count of the value, so that its address stays the name of it, and of the result.
  private struct Verdict {
    var value: Value
    var result: Value
    var isValid: Bool
  }

  /// Deeper values are refused; so the recursion is bounded.
  private static let depthLimit = 512
  /// From here on, visits are remembered: parts that are shared many times over are validated once.
  private static let rememberedFrom = 10_000
  /// Nothing is looked for after so many problems.
  private static let problemLimit = 10_000

  init(root: Value, appliesDefaults: Bool, vm: VirtualMachine) {
    self.root = root
    self.appliesDefaults = appliesDefaults
    self.vm = vm
  }

  /// Validates a value against the root schema.
  mutating func validate(_ value: Value) -> Value {
    active.append(Visit(value, root))
    return validate(value, root)
  }

  /// Gives back what was remembered.
  func free() {
    for verdict in known.values {
      release(verdict.value)
      release(verdict.result)
    }
  }

  /// Validates a value at the current path against a canonical schema.
  mutating func validate(_ value: Value, _ schema: Value) -> Value {
    visitCount += 1
    guard visitCount > SchemaValidator.rememberedFrom, value.isCounted || schema.entry("$ref") != nil else {
      return validateAnew(value, schema)
    }
    let visit = Visit(value, schema)
    if let verdict = known[visit], verdict.isValid || attempts > 0 {
      if !verdict.isValid { report("value does not match") }
      return verdict.result.retained()
    }
    let before = problems.count
    let result = validateAnew(value, schema)
    let isValid = problems.count == before && before < SchemaValidator.problemLimit
    let verdict = Verdict(value: value.retained(), result: result.retained(), isValid: isValid)
    if let old = known.updateValue(verdict, forKey: visit) {
      release(old.value)
      release(old.result)
    }
    return result
  }

  private mutating func validateAnew(_ value: Value, _ schema: Value) -> Value {
    guard depth < SchemaValidator.depthLimit, problems.count < SchemaValidator.problemLimit else {
      report("value is nested too deeply")
      return value.retained()
    }
    depth += 1
    defer { depth -= 1 }
    if let reference = schema.entry("$ref") { return validate(value, reference: reference) }
    if value.isNil, schema.entry("nullable")?.isTrue ?? false { return value }
    if let constant = schema.entry("const"), !areEqual(value, constant) {
      report("expected constant \(displayText(constant)), got \(displayText(value))")
      return value.retained()
    }
    return validateKind(validateBranches(value, schema), schema)
  }

  /// Takes over the count of `value`.
  private mutating func validateKind(_ value: Value, _ schema: Value) -> Value {
    if let type = schema.entry("type")?.stringValue, !accepts(value, type) {
      report("expected type '\(type)', got '\(schemaTypeName(value))'")
      return value
    }
    if value.isDict || value.isStruct { return validateObject(value, schema) }
    if value.isList || value.isA(.set) { return validateItems(value, schema) }
    if value.isString { validateString(value, schema) }
    if value.isInt || value.isFloat { validateNumber(value, schema) }
    if value.isString || value.isInt || value.isFloat || value.isBool || value.isNil {
      validateEnumeration(value, schema)
    }
    return value
  }

  private func accepts(_ value: Value, _ type: String) -> Bool {
    type == "any" || schemaTypeName(value) == type
  }

  /// `type_of`, with `dict` for struct instances.
  private func schemaTypeName(_ value: Value) -> String { value.isStruct ? "dict" : typeName(value) }

  // MARK: References and branches

  private mutating func validate(_ value: Value, reference: Value) -> Value {
    guard let target = resolve(reference) else {
      report("unresolved schema reference '\(displayText(reference))'")
      return value.retained()
    }
    let visit = Visit(value, target)
    guard !active.contains(visit) else {
      report("circular schema reference '\(displayText(reference))'")
      return value.retained()
    }
    active.append(visit)
    defer { active.removeLast() }
    return validate(value, target)
  }

  /// The schema that `#/…` names in the root schema, borrowed.
  private func resolve(_ reference: Value) -> Value? {
    guard reference.isString, let text = reference.stringValue, text.hasPrefix("#") else { return nil }
    var target = text
    target.removeFirst()
    let pointer = Value(string: target)
    defer { release(pointer) }
    let path: JSONPointer
    do throws(HarnError) {
      path = try JSONPointer(pointer.string.buffer, function: "")
    } catch {
      if case .thrown(let value) = error { release(value) }
      return nil
    }
    guard let found = path.value(in: root), found.isDict else { return nil }
    return found
  }

  /// All of `all_of` and one of `union`.
  private mutating func validateBranches(_ value: Value, _ schema: Value) -> Value {
    var result = value.retained()
    for branch in schema.entry("all_of")?.listItems ?? [] {
      let next = validate(result, branch)
      release(result)
      result = next
    }
    guard let branches = schema.entry("union") else { return result }
    let before = problems
    for branch in branches.listItems {
      problems = []
      attempts += 1
      let next = validate(result, branch)
      attempts -= 1
      let isMatch = problems.isEmpty
      problems = before
      if isMatch {
        release(result)
        return next
      }
      release(next)
    }
    report("value did not match any union branch")
    return result
  }

  // MARK: Dicts and structs

  private mutating func validateObject(_ object: Value, _ schema: Value) -> Value {
    let properties = schema.entry("properties") ?? .nilValue
    for name in schema.entry("required")?.listItems ?? [] where member(object, name) == nil {
      let hasDefault =
        appliesDefaults && entry(name, of: properties).map { $0.entry("default") != nil } ?? false
      if !hasDefault { report("missing required key '\(displayText(name))'") }
    }
    var result = object
    for (name, property) in properties.dictEntries {
      let present = member(object, name)
      guard let value = present ?? (appliesDefaults ? property.entry("default") : nil) else { continue }
      let valid = validateChild(value, property, .key(name))
      replace(name, of: &result, old: present, with: valid)
    }
    guard let more = schema.entry("additional_properties") else { return result }
    for (name, value) in object.members where properties.entry(name) == nil {
      if more.isDict {
        replace(name, of: &result, old: value, with: validateChild(value, more, .key(name)))
      } else if more.isFalse {
        report("unexpected key '\(name)'")
      }
    }
    return result
  }

  private mutating func validateChild(_ value: Value, _ schema: Value, _ step: Step) -> Value {
    path.append(step)
    defer { path.removeLast() }
    return validate(value, schema)
  }

  /// Puts a validated child back; takes over its count. An unchanged one costs no copy.
  private func replace(_ name: String, of object: inout Value, old: Value?, with new: Value) {
    if let old, old.tag == new.tag, old.bits == new.bits { return release(new) }
    if object.isDict {
      let key = Value(string: name)
      setEntry(unsharedDict(&object), key.string, new)
      release(key)
    } else {
      fieldAddress(&object, vm.types.intern(name), vm.types).assign(new)
    }
  }

  private func entry(_ key: Value, of dict: Value) -> Value? {
    guard dict.isDict, key.isString else { return nil }
    let index = find(dict.dict, key.string)
    return index < 0 ? nil : dict.dict.pointee.entries[index].value
  }

  private func member(_ object: Value, _ name: Value) -> Value? {
    object.isDict ? entry(name, of: object) : member(object, displayText(name))
  }

  private func member(_ object: Value, _ name: String) -> Value? {
    object.isDict ? object.entry(name) : object.field(name)
  }

  // MARK: Lists and sets

  private mutating func validateItems(_ collection: Value, _ schema: Value) -> Value {
    let items = collection.isList ? collection.list : collection.set.items
    let count = items.pointee.count
    if let least = schema.entry("min_items"), isLess(count, than: least) {
      report("expected at least \(number(least)) items, got \(count)")
    }
    if let most = schema.entry("max_items"), isLess(most, than: count) {
      report("expected at most \(number(most)) items, got \(count)")
    }
    guard let itemSchema = schema.entry("items") else { return collection }
    var valid: [Value] = []
    var isChanged = false
    for index in 0..<count {
      let item = items.pointee.items[index]
      let result = validateChild(item, itemSchema, .index(index))
      isChanged = isChanged || result.tag != item.tag || result.bits != item.bits
      valid.append(result)
    }
    guard isChanged else {
      for item in valid { release(item) }
      return collection
    }
    let isSet = !collection.isList
    release(collection)
    guard isSet else { return Value(list: valid) }
    let set = newSet(newList())
    for item in valid {
      insert(item, into: set)
      release(item)
    }
    return Value(set)
  }

  // MARK: Scalars

  private mutating func validateString(_ value: Value, _ schema: Value) {
    let length = scalarCount(value.string)
    if let least = schema.entry("min_length"), isLess(length, than: least) {
      report("expected length >= \(number(least)), got \(length)")
    }
    if let most = schema.entry("max_length"), isLess(most, than: length) {
      report("expected length <= \(number(most)), got \(length)")
    }
    guard let pattern = schema.entry("pattern")?.stringValue else { return }
    switch vm.searchPattern?(pattern, displayText(value)) ?? .invalid("regular expressions are not available") {
    case .found: break
    case .missing: report("value does not match pattern '\(pattern)'")
    case .invalid(let detail): report("invalid regex pattern '\(pattern)': \(detail)")
    }
  }

  private mutating func validateNumber(_ value: Value, _ schema: Value) {
    if let least = schema.entry("min"), least.numberValue != nil, compareValues(value, least) == .less {
      report("expected value >= \(number(least)), got \(number(value))")
    }
    if let most = schema.entry("max"), most.numberValue != nil, compareValues(value, most) == .greater {
      report("expected value <= \(number(most)), got \(number(value))")
    }
  }

  private mutating func validateEnumeration(_ value: Value, _ schema: Value) {
    guard let allowed = schema.entry("enum"), allowed.isList else { return }
    if allowed.listItems.contains(where: { areEqual(value, $0) }) { return }
    report("value must be one of \(displayText(allowed))")
  }

  private func isLess(_ count: Int, than bound: Value) -> Bool {
    bound.numberValue != nil && compareValues(Value(int: count), bound) == .less
  }

  private func isLess(_ bound: Value, than count: Int) -> Bool {
    bound.numberValue != nil && compareValues(bound, Value(int: count)) == .less
  }

  private func number(_ value: Value) -> String { jsonText(value, JSONStyle(.stringify)) }

  private mutating func report(_ text: String) {
    guard problems.count < SchemaValidator.problemLimit else { return }
    problems.append("at \(location): \(text)")
  }

  /// `root`, or a path such as `items[2].name`.
  private var location: String {
    guard !path.isEmpty else { return "root" }
    var text = ""
    for step in path {
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

extension UnsafeMutablePointer where Pointee == Value {
  /// Overwrites the value; takes over the count of the new one and releases the old one.
  fileprivate func assign(_ value: Value) {
    let old = pointee
    pointee = value
    release(old)
  }
}
