import Syntax
import Testing

/// What `SyntaxWalk` visits.
@Suite struct WalkTests {
  /// The names of the calls in `text`, in the order of the walk.
  private func callees(_ text: String, entersFunctions: Bool = true) -> [String] {
    var walk = SyntaxWalk(parsed(text).program.items, entersFunctions: entersFunctions)
    var names: [String] = []
    while let part = walk.next() {
      if case .expression(let expression) = part, case .call(let callee, _, _) = expression.kind {
        names.append(callee.text)
      }
    }
    return names
  }

  @Test(arguments: [
    ("select { v from a() { b() } timeout c() { d() } }", "abcd"),
    ("match a() { b() -> { c() } [d()] if e() -> { f() } }", "abcdef"),
    ("let [x = a(), ...y] = b()\nlet {k: z = c()} = d()", "abcd"),
    ("for {k: z = a()} in b() { c() }", "abc"),
    ("a(b(), ...c()).m(d())[e()][f():g()]?.i", "abcdefg"),
    ("let x = {a: a(), [b()]: c(), ...d()}", "abcd"),
    ("\"${a()} ${b()}\"", "ab"),
    ("a() ? b() : c() |> d(_)", "abcd"),
    ("parallel each a() with { max_concurrent: b() } { x -> c() }", "abc"),
    ("fn f(x = a()) { b() }\ngen fn g(y = c()) { emit d() }", "abcd"),
    ("impl T { fn m(self, x = a()) { b() } }", "ab"),
    ("try { a() } catch (e) { b() } finally { c() }", "abc"),
    ("retry 3 { a() }\ndeadline 1s { b() }\nspawn { c() }", "abc"),
    ("guard a() else { b() }\nrequire c(), d()\nmutex { e() }\ndefer { f() }", "abcdef"),
  ])
  func `parts come in source order and none is left out`(text: String, expected: String) {
    #expect(callees(text).joined() == expected)
  }

  @Test func `without entering functions their bodies are left out`() {
    let text = "a()\nfn f(x = no()) { no() }\nlet g = { -> no() }\nspawn { no() }\nparallel each b() { x -> no() }\nc()"
    #expect(callees(text, entersFunctions: false) == ["a", "b", "c"])
  }

  @Test func `calls in patterns and piped calls are calls`() {
    let body = Block(
      statements: parsed("match a { b(1) -> { c |> d |> e(_) } }").program.items, range: .none)
    #expect(body.plainCallees.map(\.text) == ["b", "d", "e"])
  }
}
