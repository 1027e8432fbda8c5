import Diagnostics
import Syntax
import Testing

/// Texts, frames and recovery (01 "Lexer and parser errors", "Error recovery").
@Suite struct DiagnosticTests {
  @Test(arguments: [
    ("let = 3", "Expected variable name or destructuring pattern, got = at 1:5"),
    (
      "let to = 3",
      "Expected variable name or destructuring pattern, got 'to' (reserved keyword) at 1:5"
    ),
    ("let a = 1 let b = 2", "Expected top-level item separator (`;` or newline), got let at 1:11"),
    ("let d = {5: 1}", "Expected dict key, got int(5) at 1:10"),
    ("let q = [1, 2", "Unexpected end of file, expected ]"),
    (
      "fn g(a = 1, b) {}",
      "Expected Required parameter cannot follow a parameter with a default value, got ) at 1:14"
    ),
    (
      "pub let a = 1",
      "Expected fn, tool, skill, eval_pack, struct, enum, pipeline, or import after pub, got let at 1:5"
    ),
    ("let s = \"abc", "Unterminated string at 1:9"),
    ("let h = a # b", "Unexpected character '#' at 1:11"),
  ])
  func `the samples of the reference`(_ text: String, _ message: String) {
    #expect(messages(text).first == message)
  }

