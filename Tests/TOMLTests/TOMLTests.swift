import TOML
import Testing

/// The value of `x` in a document, with its kind.
private func value(_ text: String) throws -> TOMLValue? { try TOMLTable(parsing: text)["x"] }

@Suite struct ValueTests {
  @Test(
    arguments: [
      ("1_000", .integer(1000)), ("+7", .integer(7)), ("-0", .integer(0)), ("0xDEAD_beef", .integer(0xDEAD_BEEF)),
      ("0o17", .integer(15)), ("0b101", .integer(5)), ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)), ("1.5", .float(1.5)), ("-2e3", .float(-2000)),
      ("1_0.2_5E-1", .float(1.025)),
      ("inf", .float(.infinity)), ("-inf", .float(-.infinity)), ("true", .boolean(true)), ("false", .boolean(false)),
      ("1979-05-27T07:32:00Z", .dateTime("1979-05-27T07:32:00Z")),
      ("1979-05-27 07:32:00.5-07:00", .dateTime("1979-05-27 07:32:00.5-07:00")),
      ("2024-02-29", .dateTime("2024-02-29")), ("07:32:00", .dateTime("07:32:00")),
      (#""a\tb\"\\\u00e9\U0001F600""#, .string("a\tb\"\\é😀")), (#"'C:\n'"#, .string(#"C:\n"#)), ("\"\"", .string("")),
      ("\"\"\"\na\\\n   b\n\"\"\"", .string("ab\n")), ("\"\"\"a\"\" \"\"\"\"\"", .string("a\"\" \"\"")),
      ("'''\r\na\\b\r\n'''", .string("a\\b\n")),
      ("[]", .array([])), ("[1, # one\n 2,\n]", .array([.integer(1), .integer(2)])),
      ("[[1], ['a']]", .array([.array([.integer(1)]), .array([.string("a")])])),
    ] as [(String, TOMLValue)])
  func `values are read`(_ text: String, _ expected: TOMLValue) throws {
    #expect(try value("x = \(text)") == expected)
    #expect(try value("x=\(text)# end\n\n") == expected)
  }

  @Test func `not a number is a float`() throws {
    guard case .float(let number)? = try value("x = -nan") else { return #expect(Bool(false)) }
    #expect(number.isNaN)
  }

  @Test func `inline tables have dotted keys`() throws {
    let table = try #require(try value("x = { a.b = 1, a.c = [2], \"d e\" = {} }")?.table)
    #expect(table.entries.map(\.key) == ["a", "d e"])
    #expect(table["a"]?.table?["c"] == .array([.integer(2)]))
  }
}

@Suite struct TableTests {
  @Test func `tables and arrays of tables nest`() throws {
    let text = """
      # top
      title = "t"
      site."google.com".ok = true
      [a.b]
      c = 1
      [a]
      d = 2
      [[fruit]]
      name = "apple"
        [fruit.physical]
        color = "red"
        [[fruit.variety]]
        name = "red delicious"
        [[fruit.variety]]
        name = "granny smith"
      [[ fruit ]]
      name = "banana"
      """
    let root = try TOMLTable(parsing: text)
    #expect(root.entries.map(\.key) == ["title", "site", "a", "fruit"])
    #expect(root["site"]?.table?["google.com"]?.table?["ok"] == .boolean(true))
    #expect(root["a"]?.table?["b"]?.table?["c"] == .integer(1))
    #expect(root["a"]?.table?["d"] == .integer(2))
    let fruits = try #require(root["fruit"]?.items)
    #expect(fruits.map { $0.table?["name"]?.text } == ["apple", "banana"])
    #expect(fruits[0].table?["physical"]?.table?["color"]?.text == "red")
    #expect(fruits[0].table?["variety"]?.items?.map { $0.table?["name"]?.text } == ["red delicious", "granny smith"])
  }

  @Test func `a header may add below tables of dotted keys`() throws {
    let root = try TOMLTable(parsing: "[fruit]\napple.color = 1\n[fruit.apple.taste]\nsweet = true")
    #expect(root["fruit"]?.table?["apple"]?.table?["taste"]?.table?["sweet"] == .boolean(true))
  }

  @Test func `line ends, blank documents and marks are accepted`() throws {
    #expect(try TOMLTable(parsing: "").entries.isEmpty)
    #expect(try TOMLTable(parsing: "\u{FEFF}# c\r\n\r\na = 1\r\n")["a"] == .integer(1))
    #expect(try TOMLTable(parsing: "\"\" = 1\n1.2 = 3")["1"]?.table?["2"] == .integer(3))
  }
}

