import Checker
import Diagnostics
import Syntax
import Testing

/// Texts that ask for much work or deep recursion end in bounded time (03 §4.1).
@Suite struct BoundTests {
  @Test func `recursive aliases end`() {
    #expect(findings("type A = A\nlet x: A = 1") == ["2:1 error 'x' declared as A, but assigned int"])
    #expect(findings("type A = B\ntype B = A | int\nlet x: A = 1") == [])
    #expect(findings("type Grow<A> = Grow<list<A>>\nlet x: Grow<int> = 1") == [])
    #expect(findings("type G<A> = {n: G<list<A>> | nil}\nlet x: G<int> = {n: {n: nil}}") == [])
  }

  @Test func `aliases that share their parts are not expanded again and again`() {
    var text = "type T0 = {a: int}\n"
    for index in 1...60 { text += "type T\(index) = {a: T\(index - 1), b: T\(index - 1)}\n" }
    text += "fn f(x: T60) { return x }\nfn g(x: T60) { f(x)\n  let y: T59 = x }"
    #expect(findings(text).count == 1)
  }

  @Test func `unions of two hundred members are compared`() {
    let members = (0..<200).map { "\"m\($0)\"" }
    let text = """
      type Left = \(members.joined(separator: " | "))
      type Right = \(members.reversed().joined(separator: " | "))
      fn f(x: Left) { let y: Right = x }
      type Pair<A, B> = {a: A, b: B}
      fn g(x: Pair<Left, Right>) { return x }
      """
    #expect(findings(text) == [])
  }

  @Test func `a chain of conditions rules out the members of a large tagged union one by one`() {
    let numbers = 0..<1000
    let members = numbers.map { "{kind: \"k\($0)\", v\($0): int}" }
    let conditions = numbers.map { "  if x.kind == \"k\($0)\" { return x.v\($0) }\n" }
    let text = """
      type Event = \(members.joined(separator: " | "))
      fn f(x: Event) {
      \(conditions.joined())  unreachable(x)
      }
      """
    func left(_ line: Int, _ number: Int) -> [String] {
      [
        "\(line):3 error unreachable() argument has type `{kind: \"k\(number)\", v\(number): int}` "
          + "— not all cases are handled"
      ]
    }
    // The last member alone is no union any more.
    #expect(findings(text, builtins: ["unreachable"]) == left(1003, 999))
    let shorter = text.replacing("  if x.kind == \"k7\" { return x.v7 }\n", with: "")
    #expect(findings(shorter, builtins: ["unreachable"]) == left(1002, 7))
  }

  @Test func `interfaces that name each other end`() {
    let text = """
      interface A { fn other(self) -> B }
      interface B { fn other(self) -> A }
      struct S { x: int }
      impl S { fn other(self) -> S { return self } }
      fn f(x: A) { return x }
      f(S {x: 1})
      """
    #expect(findings(text) == [])
  }

  @Test func `deep nesting ends`() {
    let depth = 150
    let type = String(repeating: "list<", count: depth) + "int" + String(repeating: ">", count: depth)
    let value = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    #expect(findings("let x: \(type) = \(value)") == [])
    let conditions = String(repeating: "if x { ", count: depth) + String(repeating: " }", count: depth)
    #expect(findings("fn f(x: int | nil) { \(conditions) }") == [])
    let choices = String(repeating: "x ? 1 : (", count: depth) + "2" + String(repeating: ")", count: depth)
    #expect(findings("fn f(x: int | nil) -> int { return \(choices) }") == [])
  }
}
