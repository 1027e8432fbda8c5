extension Catalog {
  /// The page `docs/builtins.md`: every function and method that works, with its parameters, result and purpose.
  package static var page: String {
    var page = """
      # Builtins

      Every builtin function and method that works, from the catalogue in `Sources/Catalog`. The rules are in the
      reference, `docs/reference/05-builtins.md` and `05b-builtins-extended.md`. This page is generated:
      `RECORD_GOLDEN=1 swift test --filter CatalogPageTests` writes it anew.

      ## Functions

      """
    page += table(builtins)
    for group in Dictionary(grouping: methods, by: \.receiver).sorted(by: { $0.key < $1.key }) {
      page += "\n## Methods of \(group.key)\n\n" + table(group.value)
    }
    return page
  }

  private static func table(_ entries: [CatalogEntry]) -> String {
    let rows = entries.sorted { $0.name < $1.name }.map { entry in
      let parameters = entry.parameters.map(\.written).joined(separator: ", ")
      let result = entry.result.map { "`\($0)`".replacingBars } ?? ""
      return "| `\(entry.name)(\(parameters))` | \(result) | \(entry.summary.replacingBars) |\n"
    }
    return "| Call | Result | Purpose |\n| --- | --- | --- |\n" + rows.joined()
  }
}

extension CatalogEntry {
  /// The kind of the receiver of a method, empty for a function.
  fileprivate var receiver: String {
    if case .method(let kind) = kind { kind } else { "" }
  }
}

extension CatalogEntry.Parameter {
  /// As the reference writes it: `name`, `name?` or `name…`.
  fileprivate var written: String { isRest ? "\(name)…" : isOptional ? "\(name)?" : name }
}

extension String {
  /// With bars escaped, which end the cells of tables.
  fileprivate var replacingBars: String {
    split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
