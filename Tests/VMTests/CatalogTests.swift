import Catalog
import Testing
import VM

@Suite struct CatalogTests {
  @Test func `the catalogue lists exactly the methods that the machine has`() {
    let listed = Catalog.methods.map(key)
    #expect(Set(listed) == Set(implementedMethods.map { "\($0.kind).\($0.name)" }))
    #expect(listed.count == Set(listed).count)
  }

  @Test func `every builtin of the catalogue is known to the checker`() {
    #expect(Catalog.knownNames == Set(Catalog.builtins.map(\.name)))
  }

  @Test func `no builtin is listed twice`() {
    let names = Catalog.builtins.map(\.name)
    let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(twice.isEmpty)
  }

  @Test func `parameters are read from the declarations`() {
    let range = Catalog.builtins.first { $0.name == "range" }
    #expect(range?.parameters.map(\.name) == ["a", "b"])
    #expect(range?.parameters.map(\.isOptional) == [false, true])
    #expect(range?.result == "list")
  }

  private func key(_ entry: CatalogEntry) -> String {
    if case .method(let kind) = entry.kind { return "\(kind).\(entry.name)" }
    return entry.name
  }
}