@Suite struct KeyTests {
  @Test func `keys that only look the same are different`() throws {
    let root = try TOMLTable(parsing: "\"\u{E9}\" = 1\n\"e\u{301}\" = 2\n[\"\u{C5}\"]\n[\"A\u{30A}\"]")
    #expect(root.entries.count == 4)
    #expect(root["\u{E9}"] == .integer(1))
    #expect(root["e\u{301}"] == .integer(2))
  }
}

@Suite struct ErrorTests {
  @Test(arguments: [
    ("a = 1\na = 2", "duplicate key `a` at line 2 column 1"),
    ("[a]\n[a]", "duplicate key `a` at line 2 column 1"),
    ("[a]\nb = 1\n[a.b]", "duplicate key `b` at line 3 column 1"),
    ("a = 1\n[a.b]", "key `a` is not a table that can be extended at line 2 column 1"),
    ("[a.b]\n[a]\nb.c = 1", "key `b` is not a table that can be extended at line 3 column 1"),
    ("a = {}\n[a.b]", "key `a` is not a table that can be extended at line 2 column 1"),
    ("a.b = 1\n[a]", "duplicate key `a` at line 2 column 1"),
    ("a = []\n[[a]]", "duplicate key `a` at line 2 column 1"),
    ("[a.b]\n[[a]]", "duplicate key `a` at line 2 column 1"),
    ("[[a]]\n[a]", "duplicate key `a` at line 2 column 1"),
    ("a = {b = 1, b = 2}", "duplicate key `b` at line 1 column 13"),
    ("a", "expected `=` at line 1 column 2"), ("= 1", "expected a key at line 1 column 1"),
    ("a =", "expected a value at line 1 column 4"), ("a = 1 b", "expected the end of the line at line 1 column 7"),
    ("é = 1", "expected a key at line 1 column 1"), ("'é' = ", "expected a value at line 1 column 7"),
    ("[a", "expected `]` at line 1 column 3"), ("[[a]", "expected `]]` at line 1 column 4"),
    ("a = [1 2]", "expected `,` or `]` at line 1 column 8"), ("a = [", "expected a value at line 1 column 6"),
    ("a = {b = 1,}", "expected a key at line 1 column 12"),
    ("a = {b = 1\n}", "expected `,` or `}` at line 1 column 11"),
    ("a = \"x", "unterminated string at line 1 column 7"), ("a = \"x\ny\"", "unterminated string at line 1 column 7"),
    ("a = '''x", "unterminated string at line 1 column 9"), (#"a = "\q""#, "invalid escape at line 1 column 6"),
    (#"a = "\ud800""#, "invalid Unicode escape at line 1 column 6"),
    ("a = \"\u{1}\"", "control character in a string at line 1 column 6"),
    ("# \u{1}", "control character in a comment at line 1 column 3"),
    ("a = 01", "invalid value `01` at line 1 column 5"), ("a = 1__0", "invalid value `1__0` at line 1 column 5"),
    ("a = 1e_5", "invalid value `1e_5` at line 1 column 5"), ("a = 0b_1", "invalid value `0b_1` at line 1 column 5"),
    ("a = _1", "invalid value `_1` at line 1 column 5"), ("a = 1.", "invalid value `1.` at line 1 column 5"),
    ("a = .5", "invalid value `.5` at line 1 column 5"), ("a = +0x1", "invalid value `+0x1` at line 1 column 5"),
    ("a = 0xG", "invalid value `0xG` at line 1 column 5"), ("a = True", "invalid value `True` at line 1 column 5"),
    ("a = 9223372036854775808", "integer out of range at line 1 column 5"),
    ("a = 0xFFFFFFFFFFFFFFFFF", "integer out of range at line 1 column 5"),
    ("a = 2023-02-29", "invalid value `2023-02-29` at line 1 column 5"),
    ("a = 24:00:00", "invalid value `24:00:00` at line 1 column 5"),
  ])
  func `faults name their place`(_ text: String, _ message: String) {
    #expect { try TOMLTable(parsing: text) } throws: { ($0 as? TOMLError)?.message == message }
  }

  @Test func `nesting is limited`() throws {
    let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(try value("x = \(deep)") != nil)
    #expect(throws: TOMLError.self) { try TOMLTable(parsing: "x = [\(deep)]") }
    #expect(throws: TOMLError.self) {
      try TOMLTable(parsing: "x" + String(repeating: ".x", count: 128) + " = 1")
    }
  }

  @Test func `every prefix of a document is read or refused`() {
    let text = "a.\"b\" = \"\"\"x\\u00e9\"\"\"\n[[t]] # c\nd = {e = [1.5, 07:00:00], 'f' = 0x1}\n"
    for count in 0..<text.utf8.count {
      _ = try? TOMLTable(parsing: String(decoding: text.utf8.prefix(count), as: UTF8.self))
    }
  }
}
