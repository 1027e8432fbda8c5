import Diagnostics
import Lexer
import Syntax
import TestSupport
import Testing

/// Limits of nesting and of chains: one diagnostic, no crash.
@Suite struct NestingTests {
  /// Openers that nest something inside itself, with what closes them.
  static let openers: [(open: String, inner: String, close: String)] = [
    ("(", "1", ")"),
    ("[", "1", "]"),
    ("{a: ", "1", "}"),
    ("{ x -> ", "1", "}"),
    ("\"${", "1", "}\""),
    ("!", "a", ""),
    ("-", "a", ""),
    ("try* ", "a", ""),
    ("fn(a = ", "1", ") {}"),
    ("fn() { return ", "1", "}"),
    ("f(", "1", ")"),
    ("a.f(", "1", ")"),
    ("a[", "1", "]"),
    ("a?[", "1", "]"),
    ("a[:", "1", "]"),
    ("S { a: ", "1", "}"),
    ("if true { ", "1", "}"),
    ("if ", "a", " {}"),
    ("match ", "1", " {}"),
    ("match 1 { _ -> {", "1", "} }"),
    ("try { ", "1", "}"),
    ("retry 3 { ", "1", "}"),
    ("retry ", "1", " {}"),
    ("deadline ", "1s", " {}"),
    ("spawn { ", "1", "}"),
    ("parallel each xs { x -> ", "1", "}"),
    ("1 |> 1 to 1 || 1 && 1 == 1 < 1 + 1 ?? 1 * 1 ** (", "1", ")"),
    ("c ? (", "1", ") : 2"),
    ("{ x -> let y = match [\"${if a { ", "1", " }}\"] { _ -> { 1 } } }"),
  ]

  @Test(arguments: openers.map(\.open), [2000, 20_000])
  func `nesting beyond the limit is one diagnostic`(_ open: String, _ levels: Int) throws {
    let opener = try #require(NestingTests.openers.first { $0.open == open })
    let unclosed = "let x = " + String(repeating: open, count: levels)
    let complete =
      unclosed + opener.inner + String(repeating: opener.close, count: levels)
    for text in [unclosed, complete] {
      let found = onStack(ofMegabytes: 64) { parsed(text).diagnostics }
      #expect(found.count == 1)
      let isStringWithoutEnd = text == unclosed && open.contains("\"")
      #expect(found.first?.code == (isStringWithoutEnd ? .unterminatedString : .nestingTooDeep))
    }
  }

  @Test(arguments: [
    ("let x = ", "("), ("let x = ", "!"), ("let x = ", "\"${"), ("let x: ", "list<"),
  ])
  func `a million levels are refused`(_ start: String, _ open: String) {
    let text = start + String(repeating: open, count: 1_000_000)
    #expect(onStack(ofMegabytes: 64) { messages(text) }.count == 1)
  }

  @Test(arguments: [
    ("list<", "int", ">"), ("[", "int", "]"), ("fn(", "int", ") -> int"), ("{a: ", "int", "}"),
  ])
  func `types nest up to the limit`(_ open: String, _ inner: String, _ close: String) {
    @Sendable func text(_ levels: Int) -> String {
      "type T = " + String(repeating: open, count: levels) + inner
        + String(repeating: close, count: levels)
    }
    #expect(onStack(ofMegabytes: 64) { messages(text(1000)) } == [])
    #expect(onStack(ofMegabytes: 64) { messages(text(1001)) }.count == 1)
    #expect(onStack(ofMegabytes: 64) { messages(text(2000)) }.count == 1)
  }

  @Test func `the limit itself is allowed`() {
    @Sendable func text(_ levels: Int) -> String {
      "x = " + String(repeating: "(", count: levels) + "1" + String(repeating: ")", count: levels)
    }
    #expect(onStack(ofMegabytes: 64) { messages(text(1000)) } == [])
    #expect(
      onStack(ofMegabytes: 64) { messages(text(1001)) }
        == ["Expected less nesting (at most 1000 levels), got int(1) at 1:1006"])
    #expect(parsed(text(20), limits: ParserLimits(nesting: 20, links: 9)).diagnostics.isEmpty)
    #expect(parsed(text(21), limits: ParserLimits(nesting: 20, links: 9)).diagnostics.count == 1)
  }

  /// Chains by their repeated piece, with what stands in front.
  static let chains = [
    ("a", " + a"), ("a", ".b"), ("a", "[0]"), ("a", " |> f"), ("a", "?.b()"), ("a", " ** a"),
    ("if a {}", " else if b {}"), ("a", "? .b"), ("a", " == a && a"),
  ]

  @Test(arguments: chains)
  func `chains are bounded`(_ start: String, _ link: String) {
    func count(_ links: Int) -> Int {
      let text = "x = " + start + String(repeating: link, count: links)
      return onStack(ofMegabytes: 64) { parsed(text).diagnostics.count }
    }
    #expect(count(4_900) == 0)
    #expect(count(10_001) == 1)
    #expect(count(20_000) == 1)
  }

  @Test func `chains inside chains do not add up`() {
    let links = String(repeating: " + 1", count: 500)
    let text =
      "x = " + String(repeating: "(", count: 100) + "1" + String(repeating: ")" + links, count: 100)
    let found = onStack(ofMegabytes: 64) { messages(text) }
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Expected a shorter chain (at most 10000 links), got ") == true)
  }
}
