import Syntax
import Testing

/// Trees of statements and block expressions (01 "Statements", "Line structure").
@Suite struct StatementTests {
  static let statements: [(text: String, tree: String)] = [
    ("let a = 1; var b: int | nil = 2", "(let a 1)\n(var b :int|nil 2)"),
    ("let {a, b: c = 1, ...r} = d", "(let {a b:c=1 ...r} d)"),
    ("let [a, b = 1, ...r] = d", "(let [a b=1 ...r] d)"),
    ("let {} = a\nlet [] = b", "(let {} a)\n(let [] b)"),
    ("var [\na\nb] = c", "(var [a b] c)"),
    ("for x in xs { f(x) }", "(for x xs (do (call f x)))"),
    ("for (a, b) in d {}", "(for (pair a b) d (do))"),
    ("for {a} in d {}", "(for {a} d (do))"),
    ("while (a) {}", "(while (paren a) (do))"),
    ("while a && b {}", "(while (&& a b) (do))"),
    ("while (a) && b {}", "Expected {, got && at 1:11"),
    ("return; yield 1; throw e; emit 2", "(return)\n(yield 1)\n(throw e)\n(emit 2)"),
    ("fn f() { return }", "(fn f () (do (return)))"),
    ("guard a else { return }", "(guard a (do (return)))"),
    ("require a, \"m\"", "(require a \"m\")"),
    ("mutex { a }\ndefer { b }", "(mutex (do a))\n(defer (do b))"),
    ("break; continue", "(break)\n(continue)"),
    (
      "select { v from ch { 1 } timeout 5s { 2 } }",
      "(select (from v ch (do 1)) (timeout 5000ms (do 2)))"
    ),
    ("select {\n default {}\n x from y {}\n}", "(select (default (do)) (from x y (do)))"),
    ("a = 1; a.b += 2; a[0] -= 3", "(= a 1)\n(+= (.b a) 2)\n(-= ([] a 0) 3)"),
    ("a *= 1; a /= 2; a %= 3", "(*= a 1)\n(/= a 2)\n(%= a 3)"),
    ("a.b.c[1].d = 1", "(= (.d ([] (.c (.b a)) 1)) 1)"),
    (
      "if a { 1 } else if b { 2 } else { 3 }",
      "(if a (do 1) else-if (do (if b (do 2) (do 3))))"
    ),
    ("if a { 1 }\n\nelse { 2 }", "(if a (do 1) (do 2))"),
    ("if a { 1 }\n-b", "(if a (do 1))\n(- b)"),
    ("let x = if a { 1 } else { 2 } + 3", "(let x (+ (if a (do 1) (do 2)) 3))"),
    ("let x = if a { 1 }\n[b]", "(let x (if a (do 1)))\n[b]"),
    (
      "match v {\n 0 | 1 -> { a }\n n if n > 2 -> { b }\n [x, ..._] -> {}\n E.V(a) -> {} _ -> {}\n}",
      "(match v (arm 0 | 1 (do a)) (arm n if (> n 2) (do b)) (arm [x ..._] (do)) "
        + "(arm (.V() E a) (do)) (arm _ (do)))"
    ),
    ("match v { {k: 1} -> {} {} -> {} }", "(match v (arm {k:1} (do)) (arm {} (do)))"),
    ("match v { 1 |\n 2 -> {} }", "(match v (arm 1 | 2 (do)))"),
    (
      "try { a }\ncatch (e: T) { b }\nfinally { c }",
      "(try (do a) (catch e:T (do b)) (finally (do c)))"
    ),
    ("try { a } catch e { b }", "(try (do a) (catch e (do b)))"),
    ("try { a } catch { b }", "(try (do a) (catch (do b)))"),
    ("try { a } finally { b }", "(try (do a) (finally (do b)))"),
    ("let r = try { a }\n- b", "(let r (try (do a)))\n(- b)"),
    ("retry 3 { a }; retry (n + 1) { b }", "(retry 3 (do a))\n(retry (paren (+ n 1)) (do b))"),
    ("deadline 5s { a }", "(deadline 5000ms (do a))"),
    ("let t = spawn { a }", "(let t (spawn (do a)))"),
    ("parallel 3 { i -> i }", "(parallel count 3 i (do i))"),
    ("parallel each xs { f(1) }", "(parallel each xs (do (call f 1)))"),
    (
      "parallel settle xs with { max_concurrent: 2 } { x -> x }",
      "(parallel settle xs (max 2) x (do x))"
    ),
    ("parallel each xs { x -> x } as stream", "(parallel-stream each xs x (do x))"),
    ("a;\nb;\n", "a\nb"),
    ("a \\\nb", "a\nb"),
    ("a /* \n */ b", "a\nb"),
    ("a /* */ b", "Expected top-level item separator (`;` or newline), got id(b) at 1:9"),
    ("a;;b", "Expected expression, got ; at 1:3"),
    (";a", "Expected expression, got ; at 1:1"),
    ("a\n;b", "Expected expression, got ; at 2:1"),
    ("fn f() { if a {}; else {} }", "Expected expression, got else at 1:19"),
    ("a = b = c", "Expected top-level item separator (`;` or newline), got = at 1:7"),
    ("f() = 1", "Expected top-level item separator (`;` or newline), got = at 1:5"),
    ("a?.b = 1", "Expected top-level item separator (`;` or newline), got = at 1:6"),
    ("if a {} + 1", "Expected top-level item separator (`;` or newline), got + at 1:9"),
    ("match a {}.b", "Expected top-level item separator (`;` or newline), got . at 1:11"),
    ("let x = y ?? throw e", "Expected expression, got throw at 1:14"),
    ("fn() {}", "Expected function name, got ( at 1:3"),
    ("fn f() { import \"a\" }", "Expected expression, got import at 1:10"),
    ("}", "Expected expression, got } at 1:1"),
  ]

