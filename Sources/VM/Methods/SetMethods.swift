/// The methods of sets without a callback (05 §10): they tell items apart by `==`.
var setMethods: [NativeBuiltin] {
  [
    .init("count") { call throws(HarnError) in Value(int: call.receiver.set.count) },
    .init("len") { call throws(HarnError) in Value(int: call.receiver.set.count) },
    .init("empty") { call throws(HarnError) in Value(bool: call.receiver.set.count == 0) },
    .init("contains") { call throws(HarnError) in Value(bool: isItem(call.value(0), of: call.receiver.set)) },
    .init("add") { call throws(HarnError) in try added(call) },
    .init("remove") { call throws(HarnError) in removed(call) },
    .init("delete") { call throws(HarnError) in removed(call) },
    .init("union") { call throws(HarnError) in union(call) },
    .init("intersect") { call throws(HarnError) in intersection(call) },
    .init("intersection") { call throws(HarnError) in intersection(call) },
    .init("difference") { call throws(HarnError) in difference(call) },
    .init("symmetric_difference") { call throws(HarnError) in symmetricDifference(call) },
    .init("is_subset") { call throws(HarnError) in
      guard let other = call.set(0) else { return Value(bool: false) }
      return Value(bool: containsAll(other, of: call.receiver.set))
    },
    .init("is_superset") { call throws(HarnError) in
      guard let other = call.set(0) else { return Value(bool: false) }
      return Value(bool: containsAll(call.receiver.set, of: other))
    },
    .init("is_disjoint") { call throws(HarnError) in
      guard let other = call.set(0) else { return Value(bool: true) }
      return Value(bool: !containsAny(other, of: call.receiver.set))
    },
    .init("to_list") { call throws(HarnError) in Value(call.receiver.set.items).retained() },
  ]
}

/// `set`, and the functions of sets, which tell items apart by structural key (05 §10).
var setFunctions: [NativeBuiltin] {
  [
    .init("set", makeSet),
    .init("set_add") { call throws(HarnError) in
      try setArgument("set_add: first argument must be a set", call[0])
      return try added(call.value(1), to: call[0], isThere: place(ofKey: call.value(1), in: call[0].set) >= 0, call) {
        call.takeArgument(0)
      }
    },
    .init("set_remove") { call throws(HarnError) in
      try setArgument("set_remove: first argument must be a set", call[0])
      let found = place(ofKey: call.value(1), in: call[0].set)
      guard found >= 0 else { return call[0].retained() }
      let result = call.takeArgument(0)?.set ?? copySet(call[0].set)
      removeItem(at: found, from: result)
      return Value(result)
    },
    .init("set_contains") { call throws(HarnError) in
      Value(bool: call[0].isA(.set) && place(ofKey: call.value(1), in: call[0].set) >= 0)
    },
    .init("set_union") { call throws(HarnError) in try unionByKey(call) },
    .init("set_intersect") { call throws(HarnError) in try combined("set_intersect", call) },
    .init("set_difference") { call throws(HarnError) in try combined("set_difference", call) },
    .init("set_symmetric_difference") { call throws(HarnError) in try combined("set_symmetric_difference", call) },
    .init("set_is_subset") { call throws(HarnError) in Value(bool: try hasAllKeys(call[1], of: call[0])) },
    .init("set_is_superset") { call throws(HarnError) in Value(bool: try hasAllKeys(call[0], of: call[1])) },
    .init("set_is_disjoint") { call throws(HarnError) in
      guard call[0].isA(.set), call[1].isA(.set) else { return Value(bool: true) }
      let keys = KeySet(items(call[1]))
      let list = items(call[0])
      for index in 0..<list.pointee.count where keys.contains(list.pointee.items[index]) {
        return Value(bool: false)
      }
      return Value(bool: true)
    },
    .init("__set_by_equality") { call throws(HarnError) in
      let set = newSet(newList())
      guard call[0].isList else { return Value(set) }
      for index in 0..<call[0].list.pointee.count {
        insert(call[0].list.pointee.items[index], into: set)
      }
      return Value(set)
    },
  ]
}

extension NativeCall {
  /// The set at `index`, nil when the argument is something else.
  fileprivate func set(_ index: Int) -> SetPointer? {
    self[index].isA(.set) ? self[index].set : nil
  }
}

private func items(_ set: Value) -> ListPointer { set.set.items }

// MARK: By equality

private func added(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let isThere = call.count == 0 || isItem(call[0], of: call.receiver.set)
  return try added(call.value(0), to: call.receiver, isThere: isThere, call) { call.takeReceiver() }
}

/// Several items may equal one value: an int and a float that a function took for different.
private func removed(_ call: borrowing NativeCall) -> Value {
  let value = call.value(0)
  guard isItem(value, of: call.receiver.set) else { return call.receiver.retained() }
  let result = call.takeReceiver()?.set ?? copySet(call.receiver.set)
  while case let found = place(of: value, in: result), found >= 0 { removeItem(at: found, from: result) }
  return Value(result)
}

private func union(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return call.receiver.retained() }
  let result = call.takeReceiver()?.set ?? copySet(call.receiver.set)
  insertItems(of: other, into: result)
  return Value(result)
}

private func intersection(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return Value(newSet(newList(capacity: 0))) }
  return filtered(call.receiver.set) { isItem($0, of: other) }
}

private func difference(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return call.receiver.retained() }
  return filtered(call.receiver.set) { !isItem($0, of: other) }
}

private func symmetricDifference(_ call: borrowing NativeCall) -> Value {
  guard let other = call.set(0) else { return call.receiver.retained() }
  let own = call.receiver.set
  let result = filtered(own) { !isItem($0, of: other) }
  let added = filtered(other) { !isItem($0, of: own) }
  insertItems(of: added.set, into: result.set)
  release(added)
  return result
}

private func insertItems(of source: SetPointer, into set: SetPointer) {
  let items = source.items
  for index in 0..<items.pointee.count { insert(items.pointee.items[index], into: set) }
}

private func containsAll(_ set: SetPointer, of part: SetPointer) -> Bool {
  let items = part.items
  for index in 0..<items.pointee.count where !isItem(items.pointee.items[index], of: set) {
    return false
  }
  return true
}

private func containsAny(_ set: SetPointer, of part: SetPointer) -> Bool {
  let items = part.items
  for index in 0..<items.pointee.count where isItem(items.pointee.items[index], of: set) {
    return true
  }
  return false
}

/// The set with one more item, owned. It grows in place when `take` hands it over, because nobody else sees it.
private func added(
  _ value: Value, to set: Value, isThere: Bool, _ call: borrowing NativeCall, _ take: () -> Value?
) throws(HarnError) -> Value {
  if isThere { return set.retained() }
  try checkElements(set.set.count + 1, call.limits)
  let result = take()?.set ?? copySet(set.set)
  insertNew(value, into: result)
  return Value(result)
}

/// A set of the items that pass, in order, owned.
private func filtered(_ set: SetPointer, _ passes: (Value) -> Bool) -> Value {
  let items = set.items
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

/// In place when nobody else sees the first set and the second is much smaller, so that a set grows by unions in linear time.
private func unionByKey(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call[0].isA(.set), call[1].isA(.set), call[1].set.count * 16 < call[0].set.count, let own = call.takeArgument(0)
  else { return try combined("set_union", call) }
  let added = items(call[1])
  for index in 0..<added.pointee.count where place(ofKey: added.pointee.items[index], in: own.set) < 0 {
    insertNew(added.pointee.items[index], into: own.set)
  }
  return own
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
