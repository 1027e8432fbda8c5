import VM

/// Facts about directories (05b §18).
func metadataBuiltins() -> BuiltinGroup {
  let store = MetadataStore()
  let changes: BuiltinGroup = [
    .init("metadata_set") { call throws(HarnError) in try set(store, call) },
    .init("metadata_save") { call throws(HarnError) in
      store.load(call.vm)
      try store.save(call.vm)
      return .nilValue
    },
    .init("metadata_refresh_hashes") { call throws(HarnError) in
      store.load(call.vm)
      refreshHashes(store, below: call.vm.executionRoot)
      return .nilValue
    },
    .init("invalidate_facts") { call throws(HarnError) in
      store.load(call.vm)
      store.invalidate(call.text(0))
      return .nilValue
    },
  ]
  return changes + [
    .init("metadata_get") { call throws(HarnError) in
      store.load(call.vm)
      let facts = store.resolved(call.text(0), call.namespace(1))
      return facts.isEmpty ? .nilValue : MetadataStore.value(facts)
    },
    .init("metadata_resolve") { call throws(HarnError) in resolve(store, call) },
    .init("metadata_entries") { call throws(HarnError) in entries(store, call) },
    .init("metadata_status") { call throws(HarnError) in status(store, call) },
    .init("metadata_stale") { call throws(HarnError) in
      store.load(call.vm)
      return stale(store, below: call.path(0, default: "."))
    },
    .init("compute_content_hash") { call throws(HarnError) in
      let path = call.path(0, default: ".")
      guard let hashes = DirectoryHashes(path) else {
        throw .thrown(text: "compute_content_hash: cannot read directory \(path)")
      }
      return Value(string: hashes.content)
    },
    .init("scan_directory", scanDirectory),
  ]
}

extension NativeCall {
  /// The namespace argument; nil when it was left out.
  fileprivate func namespace(_ index: Int) -> String? { value(index).isNil ? nil : text(index) }
}

private func set(_ store: MetadataStore, _ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard MetadataStore.isNamespace(call.text(1)) else {
    throw .runtimeError("metadata_set: invalid namespace '\(call.text(1))'")
  }
  guard call.value(2).isDict else {
    throw .runtimeError("metadata_set: data must be a dict, got \(typeName(call.value(2)))")
  }
  store.load(call.vm)
  store.set(call.text(0), call.text(1), call[2])
  return .nilValue
}

private func resolve(_ store: MetadataStore, _ call: borrowing NativeCall) -> Value {
  store.load(call.vm)
  if let namespace = call.namespace(1) {
    let facts = store.resolved(call.text(0), namespace)
    return facts.isEmpty ? .nilValue : MetadataStore.value(facts)
  }
  let all = store.names().map { ($0, store.resolved(call.text(0), $0)) }.filter { !$0.1.isEmpty }
  return all.isEmpty ? .nilValue : Value(dict: all.map { ($0.0, MetadataStore.value($0.1)) })
}

private func entries(_ store: MetadataStore, _ call: borrowing NativeCall) -> Value {
  store.load(call.vm)
  let namespace = call.namespace(0)
  return Value(
    list: store.directories(namespace).map { directory in
      Value(dict: [
        "dir": Value(string: directory.isEmpty ? "." : directory),
        "local": MetadataStore.value(store.local(directory, namespace)),
        "resolved": MetadataStore.value(store.resolved(directory, namespace)),
      ])
    })
}

private func status(_ store: MetadataStore, _ call: borrowing NativeCall) -> Value {
  store.load(call.vm)
  let namespace = call.namespace(0)
  let directories = store.directories(namespace)
  func missing(_ key: String) -> Value {
    Value(int: directories.count { store.local($0, MetadataStore.classification)[key] == nil })
  }
  return Value(dict: [
    "directories": Value(list: directories.map { Value(string: $0.isEmpty ? "." : $0) }),
    "directory_count": Value(int: directories.count), "missing_content_hash": missing("contentHash"),
    "missing_structure_hash": missing("structureHash"),
    "namespace_count": Value(int: store.names(namespace).count),
    "namespaces": Value(list: store.names(namespace).map { Value(string: $0) }),
    "stale": stale(store, below: call.vm.executionRoot),
  ])
}

/// The directories whose stored hashes no longer fit: of the structure first, of the content second.
private func stale(_ store: MetadataStore, below project: String) -> Value {
  var tiers: [[String]] = [[], []]
  for directory in store.directories(MetadataStore.classification) {
    let facts = store.local(directory, MetadataStore.classification)
    let hashes = DirectoryHashes(joinedPath([project, directory]))
    func differs(_ key: String, _ hash: String?) -> Bool { facts[key].map { $0 != "\"\(hash ?? "")\"" } ?? false }
    let name = directory.isEmpty ? "." : directory
    if differs("structureHash", hashes?.structure) {
      tiers[0].append(name)
    } else if differs("contentHash", hashes?.content) {
      tiers[1].append(name)
    }
  }
  func list(_ names: [String]) -> Value { Value(list: names.map { Value(string: $0) }) }
  return Value(dict: [
    "any_stale": Value(bool: tiers.contains { !$0.isEmpty }), "tier1": list(tiers[0]), "tier2": list(tiers[1]),
  ])
}

private func refreshHashes(_ store: MetadataStore, below project: String) {
  for directory in store.directories(nil) {
    guard let hashes = DirectoryHashes(joinedPath([project, directory])) else { continue }
    let facts = Value(dict: [
      "contentHash": Value(string: hashes.content), "structureHash": Value(string: hashes.structure),
    ])
    store.set(directory, MetadataStore.classification, facts)
    facts.released()
  }
}

/// `scan_directory(dir, pattern_or_options?, options?)`.
private func scanDirectory(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let second = call.value(1)
  let options = second.isDict ? second : call.value(2)
  let written = second.isNil || second.isDict ? options.entry("pattern") ?? .nilValue : second
  var pattern: GlobPattern?
  if !written.isNil {
    do throws(GlobPattern.Failure) {
      pattern = try GlobPattern(displayText(written))
    } catch {
      throw .thrown(text: "scan_directory: \(error.text)")
    }
  }
  func flag(_ name: String, _ fallback: Bool) -> Bool {
    options.entry(name).map { $0.isNil ? fallback : $0.isTruthy } ?? fallback
  }
  let (hidden, directories, files) = (
    flag("include_hidden", false), flag("include_dirs", true), flag("include_files", true)
  )
  let depth = max(0, options.entry("max_depth")?.intValue ?? 5)
  let root = call.path(0, default: ".")
  guard FileAccess.isDirectory(root) else {
    throw .thrown(text: "scan_directory: cannot read directory \(root)")
  }
  var walk = DirectoryWalk(root: root, maximumDepth: depth, followsLinks: false)
  var found = ListBuilder()
  while let entry = walk.next(), !call.isInterrupted {
    let parts = entry.relativePath.split(separator: "/")
    guard entry.depth > 0, entry.status.isDirectory ? directories : files else { continue }
    guard hidden || !parts.contains(where: { $0.hasPrefix(".") }) else { continue }
    if let pattern, !pattern.matches(entry.relativePath), !pattern.matches(parts.last.map(String.init) ?? "") {
      continue
    }
    found.append(
      Value(dict: [
        "is_dir": Value(bool: entry.status.isDirectory), "modified": Value(float: entry.status.modified),
        "path": Value(string: entry.relativePath), "size": Value(int: entry.status.size),
      ]))
  }
  return found.finish()
}
