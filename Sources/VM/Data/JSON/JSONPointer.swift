import Glibc

/// A path into a value (RFC 6901, 05 §16).
struct JSONPointer {
  /// The unescaped tokens as UTF-8, none for the whole value.
  private let tokens: [[UInt8]]

  /// Reads `/a/b~1c/0`.
  init(_ text: UnsafeBufferPointer<UInt8>, function: String) throws(HarnError) {
    guard let first = text.first else {
      tokens = []
      return
    }
    guard first == UInt8(ascii: "/") else {
      throw .thrown(text: "\(function): pointer must be empty or start with '/'")
    }
    var tokens: [[UInt8]] = []
    for token in text.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      tokens.append(try JSONPointer.unescape(token, function))
    }
    self.tokens = tokens
  }

  private static func unescape(
    _ token: Slice<UnsafeBufferPointer<UInt8>>, _ function: String
  ) throws(HarnError) -> [UInt8] {
    var result: [UInt8] = []
    var rest = token
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        result.append(byte)
        continue
      }
      switch rest.first {
      case UInt8(ascii: "0"): result.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
      case nil: throw .thrown(text: "\(function): dangling '~' in pointer")
      default:
        let escaped = String(decoding: rest, as: UTF8.self).unicodeScalars.prefix(1)
        throw .thrown(text: "\(function): invalid escape '~\(String(escaped))' in pointer")
      }
      rest = rest.dropFirst()
    }
    return result
  }

  /// The value at the location, borrowed; nil when any step is missing.
  func value(in root: Value) -> Value? {
    var value = root
    for token in tokens {
      guard let next = JSONPointer.child(token, of: value) else { return nil }
      value = next
    }
    return value
  }

  /// Replaces the location in the value that `slot` holds; leaves it as it is when there is no such place. What others hold
  /// as well is copied. Borrows `new`.
  func set(in slot: ValuePointer, to new: Value, _ limits: Limits) throws(HarnError) {
    guard let last = tokens.last else { return replace(slot, new.retained()) }
    guard let parent = parent(in: slot.pointee) else { return }
    if parent.isDict {
      let key = JSONPointer.key(last)
      defer { release(Value(key)) }
      try setEntry(slot: parentSlot(in: slot), key, new.retained(), limits)
    } else if let index = JSONPointer.index(last, in: parent.list) {
      guard index == parent.list.pointee.count else {
        return setItem(unsharedList(parentSlot(in: slot)), index, new.retained())
      }
      try checkElements(index + 1, limits)
      append(new.retained(), to: unsharedList(parentSlot(in: slot)))
    }
  }

  /// Removes the location from the value that `slot` holds; leaves it as it is when there is no such place. What others hold as
  /// well is copied.
  func remove(in slot: ValuePointer) {
    guard let last = tokens.last else { return replace(slot, .nilValue) }
    guard let parent = parent(in: slot.pointee), let part = JSONPointer.child(last, of: parent) else { return }
    let innermost = parentSlot(in: slot)
    if parent.isDict {
      let key = JSONPointer.key(last)
      removeEntry(unsharedDict(innermost), key)
      release(Value(key))
    } else if let index = JSONPointer.index(last, in: parent.list) {
      let list = unsharedList(innermost)
      let behind = list.pointee.items + index + 1
      memmove(behind - 1, behind, (list.pointee.count - index - 1) * MemoryLayout<Value>.stride)
      list.pointee.count -= 1
      release(part)
    }
  }

  /// The dict or list that holds the location, borrowed; nil when it does not exist.
  private func parent(in root: Value) -> Value? {
    var value = root
    for token in tokens.dropLast() {
      guard let next = JSONPointer.child(token, of: value) else { return nil }
      value = next
    }
    return value.isDict || value.isList ? value : nil
  }

  /// The slot of the container that holds the location, which must exist; the containers on the way become unshared.
  private func parentSlot(in root: ValuePointer) -> ValuePointer {
    var slot = root
    for token in tokens.dropLast() {
      if slot.pointee.isDict {
        let key = JSONPointer.key(token)
        defer { release(Value(key)) }
        slot = entryAddress(slot, key) ?? slot
      } else if let index = JSONPointer.index(token, in: slot.pointee.list) {
        slot = unsharedList(slot).pointee.items + index
      }
    }
    return slot
  }

  // MARK: Steps

  private static func child(_ token: [UInt8], of value: Value) -> Value? {
    if value.isDict {
      let key = key(token)
      defer { release(Value(key)) }
      let index = find(value.dict, key)
      return index < 0 ? nil : value.dict.pointee.entries[index].value
    }
    guard value.isList, let index = index(token, in: value.list), index < value.list.pointee.count else {
      return nil
    }
    return value.list.pointee.items[index]
  }

  /// The index that a token names, up to the number of items, which is also what `-` stands for.
  private static func index(_ token: [UInt8], in list: ListPointer) -> Int? {
    if token == [UInt8(ascii: "-")] { return list.pointee.count }
    let isDecimal = !token.isEmpty && token.allSatisfy { $0 &- 0x30 < 10 }
    guard isDecimal, token.count == 1 || token[0] != UInt8(ascii: "0"),
      let index = Int(String(decoding: token, as: UTF8.self)), index <= list.pointee.count
    else { return nil }
    return index
  }

  /// A token as a key, owned.
  private static func key(_ token: [UInt8]) -> StringPointer {
    token.withUnsafeBufferPointer { newString(copying: $0) }
  }
}

func jsonPointer(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let pointer = try pointerArgument(call, "json_pointer", needed: 2)
  return pointer.value(in: call[0])?.retained() ?? .nilValue
}

func jsonPointerSet(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let pointer = try pointerArgument(call, "json_pointer_set", needed: 3)
  var root = call.takeArgument(0) ?? call[0].retained()
  do {
    try pointer.set(in: &root, to: call[2], call.limits)
  } catch {
    release(root)
    throw error
  }
  return root
}

func jsonPointerDelete(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let pointer = try pointerArgument(call, "json_pointer_delete", needed: 2)
  var root = call.takeArgument(0) ?? call[0].retained()
  pointer.remove(in: &root)
  return root
}

private func pointerArgument(
  _ call: borrowing NativeCall, _ function: String, needed: Int
) throws(HarnError) -> JSONPointer {
  guard call.count >= needed else { throw .thrown(text: "\(function) requires \(needed) arguments") }
  let text = try call.textValue(1)
  defer { release(text) }
  return try JSONPointer(text.string.buffer, function: function)
}
