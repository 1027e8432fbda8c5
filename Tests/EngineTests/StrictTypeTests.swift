import Diagnostics
import Engine
import Testing

/// Strict types (03 §15).
@Suite struct StrictTypeTests {
  private func messages(_ text: String) -> [String] {
    var settings = CheckSettings()
    settings.hasStrictTypes = true
    return Engine().checkWithImports(SourceFile(path: "a.harn", text: text), settings: settings).flatMap(\.diagnostics)
      .filter { $0.code.lintRule == nil }.map(\.message)
  }

  private static let property = "Accessing property on unvalidated value 'x' from `json_parse`"

  @Test(arguments: [
    ("json_parse(\"\").f", "Direct property access on unvalidated `json_parse()` result"),
    ("json_parse(\"\")[0]", "Direct subscript access on unvalidated `json_parse()` result"),
    ("http_get(\"\").body", "Direct property access on unvalidated `http_get()` result"),
    ("let x = json_parse(\"\")\nx.f", property),
    ("let x = json_parse(\"\")\nx[0]", "Subscript access on unvalidated value 'x' from `json_parse`"),
    ("let y = json_parse(\"\")\nlet x = y\nx.f", property),
    ("let x: dict = json_parse(\"\")\nx.f", property),
    ("let x: int | nil = json_parse(\"\")\nx.f", property),
    ("let x = json_parse(\"\")\nif schema_is(x, {}) { x.f } else { x.f }", property),
    ("let x = json_parse(\"\")\nif true { schema_expect(x, {}) }\nx.f", property),
    ("let x = json_parse(\"\")\nlet f = { y -> x.f }", property),
    ("let r = llm_call(\"\", nil, {})\nr.text", "Accessing property on unvalidated value 'r' from `llm_call`"),
  ])
  func `a look into unchecked data is reported`(_ text: String, _ message: String) {
    #expect(messages(text) == [message])
  }

  @Test(arguments: [
    "let x: {f: int} = json_parse(\"\")\nx.f", "let x: Form = json_parse(\"\")\nx.f",
    "let x = json_parse(\"\")\nschema_expect(x, {})\nx.f",
    "let x = json_parse(\"\")\nif schema_is(x, {}) && true { x.f }",
    "let x = json_parse(\"\")\nguard is_type(x, {}) else { return }\nx.f",
    "let x = schema_expect(json_parse(\"\"), {})\nx.f",
    "let r = llm_call(\"\", nil, {output_schema: {}})\nr.text", "let x = json_parse(\"\")\nfn g(x) { return x.f }",
    "let x = {f: 1}\nx.f", "fn json_parse(t) { return t }\nlet x = json_parse(\"\")\nx.f",
    "var x = json_parse(\"\")\nx = {f: 1}\nx.f", "let x = json_parse(\"\")\nprintln(x)",
  ])
  func `checked data may be looked into`(_ text: String) {
    #expect(messages(text) == [])
  }

  @Test(arguments: [
    ("schema_expect(x, A)", ["'s' declared as string, but assigned int"]),
    ("schema_expect(x, {properties: {f: {type: \"int\"}}})", ["'s' declared as string, but assigned int"]),
    ("if true { schema_expect(x, A) }", [property]), ("schema_expect(x, A)\nx = json_parse(\"\")", [property]),
    ("let y = schema_expect(x, A)", [property]),
  ])
  func `what schema_expect lets pass has the type of the schema`(_ line: String, _ expected: [String]) {
    let text = "type A = {f: int}\nfn g() {\nvar x = json_parse(\"\")\n\(line)\nlet s: string = x.f\nprintln(s)\n}\n"
    #expect(messages(text) == expected)
    let file = SourceFile(path: "a.harn", text: text)
    #expect(Engine().check(file) == [], "only under strict types")
  }

  @Test func `without strict types nothing is said`() {
    let file = SourceFile(path: "a.harn", text: "let x = json_parse(\"\")\nprintln(x.f)\n")
    #expect(Engine().checkWithImports(file).isEmpty)
  }
}
