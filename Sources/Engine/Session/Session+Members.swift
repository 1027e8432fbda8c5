import Catalog
import VM

// What may stand behind a dot (07 §8.5).

extension Session {
  /// The fields and methods that begin with `prefix` of the value at the end of `text`, as far as it is known without running
  /// anything.
  public func members(ofEndOf text: String, withPrefix prefix: String) -> [Candidate] {
    switch Receiver(endOf: text) {
    case .path(let names): members(of: names, withPrefix: prefix)
    case .literal(let kind, let keys): candidates(ofKind: kind, fields: keys, withPrefix: prefix)
    case nil: []
    }
  }

  /// The fields and methods that begin with `prefix` of the value that `path` names: a binding, and fields of it.
  public func members(of path: [String], withPrefix prefix: String) -> [Candidate] {
    guard let value = value(at: path) else { return [] }
    defer { value.released() }
    return candidates(
      ofKind: typeName(value), methods: runtime.vm.methodNames(of: value), fields: runtime.vm.fieldNames(of: value),
      withPrefix: prefix)
  }

  private func candidates(
    ofKind kind: String, methods: [String] = [], fields: [String], withPrefix prefix: String
  ) -> [Candidate] {
    var found: [String: String] = [:]
    for method in Catalog.methods where method.kind == .method(of: kind) { found[method.name] = method.summary }
    for name in methods { found[name] = "method" }
    for name in fields where Session.isName(name) { found[name] = "field" }
    return found.filter { $0.key.hasPrefix(prefix) }
      .map { Candidate(name: $0.key, help: $0.value) }.sorted { $0.name < $1.name }
  }

  /// Whether a key can be written behind a dot.
  private static func isName(_ key: String) -> Bool {
    guard let first = key.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return key.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) }
  }

  /// The value, owned by the caller.
  private func value(at path: [String]) -> Value? {
    guard let first = path.first, let variable = variables[first] else { return nil }
    var value = variable.value.retained()
    for name in path.dropFirst() {
      let field = runtime.vm.optionalProperty(name, of: value)
      value.released()
      value = field
    }
    return value
  }
}
