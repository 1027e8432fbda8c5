import VM

/// jq queries (05b §2).
func jqBuiltins() -> BuiltinGroup {
  [
    .init("jq") { call throws(HarnError) in Value(list: try outputs(call, "jq")) },
    .init("jq_first") { call throws(HarnError) in
      let outputs = try outputs(call, "jq_first")
      for output in outputs.dropFirst() { output.released() }
      return outputs.first ?? .nilValue
    },
  ]
}

private func outputs(_ call: borrowing NativeCall, _ name: String) throws(HarnError) -> [Value] {
  guard call.count >= 2 else { throw .thrown(text: "\(name) requires 2 arguments") }
  do throws(QueryError) {
    var parser = QueryParser(call.text(1))
    return try parser.parse().outputs(of: call[0])
  } catch {
    throw .thrown(text: error.message)
  }
}

extension Query {
  /// The outputs for an input, which is borrowed; they are owned by the caller.
  func outputs(of input: Value) -> [Value] {
    switch self {
    case .path(let steps): Query.follow(steps, from: input)
    case .descendants: Query.descendants(of: input)
    case .text(let text): [Value(string: text)]
    case .int(let int): [Value(int: int)]
    case .float(let float): [Value(float: float)]
    case .bool(let bool): [Value(bool: bool)]
    case .null: [.nilValue]
    case .pipe(let first, let second): Query.flatMap(first.outputs(of: input), second.outputs)
    case .both(let first, let second): first.outputs(of: input) + second.outputs(of: input)
    case .and(let left, let right): [Value(bool: left.isTrue(for: input) && right.isTrue(for: input))]
    case .or(let left, let right): [Value(bool: left.isTrue(for: input) || right.isTrue(for: input))]
    case .not(let query): [Value(bool: !query.isTrue(for: input))]
    case .comparison(let comparison, let left, let right):
      [Value(bool: Query.compare(left.first(for: input), comparison, right.first(for: input)))]
    case .object(let entries): [Value(dict: entries.map { ($0.key, $0.value.first(for: input)) })]
    case .length: [Value(int: Query.length(of: input))]
    case .keys: [Value(list: Query.keys(of: input))]
    case .values: [Value(list: Query.values(of: input).map { $0.retained() })]
    case .type: [Value(string: Query.typeName(of: input))]
    case .map(let query): [Value(list: input.listItems.flatMap(query.outputs))]
    case .select(let query): query.isTrue(for: input) ? [input.retained()] : []
    }
  }

  /// Applies `next` to each value, which is released.
  private static func flatMap(_ values: [Value], _ next: (Value) -> [Value]) -> [Value] {
    values.flatMap { value in
      defer { value.released() }
      return next(value)
    }
  }

  /// The first output, nil when there is none. Owned by the caller.
  private func first(for input: Value) -> Value {
    let outputs = outputs(of: input)
    for output in outputs.dropFirst() { output.released() }
    return outputs.first ?? .nilValue
  }

  private func isTrue(for input: Value) -> Bool {
    let value = first(for: input)
    defer { value.released() }
    return value.isTruthy
  }

  /// Takes over the counts of both.
  private static func compare(_ left: Value, _ comparison: Comparison, _ right: Value) -> Bool {
    defer {
      left.released()
      right.released()
    }
    switch comparison {
    case .equal: return isEqual(left, right)
    case .notEqual: return !isEqual(left, right)
    case .less: return precedes(left, right)
    case .greater: return precedes(right, left)
    }
  }

  /// Only numbers and strings have an order here.
  private static func precedes(_ left: Value, _ right: Value) -> Bool {
    if let a = left.intValue, let b = right.intValue { return a < b }
    if let a = left.numberValue, let b = right.numberValue { return a < b }
    guard let a = left.stringValue, let b = right.stringValue else { return false }
    return a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  // MARK: Paths

  private static func follow(_ steps: [Step], from input: Value) -> [Value] {
    var values = [input.retained()]
    for step in steps { values = flatMap(values) { take(step, from: $0) } }
    return values
  }

  private static func take(_ step: Step, from value: Value) -> [Value] {
    switch step {
    case .field(let name): return [(value.entry(name) ?? value.field(name) ?? .nilValue).retained()]
    case .each: return values(of: value).map { $0.retained() }
    case .index(let index):
      let items = value.listItems
      let position = index < 0 ? items.count + index : index
      return [items.indices.contains(position) ? items[position].retained() : .nilValue]
    case .slice(let start, let end):
      let items = value.listItems
      let from = clamp(start ?? 0, items.count)
      let to = clamp(end ?? items.count, items.count)
      return [Value(list: from < to ? items[from..<to].map { $0.retained() } : [])]
    }
  }

  /// A bound of a slice: negative from the end, within the list.
  private static func clamp(_ bound: Int, _ count: Int) -> Int {
    min(max(0, bound < 0 ? count + bound : bound), count)
  }

  private static func descendants(of root: Value) -> [Value] {
    var found: [Value] = []
    var pending = [root]
    while let value = pending.popLast() {
      found.append(value.retained())
      pending.append(contentsOf: values(of: value).reversed())
    }
    return found
  }

  // MARK: Functions

  /// The items of a list or set, the values of a dict in key order. Borrowed.
  private static func values(of value: Value) -> [Value] {
    if value.isDict { return value.dictEntries.map(\.value) }
    return value.isList ? value.listItems : value.setItems
  }

  private static func keys(of value: Value) -> [Value] {
    if value.isDict { return value.dictEntries.map { Value(string: $0.key) } }
    return value.listItems.indices.map { Value(int: $0) }
  }

  private static func length(of value: Value) -> Int {
    switch VM.typeName(value) {
    case "nil": 0
    case "string", "bytes", "list", "set", "dict": value.length
    default: 1
    }
  }

  private static func typeName(of value: Value) -> String {
    switch VM.typeName(value) {
    case "nil": "null"
    case "bool": "boolean"
    case "int", "float": "number"
    case "list": "array"
    case "dict": "object"
    case let name: name
    }
  }
}