  @Test(arguments: statements)
  func `statements and block expressions`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  static let declarations: [(text: String, tree: String)] = [
    ("import \"a\"", "(import \"a\")"),
    ("import { a,\n b } from \"c\"", "(import a b \"c\")"),
    ("pub import { a } from \"c\"", "(pub-import a \"c\")"),
    ("import \"\"\"a\"\"\"", "(import \"a\")"),
    (
      "pipeline main(a, b) -> int extends base { 1 }",
      "(pipeline main (a b) :int extends base (do 1))"
    ),
    ("pub pipeline p() {}", "pub (pipeline p () (do))"),
    (
      "fn f<T, in A, out B, out>(a, b: T = 1, ...c) -> T where T: I, A: J, { a }",
      "(fn f <T, in A, out B, out> (a b:T=1 ...c) :T (where T:I A:J) (do a))"
    ),
    ("pub gen fn f() { yield 1 }", "pub (gen-fn f () (do (yield 1)))"),
    ("gen = 1; where = 2", "(= gen 1)\n(= where 2)"),
    ("type A<T> = T | list<T> | nil", "(type A <T> T|list<T>|nil)"),
    ("type A = int |\n string", "(type A int|string)"),
    (
      "type A = {a: int, type?: fn(int, [string]) -> bool\n c: \"x\" | -1 | 2 | r\"y\" | true}",
      "(type A {a:int,type?:fn(int,[string])->bool,c:\"x\"|-1|2|\"y\"|bool})"
    ),
    ("type F = fn(\nint\nint,\n) -> int | nil", "(type F fn(int,int)->int|nil)"),
    ("enum E<T> { A, B(x: T, y)\n C }", "(enum E <T> A (B (x:T y)) C)"),
    ("struct S<T> { a: T, b?: int\n c }", "(struct S <T> a:T b?:int c)"),
    (
      "interface I<T> { type Item\n type K = int fn m(self) -> T\n fn n<U>() }",
      "(interface I <T> (type Item) (type K :int) (fn m (self) :T) (fn n <U> ()))"
    ),
    (
      "impl S { fn m(self) { 1 }\n pub fn n() {} }",
      "(impl S (fn m (self) (do 1)) (pub-fn n () (do)))"
    ),
    ("override o(a) { a }", "(override o (a) (do a))"),
    (
      "tool t(a: int = 1) -> int {\n description\n \"d\"\n a\n}",
      "(tool t (a:int=1) :int \"d\" (do a))"
    ),
    ("tool t() { description }", "(tool t () (do description))"),
    (
      "skill s { short \"a\"; paths [\"b\"]\n when\n c }",
      "(skill s (short \"a\") (paths [\"b\"]) (when c))"
    ),
    (
      "eval_pack e \"id\" { k: 1\n f()\n summarize { 2 } }",
      "(eval_pack e \"id\" (k 1) (call f) (summarize (do 2)))"
    ),
    ("eval_pack \"id\" {}", "(eval_pack \"id\")"),
    (
      "@step(name: \"plan\", budget: {max_tokens: 500, \"max_usd\": 0.25,}, tags: [\"a\", git.push, -1, -1.5],\n"
        + " error_boundary: continue)\n\n// c\n@b() @c pub fn f() {}",
      "(@step name:\"plan\" budget:{max_tokens:500 \"max_usd\":0.25} tags:[\"a\" git.push -1 -1.5] "
        + "error_boundary:continue) (@b) (@c) pub (fn f () (do))"
    ),
    (
      "@t(retry: {retry: 1}, on: every(\"10m\", jitter), true, nil, r\"x\")\npipeline p() {}",
      "(@t retry:{retry:1} on:(every \"10m\" jitter) true nil \"x\") (pipeline p () (do))"
    ),
    ("fn f() { @a\n gen fn g() {} }", "(fn f () (do (@a) (gen-fn g () (do))))"),
    (
      "let to_x = 1\nlet each = not + as + stream + timeout + default + where + out",
      "(let to_x 1)\n(let each (+ (+ (+ (+ (+ (+ not as) stream) timeout) default) where) out))"
    ),
  ]

  @Test(arguments: declarations)
  func `declarations of every kind`(_ text: String, _ expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: statements.map(\.text) + declarations.map(\.text))
  func `any token may be missing`(_ text: String) throws {
    try expectSurvival(of: text)
  }
}
