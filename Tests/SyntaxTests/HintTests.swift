import Diagnostics
import Testing

/// The help for those who know other languages.
@Suite struct HintTests {
  private func help(_ text: String) -> String? { parsed(text).diagnostics.first?.help }

  @Test(arguments: [
    ("function f() { return 1 }", "functions are declared with `fn`"),
    ("def f():\n  1", "functions are declared with `fn`"),
    ("const x = 1", "constants are declared with `let`"), ("class A { }", "records are declared with `struct`"),
    ("improt \"std/math\"", "did you mean `import`?"), ("fn f() {\n  retrun 1\n}", "did you mean `return`?"),
    ("whle x { }", "did you mean `while`?"), ("if true { 1 } elif false { 2 }", "use `else if`"),
    ("if a and b { 1 }", "use `&&`"), ("let x = a or b", "use `||`"), ("if not a { 1 }", "use `!`"),
    ("if a = 2 { 1 }", "compare with `==`"), ("i++", "use `+= 1`"),
    ("let f = (x) => x", "closures are written `{ x -> ... }` or `fn(x) { ... }`"),
    ("let f = x -> x", "a closure stands in braces: `{ x -> ... }`"),
    ("print \"a\"", "arguments stand in parentheses: `print(...)`"),
    ("let f = (x, y) => { x }", "closures are written `{ x -> ... }` or `fn(x) { ... }`"),
    ("let f = { x => x + 1 }", "closures are written `{ x -> ... }` or `fn(x) { ... }`"),
    ("let f = lambda x: x + 1", "closures are written `{ x -> ... }` or `fn(x) { ... }`"),
    ("match x {\n  1 => { 2 }\n}", "an arm is written `pattern -> { ... }`"),
    ("match x {\n  case 1 -> { 2 }\n}", "an arm is written `pattern -> { ... }`"),
    ("match x {\n  1 -> f()\n}", "the body of an arm stands in braces: `-> { ... }`"),
    ("let d = {a = 1}", "an entry is written `key: value`"), ("let d = {1: 2}", "keys are texts: `\"1\": ...`"),
    ("for (x in xs) { }", "a loop has no parentheses: `for x in xs { ... }`"), ("for x of xs { }", "use `in`"),
    ("for (let i = 0; i < 3; i++) { }", "a loop goes over values: `for i in 0 to 3 exclusive { ... }`"),
    ("for i in 0..3 { }", "a range is written `a to b`"), ("loop { }", "use `while true { ... }`"),
    ("while x do\n", "a block stands in braces: `{ ... }`"), ("if x:\n  1", "a block stands in braces: `{ ... }`"),
    ("if a === b { }", "use `==`"), ("if a !== b { }", "use `!=`"), ("if a <> b { }", "use `!=`"),
    ("if 1 !in xs { }", "use `not in`"), ("i--\n", "use `-= 1`"),
    ("let x = 1 if y else 2", "a choice is written `condition ? a : b`"),
    ("throw new Error(1)", "there is no `new`: write `Name {field: value}`"),
    ("try { 1 } except { 2 }", "errors are caught with `catch`"),
    ("int x = 1", "variables are declared with `let` or `var`"),
    ("fn f(x): int { 1 }", "the result type stands behind `->`"),
    ("fn f { 1 }", "parameters stand in parentheses, also when there are none: `()`"),
    ("f(b: 1, a: 2)", "arguments have no names: they come in the order of the parameters"),
    ("let x: int? = nil", "a value that may be missing has the type `T | nil`"),
    ("let x: int[] = []", "a list has the type `list<T>`"),
    ("let x := 1", "leave the `:` out, or write a type behind it"),
    ("type P { x: int }", "write `type Name = { ... }`, or declare a `struct`"),
    ("let (a, b) = xs", "lists are taken apart with `[a, b]`, dicts with `{a, b}`"),
    ("import x from \"y\"", "write `import \"path\"` or `import { name } from \"path\"`"),
    ("let m = require(\"x\")", "write `import \"path\"` or `import { name } from \"path\"`"),
  ])
  func `what was meant is said`(text: String, help: String) {
    #expect(self.help(text) == help)
  }

  /// The notes of the first mistake, each with line and column.
  private func notes(_ text: String) -> [String] {
    let file = SourceFile(path: "test.harn", text: text)
    return (parsed(text).diagnostics.first?.notes ?? []).map { note in
      let position = file.position(ofByte: Int(note.range.start))
      return "\(note.message) at \(position.line):\(position.column)"
    }
  }

  @Test(arguments: [
    ("fn add(a, b) {\n  return a + b\n\n\npipeline main(t) {\n}\n", "`{` was opened at 1:14"),
    ("fn f() {\n  let xs = [1,\n    2,\n    3,\n    4\n}\n", "`[` was opened at 2:12"),
    ("fn f() {\n  g(1,\n    [2]\n\n\n}\n", "`(` was opened at 2:4"),
    ("fn f() {\n  if true {\n    g()\n\n  return 1\n}\n", "the missing `}` probably belongs to the `{` at 2:11"),
    ("fn f() {\n  if a {\n    if b {\n  }\n}\nimport \"x\"\n", "the missing `}` probably belongs to the `{` at 3:10"),
    ("fn f() {\n  g(1\n}\n", "`(` was opened at 2:4"),
    ("fn f() {\n  let a = [1\n  let b = 2\n}\n", "`[` was opened at 2:11"),
    ("fn f() {\n  let d = {a: 1\n  let b = 2\n}\n", "`{` was opened at 2:11"),
    ("fn f() {\n  let d = {a: 1, b: [2]\n  g(d)\n}\n", "`{` was opened at 2:11"),
    ("let d = {\n  a: 1\n\nfn f() { }\n", "`{` was opened at 1:9"),
    ("fn ok() {\n}\nfn f() {\n  1\n  2\n  3\n", "`{` was opened at 3:8"),
  ])
  func `an unclosed bracket is shown where it was opened`(text: String, note: String) {
    #expect(notes(text) == [note])
  }

  @Test(arguments: [
    "fn f() {\n  let k = )\n}", "f([1, 2)", "let a = }", "fn f() {\n  let x 1\n}", "fn f() {\n\n\n",
    "println(\"${(}\")", "let d = {\n  a: 1,\n  b 2\n}", "let d = {a 1}",
  ])
  func `a mistake that no open bracket explains has no note`(text: String) {
    #expect(notes(text) == [])
  }

  @Test(arguments: ["let a = )", "a b", "let x = 1 2", "fn f( { }", "x = ", "f(1"])
  func `without a clue nothing is said`(text: String) {
    #expect(help(text)?.hasPrefix("add a closing") ?? true)
  }
}
