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

  /// Where the reference lists static result types.
  private static let resultSections = [
    ("03-types.md", "\n### 6.5 Result types of builtins\n"),
    ("05-builtins.md", "\n## 31. Static result types\n"),
    ("05b-builtins-extended.md", "\n## 21. Static result types\n"),
  ]

  /// The rows of the first table behind `heading`: result type and names.
  private func rows(of file: String, behind heading: String) throws -> [(type: String, names: [String])] {
    let text = try reference(file)
    let start = try #require(text.range(of: heading))
    let body = text[start.upperBound...].components(separatedBy: "\n##")[0]
    return body.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { line in
      // Bars inside the cells are escaped.
      let cells = line.replacingOccurrences(of: "\\|", with: "\u{1}").split(separator: "|").map {
        $0.replacingOccurrences(of: "\u{1}", with: "|").split(separator: "`", omittingEmptySubsequences: false)
      }
      // `a`; `b` or `a` / `b` in both cells are two rows.
      let types = stride(from: 1, to: cells[0].count, by: 2).map { String(cells[0][$0]) }
      let names = stride(from: 1, to: cells[1].count, by: 2).map { cells[1][$0].split(separator: " ").map(String.init) }
      return zip(types, names).map { (type: $0, names: $1) }
    }
  }

  private func reference(_ file: String) throws -> String {
    try String(contentsOf: Repository.root.appendingPathComponent("docs/reference/\(file)"), encoding: .utf8)
  }

  @Test func `result types are those of the reference and no others`() throws {
    var listed: [String: String] = [:]
    for (file, heading) in CatalogPageTests.resultSections {
      let rows = try rows(of: file, behind: heading)
      #expect(rows.count > 7)
      for row in rows {
        for name in row.names {
          #expect(listed.updateValue(row.type, forKey: name) ?? row.type == row.type, "\(name) in \(file)")
        }
      }
    }
    for entry in Catalog.builtins {
      #expect(entry.result == listed[entry.name], "\(entry.name)")
    }
  }

  @Test(arguments: [("05-builtins.md", 150), ("05b-builtins-extended.md", 60)])
  func `every builtin of the tables of the reference is known`(_ file: String, _ leastNumber: Int) throws {
    // Functions of library modules, filters of queries, and the notation itself have tables of their own.
    let others = ["1.1", "30.", "2. jq", "13. Host", "20. std"]
    let sections = try reference(file).components(separatedBy: "\n## ").flatMap { $0.components(separatedBy: "\n### ") }
    var names: Set<String> = []
    for section in sections where !others.contains(where: section.hasPrefix) {
      for line in section.split(separator: "\n") where line.hasPrefix("| `") {
        let firstCell = line.dropFirst(2).prefix { $0 != "|" }
        names.formUnion(firstCell.matches(of: /`([a-z_0-9]+)\(/).map { String($0.1) })
      }
    }
    #expect(names.count >= leastNumber)
    #expect(names.subtracting(Catalog.knownNames) == [])
  }
}
