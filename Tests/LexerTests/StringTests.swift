import Diagnostics
import Lexer
import Testing

/// Strings of every form (01 "Strings").
@Suite struct StringTests {
  @Test(arguments: [
    (#""a\n\t\\\"\$b""#, "str(a\n\t\\\"$b)"),
    (#""\q\r\0\u{41}""#, #"str(\q\r\0\u{41})"#),
    (#""\${x} $n $""#, "str(${x} $n $)"),
    (#""""#, "str()"),
    (#"r"a\n${x}""#, #"rstr(a\n${x})"#),
    (#"r"""#, "rstr()"),
    ("\"\"\"a\"\"\"", "str(a)"),
    ("\"\"\"\"\"\"", "str()"),
    ("\"\"\"a\\n\"b\"\" \"\"\"", "str(a\\n\"b\"\" )"),
    (#""größe""#, "str(größe)"),
  ])
  func `escapes and forms`(_ text: String, _ token: String) {
    #expect(tokens(text) == [token])
  }

  @Test(arguments: [
    (#""n=${n}!""#, ["\"n=\"", "n", "\"!\""]),
    (#""${d["k"]}""#, [#"d["k"]"#]),
    (#""${f({a: 1})}""#, ["f({a: 1})"]),
    (#""${"<${x}>"}""#, [#""<${x}>""#]),
    ("\"${a +\n b}\"", ["a +\n b"]),
    (#""${5}""#, ["5"]),
    (#""\${a}${b}""#, ["\"${a}\"", "b"]),
  ])
  func `interpolations end where the braces balance`(_ text: String, _ expected: [String]) throws {
    #expect(try parts(text) == expected)
  }

  @Test(arguments: [
    ("let s = \"abc", "Unterminated string at 1:9"),
    ("let s = \"abc\n\"", "Unterminated string at 1:9"),
    ("x = r\"abc\n\"", "Unterminated string at 1:5"),
    ("\"\"\"abc\n\"\"", "Unterminated string at 1:1"),
    ("a\n \"${b\n", "Unterminated string at 2:2"),
    ("\"\"\"${b\n\"\"\"", "Unterminated string at 1:1"),
    ("\"a\\", "Unterminated string at 1:1"),
    ("\"${}\"", "Unexpected character '}' at 1:5"),
    ("\"a${  }b\"", "Unexpected character '}' at 1:8"),
  ])
  func `broken strings`(_ text: String, _ message: String) {
    #expect(tokens(text) == [message])
  }

  @Test(arguments: [
    ("\n    Dear ${who},\n      thanks.\n    ", ["\"Dear \"", "who", "\",\n  thanks.\""]),
    ("\na\nb\n", ["\"a\nb\""]),
    ("\na\n  ", ["\"a\n  \""]),
    ("\n  a\n\n  b\n  ", ["\"a\n\nb\""]),
    ("\n  a\n \t  \n    b\n  ", ["\"a\n\n  b\""]),
    ("\n\t\t a\n\t b\n", ["\" a\nb\""]),
    ("\n  \n \n", ["\"  \n \n\""]),
    ("  x\n   y", ["\"x\n y\""]),
    ("\n  ${a}\n    b\n  ", ["a", "\"\n  b\""]),
    ("\n${a}\n    b\n", ["a", "\"\n    b\""]),
    ("\n  ${a} \n  b ${c}\n", ["a", "\" \nb \"", "c"]),
    ("\n  a${}b\n  ", ["\"ab\""]),
    ("\n  a ${x +\n1} b\n  ", ["\"a \"", "x +\n1", "\" b\""]),
  ])
  func `triple strings lose their common indent`(_ inner: String, _ expected: [String]) throws {
    #expect(try parts("\"\"\"\(inner)\"\"\"") == expected)
  }

  @Test func `a part knows how deep its braces nest`() throws {
    let list = try tokenList(#""${a}${ {b: {c: 1}} }""#)
    let depths = list.templates[0].compactMap { part in
      if case .source(_, let depth) = part { depth } else { nil }
    }
    #expect(depths == [1, 3])
  }
}
