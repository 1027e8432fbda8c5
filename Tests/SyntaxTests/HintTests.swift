import Testing

/// The help for those who know other languages.
@Suite struct HintTests {
  private func help(_ text: String) -> String? { parsed(text).diagnostics.first?.help }

  @Test(arguments: [
    ("function f() { return 1 }", "functions are declared with `fn`"), ("def f():\n  1", "functions are declared with `fn`"),
    ("const x = 1", "constants are declared with `let`"), ("class A { }", "records are declared with `struct`"),
    ("improt \"std/math\"", "did you mean `import`?"), ("fn f() {\n  retrun 1\n}", "did you mean `return`?"),
    ("whle x { }", "did you mean `while`?"), ("if true { 1 } elif false { 2 }", "use `else if`"),
    ("if a and b { 1 }", "use `&&`"), ("let x = a or b", "use `||`"), ("if not a { 1 }", "use `!`"),
    ("if a = 2 { 1 }", "compare with `==`"), ("i++", "use `+= 1`"),
    ("let f = (x) => x", "closures are written `{ x -> ... }` or `fn(x) { ... }`"),
    ("let f = x -> x", "a closure stands in braces: `{ x -> ... }`"),
    ("print \"a\"", "arguments stand in parentheses: `print(...)`"),
  ])
  func `what was meant is said`(text: String, help: String) {
    #expect(self.help(text) == help)
  }

  @Test(arguments: ["let a = )", "a b", "let x = 1 2", "fn f( { }", "x = ", "f(1"])
  func `without a clue nothing is said`(text: String) {
    #expect(help(text)?.hasPrefix("add a closing") ?? true)
  }
}
