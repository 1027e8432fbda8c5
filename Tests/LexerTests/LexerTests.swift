import Diagnostics
import Lexer
import Testing

/// Everything but strings (01 "Lexical structure", "Keywords").
@Suite struct LexerTests {
  @Test(arguments: [
    ("#!/usr/bin/harn\na", ["\\n", "id(a)"]),
    ("a \t\r b", ["id(a)", "id(b)"]),
    ("a \\\n b", ["id(a)", "id(b)"]),
    ("a // c\nb", ["id(a)", "\\n", "id(b)"]),
    ("a /* x\n /* y */ z */ b", ["id(a)", "id(b)"]),
    ("größe 名前 _ _x1", ["id(größe)", "id(名前)", "id(_)", "id(_x1)"]),
    ("lets let", ["id(lets)", "let"]),
    ("", []),
  ])
  func `white space, comments and names`(_ text: String, _ expected: [String]) {
    #expect(tokens(text) == expected)
  }

  @Test(arguments: [
    ("007", ["int(7)"]),
    ("7.max", ["int(7)", ".", "id(max)"]),
    ("1.5.2", ["float(1.5)", ".", "int(2)"]),
    ("1..4", ["int(1)", ".", ".", "int(4)"]),
    ("2e3", ["int(2)", "id(e3)"]),
    ("1_000", ["int(1)", "id(_000)"]),
    ("9223372036854775807", ["int(9223372036854775807)"]),
    ("9223372036854775808", ["float(9223372036854776000)"]),
    ("-5", ["-", "int(5)"]),
    ("2.0", ["float(2)"]),
    (
      "5ms 5s 2m 1h 1d 1w",
      [
        "duration(5ms)", "duration(5000ms)", "duration(120000ms)",
        "duration(3600000ms)", "duration(86400000ms)", "duration(604800000ms)",
      ]
    ),
    ("5msx", ["duration(5ms)", "id(x)"]),
    ("5mx", ["int(5)", "id(mx)"]),
    ("5s_", ["duration(5000ms)", "id(_)"]),
    ("5sé", ["int(5)", "id(sé)"]),
    ("1.5s", ["float(1.5)", "id(s)"]),
    ("0.0000001", ["float(0.0000001)"]),
    ("123456789012345678901234.5", ["float(123456789012345690000000)"]),
  ])
  func `numbers and durations`(_ text: String, _ expected: [String]) {
    #expect(tokens(text) == expected)
  }

  @Test(arguments: [
    ("...", [".", ".", "."]),
    ("::", [":", ":"]),
    ("?[", ["?", "["]),
    ("?.??", ["?.", "??"]),
    ("not in", ["id(not)", "in"]),
    ("try*", ["try", "*"]),
    ("**=", ["**", "="]),
    (">>", [">", ">"]),
    ("->-=", ["->", "-="]),
    ("|>||", ["|>", "||"]),
    ("===", ["==", "="]),
  ])
  func `the longer operator wins`(_ text: String, _ expected: [String]) {
    #expect(tokens(text) == expected)
  }

  @Test func `every fixed spelling is one token of its kind`() throws {
    for kind in TokenKind.allCases {
      guard let spelling = kind.spelling else { continue }
      #expect(try tokenList(spelling).tokens.map(\.kind) == [kind, .endOfFile])
    }
  }

  @Test func `there are 46 reserved words`() {
    #expect(TokenKind.allCases.filter(\.isKeyword).count == 46)
  }

  @Test(arguments: [
    ("let h = a # b", "Unexpected character '#' at 1:11"),
    ("a\n  & b", "Unexpected character '&' at 2:3"),
    ("'a'", "Unexpected character ''' at 1:1"),
    ("a `", "Unexpected character '`' at 1:3"),
    ("$", "Unexpected character '$' at 1:1"),
    ("^", "Unexpected character '^' at 1:1"),
    ("~", "Unexpected character '~' at 1:1"),
    ("é\u{A0}", "Unexpected character '\u{A0}' at 1:2"),
    ("\u{FEFF}let", "Unexpected character '\u{FEFF}' at 1:1"),
    ("a\u{0B}", "Unexpected character '\u{0B}' at 1:2"),
    ("a\u{0C}", "Unexpected character '\u{0C}' at 1:2"),
    ("a \\\r\nb", "Unexpected character '\\' at 1:3"),
    ("a /* b /* c */", "Unterminated block comment at 1:3"),
    ("\n #!x", "Unexpected character '#' at 2:2"),
    ("\u{0}", "Unexpected character '\u{0}' at 1:1"),
  ])
  func `a text that has no tokens has one message`(_ text: String, _ message: String) {
    #expect(tokens(text) == [message])
  }

  @Test(arguments: [
    ("// x", SourceComment.Kind.line), ("/// x", .docLine), ("///", .docLine), ("//// x", .line),
    ("/* x */", .block), ("/** x */", .docBlock), ("/*** x */", .block), ("/**/", .block),
  ])
  func `comments are kept with their kind`(_ text: String, _ kind: SourceComment.Kind) throws {
    let comment = SourceComment(kind, at: SourceRange(start: 0, end: text.utf8.count))
    #expect(try tokenList(text).comments == [comment])
  }

  @Test func `broken UTF-8 is an unexpected character`() {
    let file = SourceFile(path: "a", bytes: [0x61, 0xFF, 0xE2, 0x82])
    guard case .failure(let diagnostic) = Lexer(file: file).tokenize() else {
      Issue.record("the text has tokens")
      return
    }
    #expect(diagnostic.message == "Unexpected character '\u{FFFD}' at 1:2")
  }

  @Test func `a duration beyond 64 bits has no value`() throws {
    let file = SourceFile(path: "a", text: "9223372036854775807s")
    let list = try Lexer(file: file).tokenize().get()
    #expect(list.tokens[0].kind == .duration)
    #expect(file.milliseconds(of: list.tokens[0]) == nil)
  }
}
