import VM

/// Facts about directories, by namespace (05b §18). A directory inherits the facts of those above it.
///
/// Values are kept as JSON texts: what is read back is what a later run reads.
final class MetadataStore {
  /// The JSON text of each fact by its key.
  typealias Facts = [String: String]

  /// Facts by namespace and directory; the root is the empty path.
  private var namespaces: [String: [String: Facts]] = [:]
  private var isLoaded = false

  /// The key of a directory: its parts between slashes, nothing for the root.
  static func key(_ directory: String) -> String {
    directory.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Whether a namespace may name a directory of the store.
  static func isNamespace(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0x2f || $0 == 0 }
  }

  /// The directory and those above it, the root first.
  private static func chain(_ directory: String) -> [String] {
    var chain = [""]
    for part in key(directory).split(separator: "/") {
      chain.append(chain.count == 1 ? String(part) : "\(chain[chain.count - 1])/\(part)")
    }
    return chain
  }

  // MARK: Looking

  /// The namespaces in order; one of them when it is named.
  func names(_ namespace: String? = nil) -> [String] {
    let names = namespaces.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names.filter { namespace == nil || $0 == namespace }
  }

  /// The directories with facts, in order.
  func directories(_ namespace: String?) -> [String] {
    let keys = Set(
      names(namespace).flatMap { name in namespaces[name, default: [:]].filter { !$0.value.isEmpty }.keys })
    return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The own facts of a directory.
  func local(_ directory: String, _ namespace: String?) -> Facts {
    merged(names(namespace).map { namespaces[$0]?[MetadataStore.key(directory)] ?? [:] })
  }

  /// The facts of a directory with those that it inherits.
  func resolved(_ directory: String, _ namespace: String?) -> Facts {
    merged(
      names(namespace).flatMap { name in
        MetadataStore.chain(directory).map { namespaces[name]?[$0] ?? [:] }
      })
  }

  private func merged(_ all: [Facts]) -> Facts {
    all.reduce(into: [:]) { merged, facts in merged.merge(facts) { $1 } }
  }

  /// The dict of facts, owned by the caller.
  static func value(_ facts: Facts) -> Value {
    Value(dict: facts.map { ($0.key, (try? parseJSON($0.value)) ?? .nilValue) })
  }

  // MARK: Changing

  func set(_ directory: String, _ namespace: String, _ entries: Value) {
    var facts = namespaces[namespace]?[MetadataStore.key(directory)] ?? [:]
    for entry in entries.dictEntries { facts[entry.key] = jsonText(entry.value, JSONStyle(.stored)) }
    namespaces[namespace, default: [:]][MetadataStore.key(directory)] = facts
  }

  /// Forgets the facts of a directory in all namespaces but `classification`.
  func invalidate(_ directory: String) {
    for name in names() where name != MetadataStore.classification {
      namespaces[name]?[MetadataStore.key(directory)] = nil
    }
  }

  /// The namespace of the hashes.
  static let classification = "classification"

  // MARK: Files

  private static func root(_ vm: VirtualMachine) -> String { "\(StatePlace(vm).stateRoot)/metadata" }

  /// Reads the files of all namespaces, at the first use. Files that cannot be read count as empty.
  func load(_ vm: VirtualMachine) {
    guard !isLoaded else { return }
    isLoaded = true
    let root = MetadataStore.root(vm)
    for name in (try? FileAccess.names(in: root)) ?? [] {
      guard let text = StateFile.read("\(root)/\(name)/entries.json"), let document = try? parseJSON(text) else {
        continue
      }
      for directory in document.dictEntries { set(directory.key, name, directory.value) }
      document.released()
    }
  }

  /// Writes a file for each namespace.
  func save(_ vm: VirtualMachine) throws(HarnError) {
    for name in names() {
      let entries = namespaces[name, default: [:]].map {
        ($0.key.isEmpty ? "." : $0.key, MetadataStore.value($0.value))
      }
      let document = Value(dict: entries)
      defer { document.released() }
      do throws(SystemError) {
        try StateFile.write(
          jsonText(document, JSONStyle(.stored, indent: 2)), to: "\(MetadataStore.root(vm))/\(name)/entries.json")
      } catch {
        throw .runtimeError("metadata write error: \(error.text)")
      }
    }
  }
}

/// What tells whether the files directly in a directory have changed (05b §18).
struct DirectoryHashes {
  /// Of names and sizes.
  var structure: String
  /// Of names, sizes and modification times.
  var content: String

  /// nil when the directory cannot be read.
  init?(_ path: String) {
    guard let names = try? FileAccess.names(in: path) else { return nil }
    var structureText = ""
    var contentText = ""
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
      guard let status = try? FileAccess.status("\(path)/\(name)", followsLinks: false) else { continue }
      let line = "\(name)\0\(status.isDirectory ? "d" : String(status.size))\n"
      structureText += line
      contentText += "\(line)\(status.isDirectory ? 0 : status.modified)\n"
    }
    structure = hexText(SHA256.digest(Array(structureText.utf8)))
    content = hexText(SHA256.digest(Array(contentText.utf8)))
  }
}
