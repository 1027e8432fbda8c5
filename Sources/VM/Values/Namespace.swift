/// A global that groups functions, such as `stream` (02 §13.3): a dict whose entries win over the methods of dicts, so that
/// `stream.filter` is the function and not the method `filter`.
final class NamespaceState: InternalState {
  /// A dict; the state owns one count.
  private let entries: Value

  /// A namespace with the entries of a dict, which it takes over.
  init(_ entries: Value) { self.entries = entries }

  override var typeName: String { "dict" }
  override var display: String { displayText(entries) }

  override func forEachHeldValue(_ body: (Value) -> Void) { body(entries) }

  /// The function of this name, borrowed; nil when there is none.
  func entry(_ name: StringPointer) -> Value { dictEntry(entries.dict, name) }
}

extension Value {
  /// The state of a namespace; nil for any other value.
  var namespace: NamespaceState? {
    guard isA(.handle) else { return nil }
    return handle.pointee.state.takeUnretainedValue() as? NamespaceState
  }
}
