/// The methods of dicts without a callback (05 §9).
var dictMethods: [NativeBuiltin] {
  [
    .init("keys") { call throws(HarnError) in keys(call.receiver.dict) },
    .init("values") { call throws(HarnError) in values(call.receiver.dict) },
    .init("entries") { call throws(HarnError) in entries(call.receiver.dict) },
    .init("count") { call throws(HarnError) in Value(int: call.receiver.dict.pointee.count) },
    .init("has") { call throws(HarnError) in try has(call) },
    .init("get") { call throws(HarnError) in try get(call) },
    .init("merge") { call throws(HarnError) in try merged(call) },
    .init("remove") { call throws(HarnError) in try removed(call) },
  ]
}

/// The keys in order (05 §9).
func keys(_ dict: DictPointer) -> Value {
  sortEntries(dict)
  let result = newList(capacity: dict.pointee.used)
  for index in 0..<dict.pointee.used {
    append(Value(dict.pointee.entries[index].key.unsafelyUnwrapped).retained(), to: result)
  }
  return Value(result)
}

/// The values in key order (05 §9).
func values(_ dict: DictPointer) -> Value {
  sortEntries(dict)
  let result = newList(capacity: dict.pointee.used)
  for index in 0..<dict.pointee.used {
    append(dict.pointee.entries[index].value.retained(), to: result)
  }
  return Value(result)
}

/// A dict `{key, value}` for each entry, in key order (05 §9).
func entries(_ dict: DictPointer) -> Value {
  sortEntries(dict)
  let (keyName, valueName) = (Value(string: "key"), Value(string: "value"))
  defer { release(keyName); release(valueName) }
  let result = newList(capacity: dict.pointee.used)
  for index in 0..<dict.pointee.used {
    let entry = dict.pointee.entries[index]
    append(
      twoEntries(
        keyName.string, Value(entry.key.unsafelyUnwrapped).retained(), valueName.string,
        entry.value.retained()), to: result)
  }
  return Value(result)
}

private func has(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let key = try call.textValue(0)
  defer { release(key) }
  return Value(bool: find(call.receiver.dict, key.string) >= 0)
}

private func get(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let key = try call.textValue(0)
  defer { release(key) }
  let entry = find(call.receiver.dict, key.string)
  return entry < 0 ? call.owned(1) : call.receiver.dict.pointee.entries[entry].value.retained()
}

private func merged(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call[0].isDict else { return call.receiver.retained() }
  try checkEntries(call.receiver.dict.pointee.count + call[0].dict.pointee.count, call.limits)
  if let own = call.takeReceiver() {
    mergeEntries(of: call[0].dict, into: own.dict)
    return own
  }
  return mergeDicts(call.receiver.dict, call[0].dict)
}

private func removed(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let key = try call.textValue(0)
  defer { release(key) }
  guard find(call.receiver.dict, key.string) >= 0 else { return call.receiver.retained() }
  let copy = call.takeReceiver()?.dict ?? copyDict(call.receiver.dict)
  removeEntry(copy, key.string)
  return Value(copy)
}
