import Checker
import Diagnostics
import Syntax
import Testing

/// Where findings point (03 §10): each program marks the piece of its text in `«»`, one row for each number there.
@Suite struct PositionTests {
  @Test(arguments: [
    ("1", "fn f() {\n  «let x: int = \"a\"»\n}", "'x' declared as int, but assigned string"),
    ("1 var", "«var x: int = \"a\"»", "'x' declared as int, but assigned string"),
    ("2", "fn f() -> int { «return \"a\"» }", "return type doesn't match: expected int, got string"),
    ("3", "fn f(a, b: int) { return a }\nf(1, «[2]»)", "Argument 2 ('b'): expected int, got list<int>"),
    ("4", "fn f() {\n  var x = 1\n  «x = \"a\"»\n}", "can't assign string to 'x' (declared as int)"),
    ("5", "let a = («1 + \"b\"»)", "can't add int and string"),
    ("6", "let a = 2 * («\"b\" - 1»)", "can't use '-' on string and int (needs numeric operands)"),
    ("7", "let a = [«1.5 * \"b\"»]", "can't multiply float and string (try string * int)"),
    ("8", "let a = 1 + «wholly_other(1)»", "call target `wholly_other` is not defined or imported"),
    (
      "9", "fn f<T>(a: T, b: T) { return a }\nfn g(x: any) { f(x, «1») }",
      "type parameter 'T' was inferred as both any and int"
    ),
    ("10a", "fn f(a) { return a }\nlet b = «f<int>(1)»", "Function 'f' does not declare type parameters"),
    ("10b", "fn f<T>(a: T) { return a }\n«f<int, int>(1)»", "Function 'f' expects 1 type arguments, got 2"),
    ("10c", "«len<int>([])»", "Builtin function 'len' does not declare type parameters"),
    (
      "11", "interface I { fn m(self) }\nfn f<T>(a: T) where T: I { return a }\n«f(1)»",
      "Type 'int' does not satisfy interface 'I': missing method(s): m (required by constraint `where T: I`)"
    ),
    ("12", "let a = «Nowhere {x: 1}»", "unknown struct type `Nowhere`"),
    ("13", "struct S { x: int }\nlet a = S {x: «\"b\"»}", "Field 'x' in struct 'S' expects int, got string"),
    (
      "14", "«struct S<out T> { x: T }»",
      "type parameter 'T' is declared 'out' (covariant) but appears in a invariant position in struct 'S'"
    ),
    (
      "14 match", "fn f(a: \"x\" | \"y\") {\n  let b = «match a {\n    \"x\" -> { 1 }\n  }»\n}",
      "Non-exhaustive match on literal union: missing \"y\""
    ),
    (
      "15", "fn f(a: int) { return «unreachable(a)» }",
      "unreachable() argument has type `int` — not all cases are handled"
    ),
    (
      "16", "match 1 { 2 | «[x]» -> { } }",
      "Or-pattern alternatives must be literal patterns (string, int, float, bool, nil, or `_`). "
        + "Identifier bindings and destructuring patterns are not allowed inside `|`."
    ),
    (
      "17", "let a = «try* 1»",
      "try* requires an enclosing function (fn, tool, or pipeline) so the rethrow has a target"
    ),
    ("18", "gen fn f() { «yield 1» }", "`yield` is not a stream emit; use `emit` inside `gen fn`"),
    ("19", "fn f() { «emit 1» }", "`emit` can only be used inside a `gen fn`"),
    ("20", "gen fn f() -> Stream<int> { «emit \"a\"» }", "emit type doesn't match: expected int, got string"),
    ("21", "«gen fn f() -> int { emit 1 }»", "`gen fn` must return Stream<T>, got int"),
    (
      "22", "parallel each [1] with { max_concurrent: «\"a\"» } { x -> x }",
      "`max_concurrent` on `parallel` must be int, got string"
    ),
    ("W1", "fn f() {\n  return 1\n  «len([])»\n}", "unreachable code"),
    ("W2", "fn f(a) { «a = 1» }", "Cannot assign to 'a': variable is immutable (declared with 'let')"),
    ("W3", "fn f(a) { return a }\nlet b = [«f()»]", "Function 'f' expects 1 arguments, got 0"),
    ("W4", "let a = («true < 1»)", "Comparison '<' may not be meaningful for types bool and int"),
    (
      "W5", "fn f(a: int) { match a { 1 | «\"b\"» -> { } } }",
      "Match pattern type mismatch: matching int against string literal"
    ),
    ("W6a", "struct S { x?: int }\nlet a = S {«y»: 1}", "Unknown field 'y' in struct 'S'"),
    ("W6b", "struct S { x: int }\nlet a = «S {}»", "Missing field 'x' in struct 'S' construction"),
    (
      "W7", "interface I { fn m(self) }\nfn f<T>(a: T) where T: I { return «a.n()» }",
      "Method 'n' not found in interface 'I' (constraint on 'T')"
    ),
    (
      "W8", "fn f(a: unknown) {\n  if type_of(a) == \"int\" { return 1 }\n  «throw a»\n}",
      "`throw` reached but `a: unknown` was not fully narrowed — uncovered concrete type(s): "
        + "string, float, bool, nil, list, dict, closure, bytes"
    ),
    ("W9", "@deprecated\nfn f() { return 1 }\nlet a = 1 + «f()»", "`f` is deprecated"),
    ("W10", "«@nothing»\nfn f() { return 1 }", "unknown attribute `@nothing`"),
  ])
  func `a finding covers what it is about`(_ row: String, _ marked: String, _ message: String) throws {
    let pieces = marked.split(separator: "«", maxSplits: 1, omittingEmptySubsequences: false)
    let inner = pieces[1].split(separator: "»", maxSplits: 1, omittingEmptySubsequences: false)
    let file = SourceFile(path: "test.harn", text: "\(pieces[0])\(inner[0])\(inner[1])")
    let context = CheckerContext(builtins: ["len", "unreachable", "type_of"])
    let found = check(parse(file).program, of: file, context: context)
    let finding = try #require(found.first, "\(row)")
    #expect(finding.message == message)
    #expect(file.text(of: finding.range) == String(inner[0]), "\(row)")
    #expect(finding.range.start == Int32(pieces[0].utf8.count), "\(row)")
    #expect(found.count == 1, "\(row): \(found.map(\.message))")
  }

  /// The order of 03 §7.4.
  @Test func `the findings of one call come in the order of the reference`() {
    let text = """
      interface I { fn m(self) }
      @deprecated
      fn f<T>(a: T, b: T, c: int) -> never where T: I { throw a }
      fn g(u: unknown) {
        if type_of(u) == "int" { return 1 }
        f<int, int>(1, "a", "b" - 1, 2)
      }
      """
    #expect(
      findings(text, builtins: ["type_of"]).map {
        $0.split(separator: " ").dropFirst(2).prefix(3).joined(separator: " ")
      }
        == [
          "`f` is deprecated", "`f()` reached but", "Function 'f' expects", "Function 'f' expects",
          "type parameter 'T'",
          "Argument 2 ('b'):", "Type 'int' does", "can't use '-'",
        ])
  }
}
