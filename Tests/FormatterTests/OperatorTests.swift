import Testing

/// Operators, parentheses and chains (07 §6.6).
@Suite struct OperatorTests {
  @Test(arguments: [
    ("((a + b))", "a + b"), ("a + (b * c)", "a + b * c"), ("(a + b) * c", "(a + b) * c"), ("(a - b) - c", "a - b - c"),
    ("a - (b - c)", "a - (b - c)"), ("(a ** b) ** c", "(a ** b) ** c"), ("a ** (b ** c)", "a ** b ** c"),
    ("a || b && c", "a || (b && c)"), ("a && (b || c)", "a && (b || c)"), ("(a && b) && c", "a && b && c"),
    ("a == b && c", "a == b && c"), ("!(a == b)", "!(a == b)"), ("-(a)", "-a"), ("-(-a)", "--a"), ("!(a.b)", "!a.b"),
    ("(-a) ** b", "-a ** b"), ("-(a ** b)", "-(a ** b)"), ("a ** (-b)", "a ** -b"), ("(!a) in b", "!a in b"),
    ("try* (a + b)", "try* (a + b)"), ("try* f(x)", "try* f(x)"), ("(try* a).b", "(try* a).b"),
    ("(a + b).c", "(a + b).c"), ("(-a).b", "(-a).b"), ("(f(x)).b", "f(x).b"), ("(a ? b : c).d", "(a ? b : c).d"),
    ("(1 to 3).map(f)", "(1 to 3).map(f)"), ("(a?).b", "(a?).b"), ("(a?)?", "(a?)?"), ("(a?)[0]", "(a?)[0]"),
    ("(a?) - 1", "(a?) - 1"), ("a? + 1", "a? + 1"), ("(a?) + 1", "a? + 1"), ("(a?) not in b", "(a?) not in b"),
    ("f((a?)) - 1", "f(a?) - 1"), ("b + (a?) - 1", "b + (a?) - 1"), ("(a?) ? b : c", "a? ? b : c"),
    ("(a ? b : c) ? d : e", "(a ? b : c) ? d : e"), ("a ? (b ? c : d) : e", "a ? (b ? c : d) : e"),
    ("a ? b || c : d", "a ? b || c : d"), ("a ? ([1]) : 2", "a ? ([1]) : 2"), ("a ? (r\"b\") : 2", "a ? (r\"b\") : 2"),
    ("a ? (5s) : 2", "a ? (5s) : 2"),
    ("a ? (if b { 1 } else { 2 }).c : 2", "a ? (if b {\n    1\n  } else {\n    2\n  }.c) : 2"),
    ("a ? 1 : [2]", "a ? 1 : [2]"), ("(a ?? b) + c", "a ?? b + c"), ("a ?? (b + c)", "a ?? (b + c)"),
    ("(a to b) |> f", "a to b |> f"), ("a |> (b |> c)", "a |> (b |> c)"), ("a to (b to c)", "a to (b to c)"),
    ("1 to (n - 1) exclusive", "1 to n - 1 exclusive"), ("(a < b) > c", "a < b > c"), ("(f)(x)", "f(x)"),
    ("f((a < b), c > (d))", "f(a < b, c > d)"), ("xs[(a)]", "xs[a]"), ("xs[(a):(b)]", "xs[a:b]"), ("xs[:]", "xs[:]"),
    ("o?[(i)]", "o?[i]"), ("o?.p?.m(...xs)", "o?.p?.m(...xs)"), ("f<int, [T]>(x)", "f<int, list<T>>(x)"),
  ])
  func `parentheses are where they are needed`(source: String, expected: String) throws {
    try expectStatement("let y = \(source)", "  let y = \(expected)")
  }

  @Test func `the tree wins over the rules`() throws {
    // Without parentheses these would be a call with type arguments, and a closure.
    try expectStatement("f((a < b), c > (d == e))", "  f((a < b), c > (d == e))")
    try expectStatement("let d = {k: (f<fn(int) -> int>(x))}", "  let d = {k: (f<fn(int) -> int>(x))}")
    try expectStatement("let s = S {\"type\": 1}", "  let s = S {\"type\": 1}")
    try expectStatement("if (x == Ready) { }", "  if (x == Ready) {\n  }")
    try expectStatement("if (x == Ready) { y }", "  if x == Ready {\n    y\n  }")
    try expectStatement("while ((a || b) && c) { }", "  while ((a || b) && c) {\n  }")
    try expectStatement("match e?\n{ }", "  match (e?) {\n  }")
    try expectStatement("parallel (each) { }", "  parallel (each) {\n  }")
    try expectStatement(
      "(match a { 1 -> { b } }).c()",
      "  (match a {\n    1 -> { b }\n  })\n    .c()".replacing("\n    .c()", with: ".c()"))
    try expectStatement("(fn(x) { x })", "  (fn(x) { x })")
    try expectStatement("retry (n + 1) { f() }", "  retry (n + 1) {\n    f()\n  }")
  }

  @Test func `operators break where the source breaks or the line is too long`() throws {
    try expectStatement("let y = a +\n b + c", "  let y = a\n    + b\n    + c")
    try expectStatement("let y = a + b", "  let y = a + b", width: 7)
    try expectStatement("let y = a + b", "  let y = a\n    + b", width: 6)
    try expectStatement("let y = aa + b + c", "  let y = aa + b\n    + c", width: 10)
    try expectStatement("let y = a - \n b", "  let y = a \\\n    - b")
    try expectStatement("let y = a in\n b", "  let y = a \\\n    in b")
    try expectStatement("let y = a not in\n b", "  let y = a \\\n    not in b")
    try expectStatement("let y = a\n |> b\n |> c", "  let y = a\n    |> b\n    |> c")
    try expectStatement(
      "let y = f({ x -> let z = x; z }) + 1", "  let y = f(\n    { x ->\n      let z = x\n      z\n    },\n  )\n    + 1"
    )
  }

  @Test func `method chains break where the source breaks`() throws {
    try expectStatement("let y = a\n.b(1)\n.c(2)", "  let y = a\n    .b(1)\n    .c(2)")
    try expectStatement("let y = a.b(\n1)", "  let y = a\n    .b(1)")
    try expectStatement("let y = a\n.b", "  let y = a.b")
    try expectStatement("let y = a\n?.b(1).c(2)", "  let y = a\n    ?.b(1).c(2)")
    try expectStatement("let y = Result\n.Ok(1)", "  let y = Result.Ok(1)")
  }
}
