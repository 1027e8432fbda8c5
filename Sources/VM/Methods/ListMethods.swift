import Glibc

/// The methods of lists without a callback (05 §8.1).
var listMethods: [NativeBuiltin] {
  [
    .init("count") { call throws(HarnError) in Value(int: call.receiver.list.pointee.count) },
    .init("empty") { call throws(HarnError) in Value(bool: call.receiver.list.pointee.count == 0) },
    .init("first") { call throws(HarnError) in firstItems(call) },
    .init("last") { call throws(HarnError) in lastItems(call) },
    .init("sort") { call throws(HarnError) in sorted(call) },
    .init("reverse") { call throws(HarnError) in reversed(call.receiver.list) },
    .init("join") { call throws(HarnError) in try joined(call.receiver.list, call, separator: 0) },
    .init("contains") { call throws(HarnError) in
      Value(bool: indexOf(call.value(0), in: call.receiver.list) >= 0)
    },
    .init("index_of") { call throws(HarnError) in Value(int: indexOf(call.value(0), in: call.receiver.list)) },
    .init("enumerate") { call throws(HarnError) in enumerated(call.receiver.list) },
    .init("zip") { call throws(HarnError) in zipped(call) },
    .init("slice") { call throws(HarnError) in sliced(call) },
    .init("take") { call throws(HarnError) in taken(call) },
    .init("skip") { call throws(HarnError) in skipped(call) },
    .init("unique") { call throws(HarnError) in unique(call.receiver.list) },
    .init("sum") { call throws(HarnError) in sum(call.receiver.list) },
    .init("min") { call throws(HarnError) in extreme(call.receiver.list, .less) },
    .init("max") { call throws(HarnError) in extreme(call.receiver.list, .greater) },
    .init("flatten") { call throws(HarnError) in try flattened(call.receiver.list, call.limits) },
    .init("push") { call throws(HarnError) in try pushed(call) },
    .init("pop") { call throws(HarnError) in popped(call) },
    .init("chunk", chunkMethod),
    .init("each_slice", chunkMethod),
    .init("window", windowMethod),
    .init("each_cons", windowMethod),
    .init("sliding_window", windowMethod),
    .init("compact") { call throws(HarnError) in compacted(call.receiver.list) },
    .init("tally") { call throws(HarnError) in tallied(call.receiver.list) },
  ]
}

private func chunkMethod(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  chunks(call.receiver.list, size: call.int(0))
}

private func windowMethod(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try windows(call.receiver.list, size: call.int(0), step: call.int(1), call.limits)
}

// MARK: Parts

private func firstItems(_ call: borrowing NativeCall) -> Value {
  let list = call.receiver.list
  if let wanted = call.int(0) {
    return listSlice(list, from: 0, to: min(max(0, wanted), list.pointee.count))
  }
  return list.pointee.count > 0 ? list.pointee.items[0].retained() : .nilValue
}

private func lastItems(_ call: borrowing NativeCall) -> Value {
  let list = call.receiver.list
  let count = list.pointee.count
  if let wanted = call.int(0) {
    return listSlice(list, from: count - min(max(0, wanted), count), to: count)
  }
  return count > 0 ? list.pointee.items[count - 1].retained() : .nilValue
}

private func sliced(_ call: borrowing NativeCall) -> Value {
  let list = call.receiver.list
  let count = list.pointee.count
  let start = sliceBound(call.int(0) ?? 0, count)
  return part(call, from: start, to: max(start, sliceBound(call.int(1) ?? count, count)))
}

/// The items of the receiver in `from ..< to`, in place when nobody else sees it.
private func part(_ call: borrowing NativeCall, from: Int, to: Int) -> Value {
  guard let own = call.takeReceiver() else { return listSlice(call.receiver.list, from: from, to: to) }
  keepItems(of: own.list, from: from, to: to)
  return own
}

private func taken(_ call: borrowing NativeCall) -> Value {
  let list = call.receiver.list
  return part(call, from: 0, to: min(max(0, call.int(0) ?? 0), list.pointee.count))
}

