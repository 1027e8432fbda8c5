/// The directories of `[asset_roots]` in a manifest by alias; empty when the file cannot be read.
func assetRoots(_ manifest: String) -> [String: String] {
  guard let text = try? TemplateFiles.read(manifest) else { return [:] }
  var roots: [String: String] = [:]
  var isInside = false
  for line in text.split(whereSeparator: \.isNewline) {
    let line = line.drop(while: \.isWhitespace)
    if line.hasPrefix("[") {
      isInside = line.hasPrefix("[asset_roots]")
    } else if isInside, let equals = line.firstIndex(of: "=") {
      let key = line[..<equals].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
      let value = line[line.index(after: equals)...].drop(while: \.isWhitespace)
      guard let quote = value.first, quote == "\"" || quote == "'" else { continue }
      roots[String(key)] = String(value.dropFirst().prefix { $0 != quote })
    }
  }
  return roots
}
