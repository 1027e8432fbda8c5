import TOML

/// The directories of `[asset_roots]` in a manifest by alias; empty when the file cannot be read (05 §27).
func assetRoots(_ manifest: String) -> [String: String] {
  guard let text = try? TemplateFiles.read(manifest), let document = try? TOMLTable(parsing: text),
    let entries = document["asset_roots"]?.table?.entries
  else { return [:] }
  var roots: [String: String] = [:]
  for entry in entries { roots[entry.key] = entry.value.text }
  return roots
}
