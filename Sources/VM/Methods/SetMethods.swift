/// The methods of sets without a callback (05 §10): they tell items apart by `==`.
var setMethods: [NativeBuiltin] {
  [
    ("count", { call throws(HarnError) in Value(int: items(call.receiver).pointee.count) }),
    ("len", { call throws(HarnError) in Value(int: items(call.receiver).pointee.count) }),
    ("empty", { call throws(HarnError) in Value(bool: items(call.receiver).pointee.count == 0) }),
    (
      "contains",
      { call throws(HarnError) in
        Value(bool: position(of: call.value(0), in: call.receiver.set) >= 0)
      }
    ),
    ("add", { call throws(HarnError) in try added(call) }),
    ("remove", { call throws(HarnError) in removed(call) }),
    ("delete", { call throws(HarnError) in removed(call) }),
    ("union", { call throws(HarnError) in union(call) }),
    ("intersect", { call throws(HarnError) in intersection(call) }),
    ("intersection", { call throws(HarnError) in intersection(call) }),
    ("difference", { call throws(HarnError) in difference(call) }),
    ("symmetric_difference", { call throws(HarnError) in symmetricDifference(call) }),
    (
      "is_subset",
      { call throws(HarnError) in
        guard let other = call.set(0) else { return Value(bool: false) }
        return Value(bool: containsAll(other, of: call.receiver.set))
      }
    ),
    (
      "is_superset",
      { call throws(HarnError) in
        guard let other = call.set(0) else { return Value(bool: false) }
        return Value(bool: containsAll(call.receiver.set, of: other))
      }
    ),
    (
      "is_disjoint",
      { call throws(HarnError) in
        guard let other = call.set(0) else { return Value(bool: true) }
        return Value(bool: !containsAny(other, of: call.receiver.set))
      }
    ),
    ("to_list", { call throws(HarnError) in call.receiver.set.pointee.items.retained() }),
  ]
}

/// `set`, and the functions of sets, which tell items apart by structural key (05 §10).
var setFunctions: [NativeBuiltin] {
  [
    ("set", makeSet),
    (
      "set_add",
      { call throws(HarnError) in
        try setArgument("set_add: first argument must be a set", call[0])
        let value = call.value(1).retained()
        defer { release(value) }
        guard !hasKey(value, call[0].set), let own = call.takeArgument(0) else {
          return withKey(value, call[0])
        }
        insertNew(value, into: own.set)
        return own
      }
    ),
    (
      "set_remove",
      { call throws(HarnError) in
        try setArgument("set_remove: first argument must be a set", call[0])
        let value = call.value(1)
        return filtered(call[0].set) { !haveSameKey($0, value) }
      }
    ),
    (
      "set_contains",
      { call throws(HarnError) in
        Value(bool: call[0].isA(.set) && hasKey(call.value(1), call[0].set))
      }
    ),
    ("set_union", { call throws(HarnError) in try combined("set_union", call) }),
    ("set_intersect", { call throws(HarnError) in try combined("set_intersect", call) }),
    ("set_difference", { call throws(HarnError) in try combined("set_difference", call) }),
    (
      "set_symmetric_difference",
      { call throws(HarnError) in try combined("set_symmetric_difference", call) }
    ),
    (
      "set_is_subset",
      { call throws(HarnError) in Value(bool: try hasAllKeys(call[1], of: call[0])) }
    ),
    (
      "set_is_superset",
      { call throws(HarnError) in Value(bool: try hasAllKeys(call[0], of: call[1])) }
    ),
    (
      "set_is_disjoint",
      { call throws(HarnError) in
        guard call[0].isA(.set), call[1].isA(.set) else { return Value(bool: true) }
        let keys = KeySet(items(call[1]))
        let list = items(call[0])
        for index in 0..<list.pointee.count where keys.contains(list.pointee.items[index]) {
          return Value(bool: false)
        }
        return Value(bool: true)
      }
    ),
    (
      "__set_by_equality",
      { call throws(HarnError) in
        let set = newSet(newList())
        guard call[0].isList else { return Value(set) }
        for index in 0..<call[0].list.pointee.count {
          insert(call[0].list.pointee.items[index], into: set)
        }
        return Value(set)
      }
    ),
  ]
}

extension NativeCall {
  /// The set at `index`, nil when the argument is something else.
  fileprivate func set(_ index: Int) -> SetPointer? {
    self[index].isA(.set) ? self[index].set : nil
  }
}

private func items(_ set: Value) -> ListPointer { set.set.pointee.items.list }

// MARK: By equality

private func added(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count > 0, position(of: call[0], in: call.receiver.set) < 0 else {
    return call.receiver.retained()
  }
  let limit = call.limits.listElements
  guard items(call.receiver).pointee.count < limit else { throw .listTooLarge(limit) }
  let result = call.takeReceiver()?.set ?? copySet(call.receiver.set)
  insert(call[0], into: result)
  return Value(result)
}

