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

  /// A copy of `root` with the location replaced, or `root` itself when there is no such place. Borrows `new`; owned by
  /// the caller.
  func replacing(in root: Value, with new: Value) -> Value {
    guard let last = tokens.last else { return new.retained() }
    return changing(root) { parent in
      if parent.isDict {
        let copy = Value(copyDict(parent.dict))
        JSONPointer.set(last, of: copy.dict, new.retained())
        return copy
      }
      guard parent.isList, let index = JSONPointer.index(last, in: parent.list) else { return nil }
      let list = copyList(parent.list, room: 1)
      if index == list.pointee.count {
        append(new.retained(), to: list)
      } else {
        JSONPointer.set(index, of: list, new.retained())
      }
      return Value(list)
    }
  }

  /// A copy of `root` without the location, or `root` itself when there is no such place. Owned by the caller.
  func removing(in root: Value) -> Value {
    guard let last = tokens.last else { return .nilValue }
    return changing(root) { parent in
      if parent.isDict {
        let copy = copyDict(parent.dict)
        let key = last.withUnsafeBufferPointer { newString(copying: $0) }
        removeEntry(copy, key)
        release(Value(key))
        return Value(copy)
      }
      guard parent.isList, let index = JSONPointer.index(last, in: parent.list),
        index < parent.list.pointee.count
      else { return nil }
      var items = parent.listItems
      items.remove(at: index)
      return Value(list: items.map { $0.retained() })
    }
  }

  /// Copies the containers on the way to the location; `change` makes the new innermost one, nil to leave all as it is.
  private func changing(_ root: Value, _ change: (Value) -> Value?) -> Value {
    var parents: [Value] = [root]
    for token in tokens.dropLast() {
      guard let next = JSONPointer.child(token, of: parents[parents.count - 1]) else { return root.retained() }
      parents.append(next)
    }
    guard var value = change(parents.removeLast()) else { return root.retained() }
    while let parent = parents.popLast() {
      let token = tokens[parents.count]
      if parent.isDict {
        let copy = copyDict(parent.dict)
        JSONPointer.set(token, of: copy, value)
        value = Value(copy)
      } else if let index = JSONPointer.index(token, in: parent.list) {
        let copy = copyList(parent.list)
        JSONPointer.set(index, of: copy, value)
        value = Value(copy)
      }
    }
    return value
  }

  // MARK: Steps

  private static func child(_ token: [UInt8], of value: Value) -> Value? {
    if value.isDict {
      let key = token.withUnsafeBufferPointer { newString(copying: $0) }
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

  private static func set(_ token: [UInt8], of dict: DictPointer, _ value: Value) {
    let key = token.withUnsafeBufferPointer { newString(copying: $0) }
    setEntry(dict, key, value)
    release(Value(key))
  }

  private static func set(_ index: Int, of list: ListPointer, _ value: Value) {
    let old = list.pointee.items[index]
    if value.isCounted { list.pointee.header.flags |= ListObject.holdsCounted }
    list.pointee.items[index] = value
    release(old)
  }
}

func jsonPointer(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let pointer = try pointerArgument(call, "json_pointer", needed: 2)
  return pointer.value(in: call[0])?.retained() ?? .nilValue
}

func jsonPointerSet(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let pointer = try pointerArgument(call, "json_pointer_set", needed: 3)
  return pointer.replacing(in: call[0], with: call[2])
}

func jsonPointerDelete(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let pointer = try pointerArgument(call, "json_pointer_delete", needed: 2)
  return pointer.removing(in: call[0])
}

private func pointerArgument(
  _ call: borrowing NativeCall, _ function: String, needed: Int
) throws(HarnError) -> JSONPointer {
  guard call.count >= needed else { throw .thrown(text: "\(function) requires \(needed) arguments") }
  let text = try call.textValue(1)
  defer { release(text) }
  return try JSONPointer(text.string.buffer, function: function)
}
