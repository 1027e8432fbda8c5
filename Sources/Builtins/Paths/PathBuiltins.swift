import VM

/// Paths (05 §22).
func pathBuiltins() -> BuiltinGroup {
  [
    .init("path_segments") { call throws(HarnError) in stringList(LexicalPath(call.text(0)).segments) },
    .init("path_parent") { call throws(HarnError) in Value(string: parentText(LexicalPath(call.text(0)))) },
    .init("path_basename") { call throws(HarnError) in Value(string: LexicalPath(call.text(0)).basename) },
    .init("path_extension") { call throws(HarnError) in
      Value(string: splitExtension(LexicalPath(call.text(0)).basename).ext)
    },
    .init("path_stem") { call throws(HarnError) in
      Value(string: splitExtension(LexicalPath(call.text(0)).basename).stem)
    },
    .init("path_parts") { call throws(HarnError) in pathParts(LexicalPath(call.text(0))) },
    .init("path_with_extension", withExtension),
    .init("path_with_stem", withStem),
    .init("path_is_absolute") { call throws(HarnError) in Value(bool: LexicalPath(call.text(0)).isAbsolute) },
    .init("path_is_relative") { call throws(HarnError) in Value(bool: !LexicalPath(call.text(0)).isAbsolute) },
    .init("path_normalize") { call throws(HarnError) in Value(string: LexicalPath.normalizedText(call.text(0))) },
    .init("path_relative_to") { call throws(HarnError) in
      LexicalPath(call.text(0)).relative(to: LexicalPath(call.text(1))).map { Value(string: $0) } ?? .nilValue
    },
    .init("path_to_posix") { call throws(HarnError) in Value(string: posixText(call.text(0))) },
    .init("path_to_native") { call throws(HarnError) in Value(string: posixText(call.text(0))) },
    .init("path_workspace_info") { call throws(HarnError) in workspacePath(call).dict },
    .init("path_workspace_normalize") { call throws(HarnError) in
      workspacePath(call).workspacePath.map { Value(string: $0) } ?? .nilValue
    },
    .init("path_join") { call throws(HarnError) in Value(string: joinedPath(call.list.map(displayText))) },
    .init("dirname") { call throws(HarnError) in Value(string: hostParent(call.text(0))) },
    .init("basename") { call throws(HarnError) in Value(string: hostName(call.text(0))) },
    .init("extname") { call throws(HarnError) in Value(string: splitExtension(hostName(call.text(0))).ext) },
  ]
}

/// A list of these strings.
func stringList(_ texts: [String]) -> Value { Value(list: texts.map { Value(string: $0) }) }

// MARK: Lexical paths

/// The parent as text: empty for a single relative segment.
private func parentText(_ path: LexicalPath) -> String { path.parent.text }

private func pathParts(_ path: LexicalPath) -> Value {
  let (stem, ext) = splitExtension(path.basename)
  return Value(dict: [
    "dir": Value(string: parentText(path)), "ext": Value(string: ext), "file": Value(string: path.basename),
    "segments": stringList(path.segments), "stem": Value(string: stem),
  ])
}

private func withExtension(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  var path = LexicalPath(call.text(0))
  let ext = call.text(1)
  if let name = path.segments.popLast() {
    path.segments.append(splitExtension(name).stem + (ext.isEmpty || ext.hasPrefix(".") ? ext : ".\(ext)"))
  }
  return Value(string: path.text)
}

private func withStem(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  var path = LexicalPath(call.text(0))
  if let name = path.segments.popLast() { path.segments.append(call.text(1) + splitExtension(name).ext) }
  return Value(string: path.text)
}

// MARK: Host paths (05 §22.2)

/// The components joined with one slash; an absolute one discards everything before it.
func joinedPath(_ parts: [String]) -> String {
  var path = ""
  for part in parts {
    if part.hasPrefix("/") || path.isEmpty {
      path = part
    } else if !part.isEmpty {
      path += path.hasSuffix("/") ? part : "/\(part)"
    } else if !path.hasSuffix("/") {
      path += "/"
    }
  }
  return path
}

private func withoutTrailingSlashes(_ path: String) -> Substring {
  var rest = Substring(path)
  while rest.utf8.count > 1, rest.utf8.last == 0x2f { rest.removeLast() }
  return rest
}

/// The path without its last component: `/` for what is directly below the root, empty for a single name and the root.
func hostParent(_ path: String) -> String {
  let rest = withoutTrailingSlashes(path)
  guard rest != "/", let slash = rest.lastIndex(of: "/") else { return "" }
  let parent = withoutTrailingSlashes(String(rest[..<slash]))
  return parent.isEmpty ? "/" : String(parent)
}

/// The last component; empty for the root and `..`.
private func hostName(_ path: String) -> String {
  let rest = withoutTrailingSlashes(path)
  let name = rest.lastIndex(of: "/").map { rest[rest.index(after: $0)...] } ?? rest
  return name == ".." ? "" : String(name)
}