private func removed(_ call: borrowing NativeCall) -> Value {
  let value = call.value(0)
  guard position(of: value, in: call.receiver.set) >= 0 else { return call.receiver.retained() }
  return filtered(call.receiver.set) { !areEqual($0, value) }
}

private func union(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return call.receiver.retained() }
  let result = call.takeReceiver()?.set ?? copySet(call.receiver.set)
  insertItems(of: other, into: result)
  return Value(result)
}

private func intersection(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return Value(newSet(newList(capacity: 0))) }
  return filtered(call.receiver.set) { position(of: $0, in: other) >= 0 }
}

private func difference(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return call.receiver.retained() }
  return filtered(call.receiver.set) { position(of: $0, in: other) < 0 }
}

private func symmetricDifference(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return call.receiver.retained() }
  let own = call.receiver.set
  let result = filtered(own) { position(of: $0, in: other) < 0 }
  let added = filtered(other) { position(of: $0, in: own) < 0 }
  insertItems(of: added.set, into: result.set)
  release(added)
  return result
}

private func insertItems(of source: SetPointer, into set: SetPointer) {
  let items = source.pointee.items.list
  for index in 0..<items.pointee.count { insert(items.pointee.items[index], into: set) }
}

private func containsAll(_ set: SetPointer, of part: SetPointer) -> Bool {
  let items = part.pointee.items.list
  for index in 0..<items.pointee.count where position(of: items.pointee.items[index], in: set) < 0 {
    return false
  }
  return true
}

private func containsAny(_ set: SetPointer, of part: SetPointer) -> Bool {
  let items = part.pointee.items.list
  for index in 0..<items.pointee.count where position(of: items.pointee.items[index], in: set) >= 0 {
    return true
  }
  return false
}

/// A set of the items that pass, in order, owned.
private func filtered(_ set: SetPointer, _ passes: (Value) -> Bool) -> Value {
  let items = set.pointee.items.list
  let result = newList()
  for index in 0..<items.pointee.count where passes(items.pointee.items[index]) {
    append(items.pointee.items[index].retained(), to: result)
  }
  return Value(newSet(result))
}

// MARK: By structural key

private func makeSet(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let result = newList()
  var seen = KeySet()
  for index in 0..<call.count {
    let argument = call[index]
    guard argument.isList || argument.isA(.set) else {
      if seen.insert(argument) { append(argument.retained(), to: result) }
      continue
    }
    let source = argument.isList ? argument.list : items(argument)
    for item in 0..<source.pointee.count where seen.insert(source.pointee.items[item]) {
      append(source.pointee.items[item].retained(), to: result)
    }
  }
  return Value(newSet(result))
}

private func setArgument(_ message: String, _ value: Value) throws(HarnError) {
  if !value.isA(.set) { throw .thrown(text: message) }
}

private func hasKey(_ value: Value, _ set: SetPointer) -> Bool {
  let items = set.pointee.items.list
  if value.isInt || value.isString || value.tag == Value.boolTag || value.isNil {
    // An item with the same key is also equal, and those are found through the index.
    let found = position(of: value, in: set)
    if found < 0 { return false }
    if haveSameKey(items.pointee.items[found], value) { return true }
  }
  for index in 0..<items.pointee.count where haveSameKey(items.pointee.items[index], value) {
    return true
  }
  return false
}

private func withKey(_ value: Value, _ set: Value) -> Value {
  if hasKey(value, set.set) { return set.retained() }
  let result = copyList(items(set), room: 1)
  append(value.retained(), to: result)
  return Value(newSet(result))
}

/// Whether every item of `part` has its key in `whole`; false unless both are sets.
private func hasAllKeys(_ whole: Value, of part: Value) throws(HarnError) -> Bool {
  guard whole.isA(.set), part.isA(.set) else { return false }
  let keys = KeySet(items(whole))
  let list = items(part)
  for index in 0..<list.pointee.count where !keys.contains(list.pointee.items[index]) {
    return false
  }
  return true
}

/// The set functions of two sets: kept items of the first, then new ones of the second.
private func combined(_ name: String, _ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call[0].isA(.set), call[1].isA(.set) else {
    throw .thrown(text: "\(name): arguments must be sets")
  }
  let (first, second) = (items(call[0]), items(call[1]))
  let keysOfFirst = KeySet(first)
  let keysOfSecond = KeySet(second)
  let result = newList()
  for index in 0..<first.pointee.count {
    let item = first.pointee.items[index]
    let isKept =
      name == "set_union" || keysOfSecond.contains(item) == (name == "set_intersect")
    if isKept { append(item.retained(), to: result) }
  }
  if name == "set_union" || name == "set_symmetric_difference" {
    for index in 0..<second.pointee.count {
      let item = second.pointee.items[index]
      if !keysOfFirst.contains(item) { append(item.retained(), to: result) }
    }
  }
  return Value(newSet(result))
}
