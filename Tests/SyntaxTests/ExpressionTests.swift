import Syntax
import Testing

/// Trees of expressions (01 "Precedence", "Postfix forms", "Expressions").
@Suite struct ExpressionTests {
  @Test(arguments: [
    ("nil ?? 1 + 1", "(+ (?? nil 1) 1)"),
    ("10 - x ?? 3", "(- 10 (?? x 3))"),
    ("a.n ?? 0 > 2", "(> (?? (.n a) 0) 2)"),
    ("1 to n - 1", "(to 1 (- n 1))"),
    ("c ? 1 : 2 to 9", "(to (?: c 1 2) 9)"),
    ("xs |> f ?? g", "(|> xs (?? f g))"),
    ("-2 ** 2", "(** (- 2) 2)"),
    ("2 ** -1", "(** 2 (- 1))"),
    ("2 ** 3 ** 4", "(** 2 (** 3 4))"),
    ("!x in xs", "(in (! x) xs)"),
    ("!a == b", "(== (! a) b)"),
    ("1 < 2 < 3", "(< (< 1 2) 3)"),
    ("a not in b", "(not in a b)"),
    ("a - b - c", "(- (- a b) c)"),
    (
      "a || b && c == d < e + f ?? g * h ** i",
      "(|| a (&& b (== c (< d (+ e (?? f (* g (** h i))))))))"
    ),
    (
      "a ** b * c ?? d + e < f == g && h || i",
      "(|| (&& (== (< (+ (?? (* (** a b) c) d) e) f) g) h) i)"
    ),
    ("1 to 3 exclusive |> f", "(|> (to 1 3 exclusive) f)"),
    ("x |> 1 to 3 exclusive", "(|> x (to 1 3 exclusive))"),
    ("x |> f |> g", "(|> (|> x f) g)"),
    ("c ? a || b : d && e", "(?: c (|| a b) (&& d e))"),
    ("x + c ? 1 : 2 |> f", "(|> (?: (+ x c) 1 2) f)"),
    ("- -!a.b", "(- (- (! (.b a))))"),
    ("try* f(x) ?? y", "(?? (try* (call f x)) y)"),
    ("(a)", "(paren a)"),
    ("-9223372036854775808", "(- 9.223372036854776e+18)"),
    ("a % b / c", "(/ (% a b) c)"),
    ("a != b == c", "(== (!= a b) c)"),
    ("a <= b >= c", "(>= (<= a b) c)"),
  ])
  func `operators bind as tabulated`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: [
    ("c ? ([1]) : [2]", "(?: c (paren [1]) [2])"),
    ("c?[1]", "(?[] c 1)"),
    ("c ? [1]", "(?[] c 1)"),
    ("c ? a : b", "(?: c a b)"),
    ("c ? 1 : 2", "(?: c 1 2)"),
    ("c ? 1.5 : 2", "(?: c 1.5 2)"),
    ("c ? \"a\" : \"b\"", "(?: c \"a\" \"b\")"),
    ("c ? \"${a}\" : \"b\"", "(?: c (str a) \"b\")"),
    ("c ? true : false", "(?: c true false)"),
    ("c ? nil : 1", "(?: c nil 1)"),
    ("c ? (1) : 1", "(?: c (paren 1) 1)"),
    ("c ? {a: 1} : {}", "(?: c {a:1} {})"),
    ("c ? !a : -b", "(?: c (! a) (- b))"),
    ("c ? fn() { 1 } : 2", "(?: c (fn () (do 1)) 2)"),
    ("f()? + 1", "(+ (? (call f)) 1)"),
    ("f()?.a", "(?.a (call f))"),
    ("f()?", "(? (call f))"),
    ("f(a?, b?)", "(call f (? a) (? b))"),
    ("f()?\n", "(? (call f))"),
    ("f()?; 1", "(? (call f))\n1"),
    ("f()?? 1", "(?? (call f) 1)"),
    ("f()? - 1", "Unexpected end of file, expected :"),
    (
      "c ? 5s : 1s",
      "Expected top-level item separator (`;` or newline), got duration(5000ms) at 1:5"
    ),
    ("c ? a : d ? e : f", "Expected top-level item separator (`;` or newline), got ? at 1:11"),
  ])
  func `a question mark is read by its next token`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: [
    ("a.b.c", "(.c (.b a))"),
    ("a?.b(1)?.c", "(?.c (?.b() a 1))"),
    ("a.type.in?.match", "(?.match (.in (.type a)))"),
    ("a.select", "(.select a)"),
    ("a[1][2:3]", "([:] ([] a 1) 2 3)"),
    ("a[:]", "([:] a - -)"),
    ("a[:2]", "([:] a - 2)"),
    ("a[1:]", "([:] a 1 -)"),
    ("a[c ? 1 : 2]", "([] a (?: c 1 2))"),
    ("f(1, ...xs, g())", "(call f 1 ...xs (call g))"),
    ("(f)(x)", "(call f x)"),
    ("f<int>(x)", "(call f <int> x)"),
    ("f<list<list<int>>, {a: int}>(x)", "(call f <list<list<int>>, {a:int}> x)"),
    ("a < b", "(< a b)"),
    ("a < b > (c)", "(call a <b> c)"),
    ("a < b > c", "(> (< a b) c)"),
    ("a < b, c", "Expected top-level item separator (`;` or newline), got , at 1:6"),
    ("f(1)(2)", "Expected top-level item separator (`;` or newline), got ( at 1:5"),
    ("xs[0](1)", "Expected top-level item separator (`;` or newline), got ( at 1:6"),
    ("7.max", "(.max 7)"),
  ])
  func `postfix forms`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: [
    ("x = {}", "(= x {})"),
    ("x = { -> e }", "(= x (closure () (do e)))"),
    ("x = { a -> a }", "(= x (closure (a) (do a)))"),
    ("x = { a: int, b = 2, ...c -> a\n b }", "(= x (closure (a:int b=2 ...c) (do a b)))"),
    ("x = {a: 1, \"b\": 2, [c]: 3, ...d}", "(= x {a:1 b:2 [c]:3 ...d})"),
    ("x = {for: 1, select: 2}", "(= x {for:1 select:2})"),
    ("x = {a: { y -> y }}", "(= x {a:(closure (y) (do y))})"),
    ("x = {a: match y { 1 -> { 2 } }}", "(= x {a:(match y (arm 1 (do 2)))})"),
    ("x = {\n  a: 1\n  b: 2\n}", "(= x {a:1 b:2})"),
    ("x = {a\n:\n1}", "(= x {a:1})"),
    ("x = fn(a, b = 1) { a }", "(= x (fn (a b=1) (do a)))"),
    ("x = [1\n2,\n3,\n]", "(= x [1 2 3])"),
    ("x = [a,\n...b]", "(= x [a ...b])"),
    ("x = Box {}", "(= x (new Box))"),
    ("x = Box {w: 1, \"h\": 2}", "(= x (new Box w:1 h:2))"),
    ("x = Box {\n w\n: 1 }", "(= x (new Box w:1))"),
    ("if Ready { a: 1 } {}", "(if (new Ready a:1) (do))"),
    ("if (Ready) {} {}", "(if (new Ready) (do))"),
    ("if Ready { ...x }", "Expected expression, got . at 1:12"),
    ("if Ready { [k]: 1 }", "Expected statement separator (`;` or newline), got : at 1:15"),
    ("if ready {}", "(if ready (do))"),
    ("x = Ärger {a: 1}", "(= x (new Ärger a:1))"),
  ])
  func `braces are dicts, closures, struct literals or blocks`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: [
    ("let total = 4\n  + 5\n\n  // c\n  * 2", "(let total (+ 4 (* 5 2)))"),
    ("let a = x\n|> f\n|> g", "(let a (|> (|> x f) g))"),
    ("a\n|| b\n&& c\n== d\n!= e", "(|| a (&& b (!= (== c d) e)))"),
    ("a\n< b\n> c\n<= d\n>= e", "(>= (<= (> (< a b) c) d) e)"),
    ("a\n?? b\n/ c\n% d\n** e", "(?? a (% (/ b c) (** d e)))"),
    ("a\n.b\n?.c", "(?.c (.b a))"),
    ("a\n- b", "a\n(- b)"),
    ("a\n(b)", "a\n(paren b)"),
    ("a\n[b]", "a\n[b]"),
    ("x = S\n{a: 1}", "(= x S)\n{a:1}"),
    ("a -\nb", "(- a b)"),
    ("a in\nb", "(in a b)"),
    ("a not in\nb", "(not in a b)"),
    ("a |>\n\nb", "(|> a b)"),
    ("a =\n1", "(= a 1)"),
    ("a +=\n1", "(+= a 1)"),
    ("a.\nb", "(.b a)"),
    ("throw\n1", "(throw 1)"),
    ("emit\n1", "(emit 1)"),
    ("return\n1", "(return)\n1"),
    ("yield\n1", "(yield)\n1"),
    ("require a,\n1", "(require a 1)"),
    ("if\na\n{\n}\nelse\n{\n}", "(if a (do) (do))"),
    ("while\na\n{}", "(while a (do))"),
    ("guard\na\nelse {}", "(guard a (do))"),
    ("match\na\n{\n}", "(match a)"),
    ("c ? 1\n: 2", "(?: c 1 2)"),
    ("f(\na\n,\nb\n)", "(call f a b)"),
    ("let tail = 20 \\\n  - total", "(let tail (- 20 total))"),
    ("a\nin b", "Expected expression, got in at 2:1"),
    ("a\nnot in b", "a\n(in not b)"),
    ("1\nto 2", "Expected expression, got to at 2:1"),
    ("1 to\n2", "Expected expression, got \\n at 1:5"),
    ("a = !\nb", "Expected expression, got \\n at 1:6"),
    ("a = -\nb", "Expected expression, got \\n at 1:6"),
    ("c ? 1 :\n2", "Expected expression, got \\n at 1:8"),
    ("a\n= 1", "Expected expression, got = at 2:1"),
    ("1 to 2\nexclusive", "Expected expression, got exclusive at 2:1"),
  ])
  func `newlines continue or end an expression`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: [
    ("\"a${b + 1}c\"", "(str \"a\" (+ b 1) \"c\")"),
    ("\"${\"<${x}>\"}\"", "(str (str \"<\" x \">\"))"),
    ("\"${x y}\"", "(str x)"),
    ("1s", "1000ms"),
    ("9223372036854775807s", "overflow-ms"),
    ("r\"a\"", "\"a\""),
    ("99999999999999999999", "1e+20"),
  ])
  func `literals`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  @Test func `mistakes inside an interpolation have their own place`() {
    #expect(messages("let a = 1\nlet s = \"é ${1 + )}\"") == ["Expected expression, got ) at 2:18"])
    #expect(messages("let s = \"${1 + }\"") == ["Expected expression, got } at 1:16"])
    #expect(messages("let s = \"${f(\"}\")}\"").first == "Unterminated string at 1:19")
    #expect(
      messages("f(\"${)}${#}\", )") == [
        "Expected expression, got ) at 1:6", "Unexpected character '#' at 1:10",
      ])
  }

  @Test func `ranges cover the text`() throws {
    let text = "é; x = a.b(1)[2] + f<int>(3) ? -4 : (5)"
    let program = parsed(text).program
    guard case .assignment(_, _, let value) = program.items[1].kind,
      case .ternary(let condition, let then, let otherwise) = value.kind
    else {
      Issue.record("no ternary")
      return
    }
    let bytes = Array(text.utf8)
    let texts = [program.items[1].range, value.range, condition.range, then.range, otherwise.range]
      .map { String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self) }
    #expect(
      texts == [
        "x = a.b(1)[2] + f<int>(3) ? -4 : (5)", "a.b(1)[2] + f<int>(3) ? -4 : (5)",
        "a.b(1)[2] + f<int>(3)", "-4", "(5)",
      ])
  }
}
