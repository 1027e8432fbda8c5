import VM

/// Compression and archives (05b §19).
func archiveBuiltins() -> BuiltinGroup {
  let missing = ["zstd_encode", "zstd_decode", "brotli_encode", "brotli_decode"]
  let refused: BuiltinGroup = missing.map { name in
    .init(name) { call throws(HarnError) in throw .runtimeError("\(name): not supported") }
  }
  return refused + [
    .init("gzip_encode", encodeGzip),
    .init("gzip_decode") { call throws(HarnError) in
      let data = try call.archiveData("gzip_decode")
      let limit = call.limits.stringBytes
      return Value(
        octets: try decoded("gzip_decode") { () throws(Inflate.Failure) in try Gzip.decode(data, limit: limit) })
    },
    .init("tar_create") { call throws(HarnError) in
      Value(octets: Tar.create(try call.archiveEntries("tar_create", hasMode: true)))
    },
    .init("tar_extract") { call throws(HarnError) in
      let data = try call.archiveData("tar_extract")
      let entries = try decoded("tar_extract") { () throws(Inflate.Failure) in try Tar.extract(data) }
      return Value(
        list: entries.map { entry in
          Value(dict: [
            "content": Value(octets: entry.content), "mode": Value(int: entry.mode),
            "path": Value(string: entry.path),
          ])
        })
    },
    .init("zip_create") { call throws(HarnError) in
      let entries = try call.archiveEntries("zip_create", hasMode: false)
      guard entries.count <= Zip.limit, entries.allSatisfy({ $0.path.utf8.count <= Zip.limit }) else {
        throw .runtimeError("zip_create: more than \(Zip.limit) entries, or octets in a path")
      }
      return Value(octets: Zip.create(entries))
    },
    .init("zip_extract") { call throws(HarnError) in
      let data = try call.archiveData("zip_extract")
      let limit = call.limits.stringBytes
      let entries = try decoded("zip_extract") { () throws(Inflate.Failure) in try Zip.extract(data, limit: limit) }
      return Value(
        list: entries.map { entry in
          Value(dict: ["content": Value(octets: entry.content), "path": Value(string: entry.path)])
        })
    },
  ]
}

private func decoded<Result>(
  _ name: String, _ decode: () throws(Inflate.Failure) -> Result
) throws(HarnError) -> Result {
  do throws(Inflate.Failure) {
    return try decode()
  } catch {
    throw .runtimeError("\(name): \(error.text)")
  }
}

private func encodeGzip(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = "gzip_encode"
  guard call.count > 0 else { throw .runtimeError("\(name): missing argument 1") }
  guard call[0].isBytes || call[0].isString else {
    throw .runtimeError("\(name): expected bytes or string at argument 1, got \(typeName(call[0]))")
  }
  var level = Gzip.standardLevel
  if !call.value(1).isNil {
    guard let given = call.int(1) else {
      throw .runtimeError("\(name): level must be an int, got \(typeName(call[1]))")
    }
    guard 0...9 ~= given else { throw .runtimeError("\(name): level must be between 0 and 9, got \(given)") }
    level = given
  }
  return Value(octets: Gzip.encode(call.octetsOrText(0), level: level))
}

extension NativeCall {
  /// The octets of the first argument.
  fileprivate func archiveData(_ name: String) throws(HarnError) -> [UInt8] {
    guard count > 0 else { throw .runtimeError("\(name): missing argument 1") }
    guard self[0].isBytes else {
      throw .runtimeError("\(name): expected bytes at argument 1, got \(typeName(self[0]))")
    }
    return Array(self[0].octets)
  }

  /// The files of the first argument.
  fileprivate func archiveEntries(_ name: String, hasMode: Bool) throws(HarnError) -> [ArchiveEntry] {
    guard count > 0 else { throw .runtimeError("\(name): missing argument 1") }
    guard self[0].isList else { throw .runtimeError("\(name): entries must be a list, got \(typeName(self[0]))") }
    var entries: [ArchiveEntry] = []
    for (index, item) in self[0].listItems.enumerated() {
      guard let path = item.entry("path"), !path.isNil else {
        throw .runtimeError("\(name): entry \(index) is missing path")
      }
      guard !displayText(path).isEmpty else { throw .runtimeError("\(name): entry \(index) path must not be empty") }
      guard let content = item.entry("content"), !content.isNil else {
        throw .runtimeError("\(name): entry \(index) is missing content")
      }
      guard content.isBytes || content.isString else {
        throw .runtimeError("\(name): entry \(index) content must be bytes or string, got \(typeName(content))")
      }
      var entry = ArchiveEntry(
        path: displayText(path), content: content.isBytes ? Array(content.octets) : Array(content.utf8))
      if hasMode, let mode = item.entry("mode"), !mode.isNil {
        guard let bits = mode.intValue, 0...4095 ~= bits else {
          throw .runtimeError("\(name): entry \(index) mode must be between 0 and 4095")
        }
        entry.mode = bits
      }
      entries.append(entry)
    }
    return entries
  }
}
