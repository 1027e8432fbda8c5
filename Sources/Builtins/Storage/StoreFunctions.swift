import VM

/// The store and the checkpoints of a program (05 §29).
func storageBuiltins() -> BuiltinGroup {
  let store = Storage("store") { place in "\(place.stateRoot)/store.json" }
  let checkpoints = Storage("checkpoint") { place in "\(place.stateRoot)/checkpoints/\(place.name).json" }
  return [
    .init("store_set") { call throws(HarnError) in try store.set(call) },
    .init("store_get") { call throws(HarnError) in store.get(call) },
    .init("store_delete") { call throws(HarnError) in try store.delete(call) },
    .init("store_list") { call throws(HarnError) in store.list(call) },
    .init("store_clear") { call throws(HarnError) in try store.clear(call, removesFile: false) },
    .init("store_save") { call throws(HarnError) in try store.save(call.vm) },
    .init("checkpoint") { call throws(HarnError) in try checkpoints.set(call) },
    .init("checkpoint_get") { call throws(HarnError) in checkpoints.get(call) },
    .init("checkpoint_exists") { call throws(HarnError) in checkpoints.exists(call) },
    .init("checkpoint_delete") { call throws(HarnError) in try checkpoints.delete(call) },
    .init("checkpoint_list") { call throws(HarnError) in checkpoints.list(call) },
    .init("checkpoint_clear") { call throws(HarnError) in try checkpoints.clear(call, removesFile: true) },
  ]
}

/// Keys and values that outlive the run, in one JSON file.
///
/// The entries are kept as JSON texts: what is read back is what a later run reads.
private final class Storage {
  private let name: String
  private let path: (StatePlace) -> String
  /// The JSON text of each value; nil before the first use.
  private var entries: [String: String]?

  init(_ name: String, path: @escaping (StatePlace) -> String) {
    self.name = name
    self.path = path
  }

  func set(_ call: borrowing NativeCall) throws(HarnError) -> Value {
    var entries = loaded(call.vm)
    entries[call.text(0)] = jsonText(call.value(1), JSONStyle(.stored))
    self.entries = entries
    return try save(call.vm)
  }

  func get(_ call: borrowing NativeCall) -> Value {
    guard let text = loaded(call.vm)[call.text(0)] else { return .nilValue }
    return (try? parseJSON(text)) ?? .nilValue
  }

  func exists(_ call: borrowing NativeCall) -> Value {
    Value(bool: loaded(call.vm)[call.text(0)] != nil)
  }

  func delete(_ call: borrowing NativeCall) throws(HarnError) -> Value {
    var entries = loaded(call.vm)
    guard entries.removeValue(forKey: call.text(0)) != nil else { return .nilValue }
    self.entries = entries
    return try save(call.vm)
  }

  func list(_ call: borrowing NativeCall) -> Value {
    let keys = loaded(call.vm).keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Value(list: keys.map { Value(string: $0) })
  }

  func clear(_ call: borrowing NativeCall, removesFile: Bool) throws(HarnError) -> Value {
    entries = [:]
    guard removesFile else { return try save(call.vm) }
    do throws(SystemError) {
      try StateFile.remove(path(StatePlace(call.vm)))
    } catch {
      throw .runtimeError("\(name) write error: \(error.text)")
    }
    return .nilValue
  }

  /// Rewrites the file, indented and with sorted keys.
  func save(_ vm: VirtualMachine) throws(HarnError) -> Value {
    let values = loaded(vm).map { ($0.key, (try? parseJSON($0.value)) ?? .nilValue) }
    let document = Value(dict: values)
    defer { document.released() }
    do throws(SystemError) {
      try StateFile.write(jsonText(document, JSONStyle(.stored, indent: 2)), to: path(StatePlace(vm)))
    } catch {
      throw .runtimeError("\(name) write error: \(error.text)")
    }
    return .nilValue
  }

  /// The entries, read from the file at the first use. A file that cannot be read counts as empty.
  private func loaded(_ vm: VirtualMachine) -> [String: String] {
    if let entries { return entries }
    var entries: [String: String] = [:]
    if let text = StateFile.read(path(StatePlace(vm))), let document = try? parseJSON(text) {
      for entry in document.dictEntries { entries[entry.key] = jsonText(entry.value, JSONStyle(.stored)) }
      document.released()
    }
    self.entries = entries
    return entries
  }
}
