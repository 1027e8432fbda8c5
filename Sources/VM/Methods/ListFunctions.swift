/// The list functions that need no callback (05 §8.2), and what the prelude needs for the others.
var listFunctions: [NativeBuiltin] {
  [
    .init("chunk") { call throws(HarnError) in
      chunks(try listArgument("chunk", call[0]), size: call.int(1))
    },
    .init("window") { call throws(HarnError) in
      try windows(
        try listArgument("window", call[0]), size: call.int(1), step: call.int(2), call.limits)
    },
    .init("__is_callable") { call throws(HarnError) in Value(bool: call[0].isCallable) },
    .init("__check_list_call", checkListCall),
    .init("__ordered", ordered),
    .init("__group", group),
    .init("__unique_positions", uniquePositions),
  ]
}

private func listArgument(_ name: String, _ value: Value) throws(HarnError) -> ListPointer {
  if value.isList { return value.list }
  if value.isAbsent { throw .runtimeError("\(name): first argument must be a list") }
  throw .typeError("\(name): first argument must be a list, got \(typeName(value))")
}

/// `__check_list_call(name, arguments)`: the checks of a list function with a callback (05 §8.2).
private func checkListCall(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = call.text(0)
  guard call[1].isList else { return .nilValue }
  let arguments = call[1].list
  let count = arguments.pointee.count
  _ = try listArgument(name, count > 0 ? arguments.pointee.items[0] : .absent)
  let callback = count > 1 ? arguments.pointee.items[1] : .nilValue
  if callback.isNil { throw .runtimeError("\(name): callback is required") }
  guard callback.isCallable else {
    throw .typeError("\(name): callback must be callable, got \(typeName(callback))")
  }
  return .nilValue
}

/// `__ordered(xs, keys)`: the items in stable ascending order of their keys (05 §1.5).
private func ordered(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call[0].isList, call[1].isList, call[0].list.pointee.count == call[1].list.pointee.count
  else { return .nilValue }
  return Value(ordered(call[0].list, by: call[1].list))
}

/// `__group(xs, keys)`: a dict from the display form of each key to the items with that key, in order.
private func group(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call[0].isList, call[1].isList else { return .nilValue }
  let (items, keys) = (call[0].list, call[1].list)
  let groups = newDict()
  for index in 0..<min(items.pointee.count, keys.pointee.count) {
    let key = keyString(keys.pointee.items[index])
    defer { release(Value(key)) }
    var entry = find(groups, key)
    if entry < 0 {
      setEntry(groups, key, Value(newList()))
      entry = find(groups, key)
    }
    append(
      items.pointee.items[index].retained(), to: groups.pointee.entries[entry].value.list)
  }
  return Value(groups)
}

/// `__unique_positions(keys)`: the position of the first item of each structural key (01 "Equality").
private func uniquePositions(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call[0].isList else { return .nilValue }
  let keys = call[0].list
  let positions = newList()
  var seen = KeySet()
  for index in 0..<keys.pointee.count where seen.insert(keys.pointee.items[index]) {
    append(Value(int: index), to: positions)
  }
  return Value(positions)
}
