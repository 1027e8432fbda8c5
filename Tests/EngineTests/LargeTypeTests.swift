import Engine
import Testing

/// Types that are large, deep or recursive: the checker comes to an end, and says what it can (03 §4).
@Suite(.timeLimit(.minutes(1))) struct LargeTypeTests {
  private func messages(_ text: String) -> [String] { Engine().check(text, path: "a.harn").map(\.message) }

  private func union(_ count: Int, _ member: (Int) -> String) -> String {
    (0..<count).map(member).joined(separator: " | ")
  }

  @Test func `a union of 200 literals is told apart`() {
    let arms = (0..<199).map { "\"\($0)\" -> { return 1 }" }.joined(separator: "\n")
    let text = "type U = \(union(200) { "\"\($0)\"" })\nfn f(u: U) {\nlet same: U = u\nmatch u {\n\(arms)\n}\n}\n"
    #expect(messages(text) == ["Non-exhaustive match on literal union: missing \"199\""])
  }

  @Test func `a union of 200 tagged shapes is narrowed step by step`() {
    let tests = (0..<199).map { "if u.kind == \"\($0)\" { return u.v\($0) }" }.joined(separator: "\n")
    let type = union(200) { "{kind: \"\($0)\", v\($0): int}" }
    #expect(
      messages("type U = \(type)\nfn f(u: U) {\n\(tests)\nlet x: int = u\n}\n")
        == ["'x' declared as int, but assigned {kind: \"199\", v199: int}"])
  }

  @Test func `the product of three such unions is given up`() {
    let type = union(200) { "\"\($0)\"" }
    #expect(
      messages(
        "type P<A, B, C> = {a: A, b: B, c: C}\ntype U = \(type)\nfn f(p: P<U, U, U>) { let q: P<U, U, U> = p }\n")
        == [])
  }

  @Test func `aliases that grow with each expansion end`() {
    let growing = "type T<A> = {x: T<list<A>>, y: T<A | nil>}\nfn f(a: T<int>, b: T<string>) { let c: T<int> = b }\n"
    #expect(messages(growing).count <= 1)
    let mutual = """
      type A<X> = B<list<X>> | nil
      type B<X> = A<dict<string, X>> | C<X, X>
      type C<X, Y> = {a: A<X>, b: B<Y>} | list<C<Y, X>>
      fn f(a: A<int>) { let y: C<int, string> = a }
      """
    #expect(messages(mutual) == ["'y' declared as C<int, string>, but assigned A<int>"])
  }

  @Test func `aliases that double with each step share their parts`() {
    let aliases = (1..<200).map { "type F\($0) = fn(F\($0 - 1), F\($0 - 1)) -> F\($0 - 1)" }.joined(separator: "\n")
    #expect(
      messages("type F0 = int\n\(aliases)\nfn f(a: F199) {\nlet b: F199 = a\nlet c: F198 = a\n}\n")
        == ["'c' declared as F198, but assigned F199"])
  }

  @Test func `a ring of 200 interfaces is satisfied or not`() {
    let ring = (0..<200).map { "interface I\($0) { fn m(self, x: I\(($0 + 1) % 200)) -> I\(($0 + 7) % 200) }" }
    let functions = (0..<200).map { "fn f\($0)(a: I\($0)) { return a }" }
    let calls = (0..<200).map { "f\($0)(S {a: 1})" }
    let text = (ring + ["struct S {a: int}", "impl S { fn m(self, x: S) -> S { return self } }"] + functions + calls)
      .joined(separator: "\n")
    #expect(messages(text) == [])
  }
}