private func skipped(_ call: borrowing NativeCall) -> Value {
  let list = call.receiver.list
  let count = list.pointee.count
  return part(call, from: min(max(0, call.int(0) ?? 0), count), to: count)
}

private func popped(_ call: borrowing NativeCall) -> Value {
  guard call.receiver.list.pointee.count > 0 else { return Value(newList(capacity: 0)) }
  guard let own = call.takeReceiver() else {
    let list = call.receiver.list
    return listSlice(list, from: 0, to: list.pointee.count - 1)
  }
  own.list.pointee.count -= 1
  release(own.list.pointee.items[own.list.pointee.count])
  return own
}

/// Consecutive pieces of `size` items; the last may be shorter (05 §8.1).
func chunks(_ list: ListPointer, size: Int?) -> Value {
  let size = max(1, size ?? 1)
  let count = list.pointee.count
  let result = newList(capacity: count / size + 1)
  var start = 0
  while start < count {
    let end = min(count, start &+ min(size, count))
    append(listSlice(list, from: start, to: end), to: result)
    start = end
  }
  return Value(result)
}

/// All full windows of `size` items (05 §8.1).
func windows(
  _ list: ListPointer, size: Int?, step: Int?, _ limits: Limits
) throws(HarnError) -> Value {
  let size = max(1, size ?? 2)
  let step = max(1, step ?? 1)
  let count = list.pointee.count
  guard size <= count else { return Value(newList(capacity: 0)) }
  let number = (count - size) / step + 1
  let (total, overflow) = number.multipliedReportingOverflow(by: size)
  try checkElements(overflow ? .max : total, limits)
  let result = newList(capacity: number)
  for index in 0..<number {
    append(listSlice(list, from: index * step, to: index * step + size), to: result)
  }
  return Value(result)
}

private func compacted(_ list: ListPointer) -> Value {
  let result = newList()
  for index in 0..<list.pointee.count where !list.pointee.items[index].isNil {
    append(list.pointee.items[index].retained(), to: result)
  }
  return Value(result)
}

private func unique(_ list: ListPointer) -> Value {
  let result = newList()
  var seen = KeySet()
  for index in 0..<list.pointee.count where seen.insert(list.pointee.items[index]) {
    append(list.pointee.items[index].retained(), to: result)
  }
  return Value(result)
}

// MARK: Rearranged

private func reversed(_ list: ListPointer) -> Value {
  let result = newList(capacity: list.pointee.count)
  for index in stride(from: list.pointee.count - 1, through: 0, by: -1) {
    append(list.pointee.items[index].retained(), to: result)
  }
  return Value(result)
}

private func sorted(_ call: borrowing NativeCall) -> Value {
  let result = call.takeReceiver()?.list ?? copyList(call.receiver.list)
  sortStably(result.pointee.items, count: result.pointee.count)
  return Value(result)
}

private func enumerated(_ list: ListPointer) -> Value {
  let (index, value) = (Value(string: "index"), Value(string: "value"))
  defer { release(index); release(value) }
  let result = newList(capacity: list.pointee.count)
  for position in 0..<list.pointee.count {
    append(
      twoEntries(
        index.string, Value(int: position), value.string,
        list.pointee.items[position].retained()), to: result)
  }
  return Value(result)
}

/// A dict of two entries whose keys are different and in order; takes over the counts of the values.
func twoEntries(_ key1: StringPointer, _ value1: Value, _ key2: StringPointer, _ value2: Value) -> Value {
  let dict = newDict(capacity: 2)
  appendEntry(dict, Value(key1).retained().string, value1)
  appendEntry(dict, Value(key2).retained().string, value2)
  return Value(dict)
}

private func zipped(_ call: borrowing NativeCall) -> Value {
  guard call[0].isList else { return Value(newList(capacity: 0)) }
  let list = call.receiver.list
  let other = call[0].list
  let count = min(list.pointee.count, other.pointee.count)
  let result = newList(capacity: count)
  for index in 0..<count {
    let row = newList(capacity: 2)
    append(list.pointee.items[index].retained(), to: row)
    append(other.pointee.items[index].retained(), to: row)
    append(Value(row), to: result)
  }
  return Value(result)
}