  @Test(arguments: [
    ("f)", ")"), ("f else", "else"), ("f ->", "->"), ("f x", "id(x)"), ("f \"a\\n\"", "str(a\n)"),
    ("f \"${x}\"", "istr(...)"), ("f r\"a\"", "rstr(a)"), ("f 5", "int(5)"),
    ("f 1.50", "float(1.5)"),
    ("f 2.0", "float(2)"), ("f 5s", "duration(5000ms)"), ("f \"\"\"x\"\"\"", "str(x)"),
  ])
  func `tokens in messages`(_ text: String, _ token: String) {
    #expect(
      messages(text).first
        == "Expected top-level item separator (`;` or newline), got \(token) at 1:\(text.hasPrefix("f ") ? 3 : 2)"
    )
  }

  @Test(arguments: [
    ("f(1", "Unexpected end of file, expected )"),
    ("fn f() {", "Unexpected end of file, expected }"),
    ("a[1", "Unexpected end of file, expected ]"),
    ("a[1 2]", "Expected ], got int(2) at 1:5"),
    ("(1 2)", "Expected ), got int(2) at 1:4"),
    ("if a b", "Expected {, got id(b) at 1:6"),
    ("fn f {}", "Expected (, got { at 1:6"),
    ("let a 1", "Expected =, got int(1) at 1:7"),
    ("x = {a 1}", "Expected :, got int(1) at 1:8"),
    ("match a { 1 {} }", "Expected ->, got { at 1:13"),
    ("for a b {}", "Expected in, got id(b) at 1:7"),
    ("for (a b) in c {}", "Expected ,, got id(b) at 1:8"),
    ("guard a {}", "Expected else, got { at 1:9"),
    ("import {a} \"b\"", "Expected from, got str(b) at 1:12"),
    ("impl A { a }", "Expected fn, got id(a) at 1:10"),
    ("interface A { a }", "Expected fn, got id(a) at 1:15"),
    ("let a: list<int = 1", "Expected >, got = at 1:17"),
    ("x = [..a]", "Expected ., got id(a) at 1:8"),
    ("let a = )", "Expected expression, got ) at 1:9"),
    ("fn f() { a b }", "Expected statement separator (`;` or newline), got id(b) at 1:12"),
    ("skill s { a 1 b 2 }", "Expected skill field separator (`;` or newline), got id(b) at 1:15"),
    ("tool t() { a b }", "Expected tool body item separator (`;` or newline), got id(b) at 1:14"),
    (
      "eval_pack e { a: 1 b: 2 }",
      "Expected eval_pack field separator (`;` or newline), got id(b) at 1:20"
    ),
    (
      "eval_pack e { summarize {} b }",
      "Expected eval_pack item separator (`;` or newline), got id(b) at 1:28"
    ),
    (
      "eval_pack e { summarize { a b } }",
      "Expected eval_pack body statement separator (`;` or newline), got id(b) at 1:29"
    ),
    (
      "eval_pack e { summarize {}\n summarize {} }",
      "Expected a single summarize block, got duplicate summarize block at 2:2"
    ),
    ("let {1} = a", "Expected field name, got int(1) at 1:6"),
    ("let {a: 1} = a", "Expected alias name, got int(1) at 1:9"),
    ("let [1] = a", "Expected element name, got int(1) at 1:6"),
    ("let [...1] = a", "Expected rest variable name, got int(1) at 1:9"),
    ("for (1, b) in c {}", "Expected pair pattern element, got int(1) at 1:6"),
    ("let (a, b) = c", "Expected variable name or destructuring pattern, got ( at 1:5"),
    ("pipeline 1() {}", "Expected pipeline name, got int(1) at 1:10"),
    ("pipeline a() extends 1 {}", "Expected parent pipeline name, got int(1) at 1:22"),
    ("fn 1() {}", "Expected function name, got int(1) at 1:4"),
    ("fn for() {}", "Expected function name, got 'for' (reserved keyword) at 1:4"),
    ("type 1 = a", "Expected type name, got int(1) at 1:6"),
    ("enum 1 {}", "Expected enum name, got int(1) at 1:6"),
    ("enum A { 1 }", "Expected variant name, got int(1) at 1:10"),
    ("struct 1 {}", "Expected struct name, got int(1) at 1:8"),
    ("struct A { in: int }", "Expected field name, got 'in' (reserved keyword) at 1:12"),
    ("interface 1 {}", "Expected interface name, got int(1) at 1:11"),
    ("interface A { type 1 }", "Expected associated type name, got int(1) at 1:20"),
    ("interface A { fn 1() }", "Expected method name, got int(1) at 1:18"),
    ("override 1() {}", "Expected override name, got int(1) at 1:10"),
    ("tool 1() {}", "Expected tool name, got int(1) at 1:6"),
    ("skill 1 {}", "Expected skill name, got int(1) at 1:7"),
    ("skill a { 1 }", "Expected skill field name, got int(1) at 1:11"),
    ("eval_pack 1 {}", "Expected eval_pack name or string id, got int(1) at 1:11"),
    ("fn f(1) {}", "Expected parameter name, got int(1) at 1:6"),
    ("fn f(...a, b) {}", "Expected Rest parameter must be the last parameter, got , at 1:10"),
    ("fn f<1>() {}", "Expected type parameter name, got int(1) at 1:6"),
    ("fn f() where T: 1 {}", "Expected type bound, got int(1) at 1:17"),
    ("let a: list<> = 1", "Expected type argument, got > at 1:13"),
    ("a.1", "Expected member name, got int(1) at 1:3"),
    ("a?.", "Unexpected end of file, expected member name"),
    ("x = {r\"a\": 1}", "Expected dict key, got rstr(a) at 1:6"),
    ("x = {\"${a}\": 1}", "Expected dict key, got istr(...) at 1:6"),
    ("try {} catch (1) {}", "Expected error variable, got int(1) at 1:15"),
    ("select { 1 {} }", "Expected select case variable, got int(1) at 1:10"),
    ("select {};", "Expected at least one select case, got ; at 1:10"),
    (
      "select { timeout 1s {} default {} }\n",
      "Expected select cannot have both timeout and default, got \\n at 1:36"
    ),
    ("import {1} from \"a\"", "Expected import name, got int(1) at 1:9"),
    ("import a", "Expected import path string, got id(a) at 1:8"),
    ("import\n\"a\"", "Expected import path string, got \\n at 1:7"),
    ("import \"${a}\"", "Expected import path string, got istr(...) at 1:8"),
    (
      "pub type A = int",
      "Expected fn, tool, skill, eval_pack, struct, enum, pipeline, or import after pub, got type at 1:5"
    ),
    ("@1", "Expected attribute name, got int(1) at 1:2"),
    ("@for fn f() {}", "Expected attribute name, got 'for' (reserved keyword) at 1:2"),
    ("@a(in: 1) fn f() {}", "Expected argument name, got 'in' (reserved keyword) at 1:4"),
    ("@a(1 + 2) fn f() {}", "Expected ), got + at 1:6"),
    ("@a([1 2]) fn f() {}", "Expected ], got int(2) at 1:7"),
    (
      "@a(5s) fn f() {}",
      "Expected attribute argument value (literal or identifier), got duration(5000ms) at 1:4"
    ),
    ("@a(b.1) fn f() {}", "Expected identifier segment after '.', got int(1) at 1:6"),
    ("@a({1: 2}) fn f() {}", "Expected attribute dict key, got int(1) at 1:5"),
    ("@a(-b) fn f() {}", "Expected number after '-' in attribute argument, got id(b) at 1:5"),
    ("@a(", "Unexpected end of file, expected attribute value"),
    ("@a(b: [", "Unexpected end of file, expected attribute value"),
    (
      "@a\n let b = 1",
      """
      Expected fn/tool/skill/eval_pack/pipeline/struct/enum/type/interface/impl declaration \
      after `@attr`, got non-declaration statement at 2:2
      """
    ),
    (
      "parallel each xs with { limit: 2 } {}",
      """
      Expected known option (only `max_concurrent` is supported in `parallel ... with { ... }`; \
      got `limit`), got limit at 1:25
      """
    ),
    (
      "parallel each xs {} as x",
      "Expected `stream` after `parallel each ... as`, got id(x) at 1:24"
    ),
    (
      "parallel 3 {} as stream",
      "Expected `as stream` is only valid after `parallel each ... { ... }`, got as stream at 1:15"
    ),
    (
      "let a = <<EOF",
      """
      Expected an expression — heredocs are only valid inside LLM tool-call argument JSON; \
      for multiline strings in source code use triple-quoted `\"""...\"""`, \
      got `<<` heredoc-like syntax at 1:9
      """
    ),
  ])
  func `each place says what it expected`(_ text: String, _ message: String) throws {
    #expect(messages(text).first == message)
    try expectSurvival(of: text)
  }

  @Test func `a token is shown in its line`() {
    #expect(
      rendered("let a = 1\n  let k = )") == """
        error: Expected expression, got ) at 2:11
          --> demo.harn:2:11
           |
         2 |   let k = )
           |           ^ unexpected token

        """)
  }

  @Test func `the end behind a final line feed has no source line`() {
    #expect(
      rendered("fn a() {\n\n\n") == """
        error: Unexpected end of file, expected }
          --> demo.harn:4:1
           |
           = help: add a closing `}` to finish this block

        """)
  }

  @Test func `the end of a last line is shown in it`() {
    #expect(
      rendered("f(a, b") == """
        error: Unexpected end of file, expected )
          --> demo.harn:1:7
           |
         1 | f(a, b
           |       ^ file ends here
           = help: add a closing `)` to finish this expression or parameter list

        """)
  }

  @Test func `a line break in the wrong place has its own label`() {
    #expect(
      rendered("let r = 1 to\n5\n") == """
        error: Expected expression, got \\n at 1:13
          --> demo.harn:1:13
           |
         1 | let r = 1 to
           |             ^ line break not allowed here

        """)
  }

  @Test func `a lexer error is labelled here`() {
    #expect(
      rendered("let h = a # b") == """
        error: Unexpected character '#' at 1:11
          --> demo.harn:1:11
           |
         1 | let h = a # b
           |           ^ here

        """)
  }

  @Test func `carets are as long as the token`() {
    #expect(rendered("f größe").hasSuffix("   |   ^^^^^ unexpected token\n"))
    #expect(rendered("1 \"\"\"a\nb\"\"\"").hasSuffix("   |   ^^^^ unexpected token\n"))
  }

  @Test func `parsing goes on behind a broken item`() {
    #expect(
      rendered("fn a() { let = 1 }\nlet ok = 2\nfn b( { }\n") == """
        error: Expected variable name or destructuring pattern, got = at 1:14
          --> demo.harn:1:14
           |
         1 | fn a() { let = 1 }
           |              ^ unexpected token
        error: Expected parameter name, got { at 3:7
          --> demo.harn:3:7
           |
         3 | fn b( { }
           |       ^ unexpected token

        """)
  }

  @Test func `recovery stops at semicolons, at starters on a new line and at braces`() {
    #expect(messages("let = 1; let = 2").count == 2)
    #expect(messages("let = 1\nx )\nlet = 2").count == 2)
    #expect(messages("let = 1\ntype = 2\n@x\nlet a = 2").count == 1)
    #expect(messages("fn f() { let = 1 }\n}\nlet = 2").count == 2)
    #expect(messages("let a = 1 let b = 2\nlet = 1").count == 2)
    let result = parsed("let = 1\nlet b = 2\n")
    #expect(TreePrinter().print(result.program) == "(let b 2)")
  }

  @Test func `help is given for missing closers only`() {
    #expect(
      parsed("a[1 2]").diagnostics[0].help == "add a closing `]` to finish this list or subscript")
    #expect(parsed("if a b").diagnostics[0].help == nil)
  }
}
