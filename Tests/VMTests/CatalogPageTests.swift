import Catalog
import Foundation
import TestSupport
import Testing

@Suite struct CatalogPageTests {
  @Test func `docs/builtins.md shows the catalogue`() throws {
    let file = Repository.root.appendingPathComponent("docs/builtins.md")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try Catalog.page.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded docs/builtins.md")
    }
    #expect((try? String(contentsOf: file, encoding: .utf8)) == Catalog.page, "record it with RECORD_GOLDEN=1")
  }

  /// The rows of 05 §31 and 05b §21: result type and names.
  private func rows(of file: String, section: String) throws -> [(type: String, names: [String])] {
    let url = Repository.root.appendingPathComponent("docs/reference/\(file)")
    let text = try String(contentsOf: url, encoding: .utf8)
    let start = try #require(text.range(of: "\n## \(section) Static result types\n"))
    let body = text[start.upperBound...].components(separatedBy: "\n## ")[0]
    return body.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { line in
      // Bars inside the cells are escaped.
      let cells = line.replacingOccurrences(of: "\\|", with: "\u{1}").split(separator: "|").map {
        $0.replacingOccurrences(of: "\u{1}", with: "|").split(separator: "`", omittingEmptySubsequences: false)
      }
      // `a`; `b` in both cells are two rows.
      let types = stride(from: 1, to: cells[0].count, by: 2).map { String(cells[0][$0]) }
      let names = stride(from: 1, to: cells[1].count, by: 2).map { cells[1][$0].split(separator: " ").map(String.init) }
      return zip(types, names).map { (type: $0, names: $1) }
    }
  }

  @Test(arguments: [("05-builtins.md", "31."), ("05b-builtins-extended.md", "21.")])
  func `result types are those of the reference`(_ file: String, _ section: String) throws {
    let entries = Dictionary(Catalog.builtins.map { ($0.name, $0) }) { first, _ in first }
    let rows = try rows(of: file, section: section)
    #expect(rows.count > 7)
    for row in rows {
      for name in row.names {
        guard let entry = entries[name] else { continue }
        #expect(entry.result == row.type, "\(name)")
      }
    }
  }

  @Test func `every core builtin of the reference is known`() throws {
    // Constants, and names with a dot, are no builtin functions.
    let others: Set<String> = ["e", "pi", "stream"]
    for row in try rows(of: "05-builtins.md", section: "31.") {
      for name in row.names where !name.contains(".") && !others.contains(name) {
        #expect(Catalog.knownNames.contains(name), "\(name)")
      }
    }
  }
}
