import VM

/// jq queries (05b §2).
func jqBuiltins() -> BuiltinGroup {
  [
    .init("jq") { call throws(HarnError) in
      let query = try query(call, "jq")
      let (evaluation, input) = (QueryEvaluation(call.vm), call[0])
      return try evaluation.list { take throws(HarnError) in try evaluation.outputs(of: query, for: input, take) }
    },
    .init("jq_first") { call throws(HarnError) in
      let query = try query(call, "jq_first")
      return try QueryEvaluation(call.vm).first(of: query, for: call[0])
    },
  ]
}

private func query(_ call: borrowing NativeCall, _ name: String) throws(HarnError) -> Query {
  guard call.count >= 2 else { throw .thrown(text: "\(name) requires 2 arguments") }
  do throws(QueryError) {
    var parser = QueryParser(call.text(1))
    return try parser.parse()
  } catch {
    throw .thrown(text: error.message)
  }
}

/// Finds the outputs of queries one by one, so that nobody waits for more of them than are wanted, until the run shall stop.
private struct QueryEvaluation {
  /// Takes over an output; false when no more are wanted.
  typealias Take = (Value) throws(HarnError) -> Bool

  private let vm: VirtualMachine

  init(_ vm: VirtualMachine) { self.vm = vm }

  /// Gives the outputs of `query` for an input, which is borrowed, to `take`. False when no more are wanted.
  func outputs(of query: Query, for input: Value, _ take: Take) throws(HarnError) -> Bool {
    switch query {
    case .path(let steps): try follow(steps[...], from: input, take)
    case .descendants: try descendants(of: input, take)
    case .text(let text): try take(Value(string: text))
    case .int(let int): try take(Value(int: int))
    case .float(let float): try take(Value(float: float))
    case .bool(let bool): try take(Value(bool: bool))
    case .null: try take(.nilValue)
    case .pipe(let first, let second):
      try outputs(of: first, for: input) { value throws(HarnError) in
        defer { value.released() }
        return vm.isInterrupted ? false : try outputs(of: second, for: value, take)
      }
    case .both(let first, let second):
      try outputs(of: first, for: input, take) ? outputs(of: second, for: input, take) : false
    case .and(let left, let right): try take(Value(bool: isTrue(left, for: input) ? isTrue(right, for: input) : false))
    case .or(let left, let right): try take(Value(bool: isTrue(left, for: input) ? true : isTrue(right, for: input)))
    case .not(let query): try take(Value(bool: !isTrue(query, for: input)))
    case .comparison(let comparison, let left, let right):
      try take(
        Value(bool: QueryEvaluation.compare(first(of: left, for: input), comparison, first(of: right, for: input))))
    case .object(let entries): try take(object(entries, for: input))
    case .length: try take(Value(int: QueryEvaluation.length(of: input)))
    case .keys: try take(Value(list: QueryEvaluation.keys(of: input)))
    case .values: try take(Value(list: QueryEvaluation.values(of: input).map { $0.retained() }))
    case .type: try take(Value(string: QueryEvaluation.typeName(of: input)))
    case .map(let query):
      try take(
        list { take throws(HarnError) in
          for item in input.listItems where try !outputs(of: query, for: item, take) { return false }
          return true
        })
    case .select(let query): try isTrue(query, for: input) ? take(input.retained()) : true
    }
  }

  /// A list of all that `outputs` gives.
  func list(_ outputs: (Take) throws(HarnError) -> Bool) throws(HarnError) -> Value {
    var found: [Value] = []
    let limit = vm.limits.listElements
    do throws(HarnError) {
      _ = try outputs { value throws(HarnError) in
        found.append(value)
        guard found.count <= limit else { throw .listTooLarge(limit) }
        return true
      }
    } catch {
      for value in found { value.released() }
      throw error
    }
    return Value(list: found)
  }

  /// The first output, nil when there is none. Owned by the caller.
  func first(of query: Query, for input: Value) throws(HarnError) -> Value {
    var first = Value.nilValue
    _ = try outputs(of: query, for: input) { value throws(HarnError) in
      first = value
      return false
    }
    return first
  }

  private func isTrue(_ query: Query, for input: Value) throws(HarnError) -> Bool {
    let value = try first(of: query, for: input)
    defer { value.released() }
    return value.isTruthy
  }

  private func object(_ entries: [(key: String, value: Query)], for input: Value) throws(HarnError) -> Value {
    var found: [(String, Value)] = []
    do throws(HarnError) {
      for (key, query) in entries { found.append((key, try first(of: query, for: input))) }
    } catch {
      for (_, value) in found { value.released() }
      throw error
    }
    return Value(dict: found)
  }

  /// Takes over the counts of both.
  private static func compare(_ left: Value, _ comparison: Query.Comparison, _ right: Value) -> Bool {
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

  private func follow(_ steps: ArraySlice<Query.Step>, from value: Value, _ take: Take) throws(HarnError) -> Bool {
    guard let step = steps.first else { return try take(value.retained()) }
    let rest = steps.dropFirst()
    switch step {
    case .field(let name): return try follow(rest, from: value.entry(name) ?? value.field(name) ?? .nilValue, take)
    case .each:
      for item in QueryEvaluation.values(of: value) where try !follow(rest, from: item, take) { return false }
      return true
    case .index(let index):
      let items = value.listItems
      let position = index < 0 ? items.count + index : index
      return try follow(rest, from: items.indices.contains(position) ? items[position] : .nilValue, take)
    case .slice(let start, let end):
      let items = value.listItems
      let from = QueryEvaluation.clamp(start ?? 0, items.count)
      let to = QueryEvaluation.clamp(end ?? items.count, items.count)
      let part = Value(list: from < to ? items[from..<to].map { $0.retained() } : [])
      defer { part.released() }
      return try follow(rest, from: part, take)
    }
  }

  /// A bound of a slice: negative from the end, within the list.
  private static func clamp(_ bound: Int, _ count: Int) -> Int {
    min(max(0, bound < 0 ? count + bound : bound), count)
  }

  private func descendants(of root: Value, _ take: Take) throws(HarnError) -> Bool {
    var pending = [root]
    while let value = pending.popLast() {
      guard !vm.isInterrupted, try take(value.retained()) else { return false }
      pending.append(contentsOf: QueryEvaluation.values(of: value).reversed())
    }
    return true
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