private func flattened(_ list: ListPointer, _ limits: Limits) throws(HarnError) -> Value {
  var total = 0
  for index in 0..<list.pointee.count {
    let item = list.pointee.items[index]
    total += item.isList ? item.list.pointee.count : 1
  }
  try checkElements(total, limits)
  let result = newList(capacity: total)
  for index in 0..<list.pointee.count {
    let item = list.pointee.items[index]
    if item.isList {
      appendItems(of: item.list, to: result)
    } else {
      append(item.retained(), to: result)
    }
  }
  return Value(result)
}

private func pushed(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let list = call.receiver.list
  guard call.count > 0 else { return call.receiver.retained() }
  try checkElements(list.pointee.count + 1, call.limits)
  let result = call.takeReceiver()?.list ?? copyList(list, room: 1)
  append(call.owned(0), to: result)
  return Value(result)
}

// MARK: Summed up

/// The display forms of the items with a separator between them; the separator is an argument, default `""`.
func joined(
  _ list: ListPointer, _ call: borrowing NativeCall, separator: Int
) throws(HarnError) -> Value {
  let limits = call.limits
  let between = try call.textValue(separator)
  defer { release(between) }
  if let length = joinedLength(list, between.string),
    length <= min(limits.stringBytes, StringObject.maximumLength)
  {
    return joinedStrings(list, between.string, length: length)
  }
  var buffer = TextBuffer(limit: limits.stringBytes)
  for index in 0..<list.pointee.count {
    if index > 0 { buffer.append(between.string) }
    appendDisplay(list.pointee.items[index], to: &buffer)
    if buffer.isTruncated { break }
  }
  return try buffer.finishChecked()
}

/// The length of the strings of a list with a separator between them; nil when not all items are strings.
private func joinedLength(_ list: ListPointer, _ between: StringPointer) -> Int? {
  var length = max(0, list.pointee.count - 1) * between.length
  for index in 0..<list.pointee.count {
    let item = list.pointee.items[index]
    guard item.isString else { return nil }
    length += item.string.length
  }
  return length
}

/// The strings of a list with a separator between them, written into one object of the right size.
private func joinedStrings(_ list: ListPointer, _ between: StringPointer, length: Int) -> Value {
  let result = newString(length: length, isASCII: false)
  var isASCII = list.pointee.count < 2 || between.isASCII
  var target = result.bytes
  for index in 0..<list.pointee.count {
    if index > 0 {
      memcpy(target, between.bytes, between.length)
      target += between.length
    }
    let item = list.pointee.items[index].string
    memcpy(target, item.bytes, item.length)
    target += item.length
    isASCII = isASCII && item.isASCII
  }
  if isASCII { result.pointee.header.flags |= StringObject.ascii }
  return Value(result)
}

private func sum(_ list: ListPointer) -> Value {
  var ints = 0
  var floats = 0.0
  var hasFloat = false
  for index in 0..<list.pointee.count {
    let item = list.pointee.items[index]
    if item.isInt {
      ints &+= item.int
      floats += Double(item.int)
    } else if item.isFloat {
      hasFloat = true
      floats += item.float
    }
  }
  return hasFloat ? Value(float: floats) : Value(int: ints)
}

/// The first item that stands in `order` to all before it; nil for an empty list.
private func extreme(_ list: ListPointer, _ order: ValueOrder) -> Value {
  guard list.pointee.count > 0 else { return .nilValue }
  var best = list.pointee.items[0]
  for index in 1..<list.pointee.count where compareValues(list.pointee.items[index], best) == order {
    best = list.pointee.items[index]
  }
  return best.retained()
}

private func tallied(_ list: ListPointer) -> Value {
  let dict = newDict()
  for index in 0..<list.pointee.count {
    let key = keyString(list.pointee.items[index])
    defer { release(Value(key)) }
    let entry = find(dict, key)
    if entry >= 0 {
      dict.pointee.entries[entry].value.bits &+= 1
    } else {
      setEntry(dict, key, Value(int: 1))
    }
  }
  return Value(dict)
}
