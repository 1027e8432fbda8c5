import Checker
import Diagnostics
import Syntax
import Testing

/// The findings in `text` as `line:column severity message`.
func findings(_ text: String, builtins: [String] = ["len", "print", "println"]) -> [String] {
  let file = SourceFile(path: "test.harn", text: text)
  let parsed = parse(file)
  precondition(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
  return check(parsed.program, of: file, context: CheckerContext(builtins: Set(builtins))).map { finding in
    let position = file.position(ofByte: Int(finding.range.start))
    return "\(position.line):\(position.column) \(finding.severity.rawValue) \(finding.message)"
  }
}

@Suite struct CallTargetTests {
  @Test func `an unknown call names the nearest builtin`() {
    #expect(
      findings("pipeline p() {\n  prnt(1)\n}") == [
        "2:3 error call target `prnt` is not defined or imported — did you mean `print`?"
      ])
  }

  @Test func `without a near name there is no suggestion`() {
    #expect(findings("wholly_other()") == ["1:1 error call target `wholly_other` is not defined or imported"])
  }

  @Test func `a builtin wins over a function at the same distance, a function is suggested otherwise`() {
    #expect(
      findings("fn prinx() { return 1 }\nprin()") == [
        "2:1 error call target `prin` is not defined or imported — did you mean `print`?"
      ])
    #expect(
      findings("fn gather() { return 1 }\ngater()") == [
        "2:1 error call target `gater` is not defined or imported — did you mean `gather`?"
      ])
  }

  @Test(arguments: [
    "later()\nfn later() { return 1 }",
    "let f = { x -> x }\nf(1)",
    "fn apply(g, ...more) { return g(more) }",
    "fn outer() { fn inner() { return 1 }\n  return inner() }\nprintln(inner())",
    "for f in [len] { f([]) }",
    "for (a, b) in [] { a(b) }",
    "let {f, g: h, ...rest} = {}\nf()\nh()\nrest()",
    "match len { f if f([]) == 0 -> { f([]) } }",
    "match 1 { Result.Ok(f) -> { f() }  {key: g} -> { g() }  [h] -> { h() } }",
    "try { len([]) } catch (e) { e() }",
    "let xs = parallel each [1] { f -> f() }",
    "__anything()\nhostlib_run()\nOk(1)\nErr(1)\nSome(1)\nNone()",
    "pipeline a() { let f = len }\npipeline b() extends a { f([]) }",
    "pipeline p(task) { task() }",
    "struct Point { x: int }\nPoint({x: 1})",
    "println(\"${unknown_in_text()}\")",
    "import \"lib\"\nfrom_lib()",
    "let v = nowhere",
    "[1].nowhere()",
    "fn f<T>(x: T) { return T(x) }",
  ])
  func `what the reference allows is accepted`(_ text: String) {
    #expect(findings(text) == [])
  }

  @Test func `a session does not judge calls`() {
    let file = SourceFile(path: "test.harn", text: "nowhere()")
    let context = CheckerContext(builtins: [], reportsUnknownCalls: false)
    #expect(check(parse(file).program, of: file, context: context).isEmpty)
  }
}

@Suite struct PlacementTests {
  @Test func `try* needs a function around it`() {
    let text = "try* requires an enclosing function (fn, tool, or pipeline) so the rethrow has a target"
    #expect(findings("let x = try* 1") == ["1:9 error \(text)"])
    #expect(findings("let f = { -> try* 1 }\nfn g() { return try* 1 }\npipeline p() { try* 1 }") == [])
  }

  @Test func `emit belongs to gen fn, yield does not`() {
    #expect(
      findings("gen fn s() { yield 1 }") == [
        "1:14 error `yield` is not a stream emit; use `emit` inside `gen fn`"
      ])
    #expect(findings("fn f() { emit 1 }") == ["1:10 error `emit` can only be used inside a `gen fn`"])
    #expect(findings("gen fn s() { emit 1 }\nfn f() { yield 1 }") == [])
  }
}

@Suite struct PatternTests {
  private let text =
    "Or-pattern alternatives must be literal patterns (string, int, float, bool, nil, or `_`). "
    + "Identifier bindings and destructuring patterns are not allowed inside `|`."

  @Test(arguments: [
    ("1 | x", "1:15"), ("x | 1", "1:11"), ("1 | [2]", "1:15"), ("1 | {k: 2}", "1:15"),
    ("Color.Red | 1", "1:11"), ("1 | -x", "1:15"), ("1 | 2ms", "1:15"), ("1 | \"${2}\"", "1:15"),
  ])
  func `an alternative must be a literal`(_ pattern: String, _ place: String) {
    #expect(findings("match 1 { \(pattern) -> { } }") == ["\(place) error \(text)"])
  }

  @Test func `each alternative is judged`() {
    #expect(
      findings("match 1 { x | y -> { } }") == ["1:11 error \(text)", "1:15 error \(text)"])
  }

  @Test(arguments: ["1 | -2 | 2.5 | -0.5", "\"a\" | true | nil", "1 | _", "(1) | (-2)", "x", "[x, y]"])
  func `literals are accepted, a pattern alone may be anything`(_ pattern: String) {
    #expect(findings("match v { \(pattern) -> { } }") == [])
  }
}

@Suite struct SuggestionTests {
  @Test func `the first candidate of the smallest distance wins`() {
    #expect(nearestName(to: "cat", among: ["cart", "bat", "hat"]) == "cart")
    #expect(nearestName(to: "cat", among: ["carts", "bat"]) == "bat")
    #expect(nearestName(to: "ab", among: ["ba"]) == "ba")
  }

  @Test func `what is too far is no candidate`() {
    #expect(nearestName(to: "cat", among: ["cat", "catalog", "dog"]) == nil)
  }
}
