import Testing

/// Where comments go (07 §6.4).
@Suite struct CommentTests {
  @Test func `comments keep their statement`() throws {
    try expectStatement(
      "// one\n\n  // two\nlet a = 1 // three\n\n/* four */ let b = 2; /* five */\n// six",
      "  // one\n  // two\n  let a = 1 // three\n  /* four */\n  let b = 2 /* five */\n  // six")
  }

  @Test func `a block keeps the comments behind its braces`() throws {
    try expectStatement(
      "if a { // one\n b() } // two\nelse if c { // three\n // four\n } // five\n// six\nelse { d() // seven\n} // eight",
      """
        if a { // one
          b()
        } // two
        else if c { // three
          // four
        } // five
        // six
        else {
          d() // seven
        } // eight
      """)
    try expectStatement(
      "try { a() } // one\ncatch (e) { } // two\nfinally { } // three",
      "  try {\n    a()\n  } // one\n  catch (e) {\n  } // two\n  finally {\n  } // three")
  }

  @Test func `comments between items wrap them`() throws {
    try expectStatement(
      "f(a, // one\n b /* two */, /* three */ c,\n // four\n)",
      "  f(\n    a, // one\n    b, /* two */\n    /* three */\n    c,\n    // four\n  )")
    try expectStatement("let l = [ // one\n 1]", "  let l = [ // one\n    1,\n  ]")
    try expectStatement("let l = [\n // one\n]", "  let l = [\n    // one\n  ]")
    try expectStatement("let d = {a: 1, // one\n ...b}", "  let d = {\n    a: 1, // one\n    ...b,\n  }")
    try expectStatement("let p = P {a: 1 // one\n}", "  let p = P {\n    a: 1, // one\n  }")
    try expectStatement(
      "let c = { x -> x // one\n}", "  let c = { x ->\n    x // one\n  }")
    try expectStatement(
      "match v { // one\n // two\n 1 -> { a } // three\n // four\n}",
      "  match v { // one\n    // two\n    1 -> { a } // three\n    // four\n  }")
    try expectFormat(
      "fn g(a, // one\n b) {}", "fn g(\n  a, // one\n  b,\n) {\n}\n")
    try expectFormat(
      "enum E { // one\n A, // two\n // three\n B(x: int // four\n) }",
      "enum E { // one\n  A // two\n  // three\n  B(\n    x: int, // four\n  )\n}\n")
    try expectFormat("struct S { a: int, // one\n b // two\n }", "struct S {\n  a: int // one\n  b // two\n}\n")
  }

  @Test func `comments between operands and links break the line`() throws {
    try expectStatement(
      "let a = b // one\n  // two\n  + c + // three\n  d",
      "  let a = b // one\n    // two\n    + c // three\n    + d")
    try expectStatement("let a = b - // one\n c", "  let a = b - // one\n    c")
    try expectStatement("let a = b /* one */ + /* two */ c", "  let a = b /* one */ + /* two */ c")
    try expectStatement(
      "xs // one\n  // two\n  .map(f) // three\n  .size",
      "  xs // one\n    // two\n    .map(f) // three\n    .size")
  }

  @Test func `other comments stay at their statement`() throws {
    try expectStatement("let a = // one\n  b()", "  let a = b() // one")
    try expectStatement("let a = /* one */ 5", "  let a = /* one */ 5")
    try expectStatement("if a // one\n{ b }", "  if a { // one\n    b\n  }")
    try expectStatement("let /* one */ a = // two\n  b()", "  /* one */\n  // two\n  let a = b()")
  }

  @Test func `comments stay between attributes and their declaration`() throws {
    try expectFormat(
      "// one\n@a // two\n// three\n@b\n// four\npub fn f() {}",
      "// one\n@a // two\n// three\n@b\n// four\npub fn f() {\n}\n")
  }

  @Test func `doc comments become one block`() throws {
    try expectFormat("/// one\nfn f() {}", "/** one */\nfn f() {\n}\n")
    try expectFormat("///one\n///\n///  two\nfn f() {}", "/**\n * one\n *\n *  two\n */\nfn f() {\n}\n")
    try expectFormat("/**\n *\n * one\n * two\n */\nlet a = 1", "/**\n * one\n * two\n */\nlet a = 1\n")
    try expectFormat("/**\n one\n   two\n*/\nlet a = 1", "/**\n * one\n *   two\n */\nlet a = 1\n")
    try expectFormat("/** one */\n/// two\nlet a = 1", "/**\n * one\n * two\n */\nlet a = 1\n")
    try expectFormat("/// one\n// two\n/// three\nlet a = 1", "/** one */\n// two\n/** three */\nlet a = 1\n")
    try expectFormat("///\nlet a = 1", "/** */\nlet a = 1\n")
    try expectFormat("/// 1234\nlet a = 1", "/** 1234 */\nlet a = 1\n", width: 11)
    try expectFormat("/// 1234\nlet a = 1", "/**\n * 1234\n */\nlet a = 1\n", width: 10)
    try expectFormat("/// a */ b\nlet a = 1", "/// a */ b\nlet a = 1\n")
    try expectFormat("let a = 1 /// one", "let a = 1 /// one\n")
  }

  @Test func `a doc comment at the start describes the file when a blank line follows`() throws {
    try expectFormat("/// The file.\n\n\n/// f\nfn f() {}", "/** The file. */\n\n/** f */\nfn f() {\n}\n")
    try expectFormat("/** T */\n\nimport \"b\"\nimport \"a\"", "/** T */\n\nimport \"a\"\nimport \"b\"\n")
  }

  @Test func `sections`() throws {
    let bar = "// " + String(repeating: "-", count: 17)
    try expectFormat(
      "//----\nlet a = 1\n// ---- Part one\n// more\nlet b = 1\n// -----\n// Two\n// -----\n//---- Three -----\n// end",
      """
      \(bar)

      let a = 1

      \(bar)
      // Part one
      \(bar)

      // more
      let b = 1

      \(bar)
      // Two
      \(bar)

      \(bar)
      // Three
      \(bar)

      // end

      """, separator: 20)
    try expectFormat("// ---\nlet a = 1", "// ---\nlet a = 1\n")
    try expectStatement("// ----\nx()", "  // ----\n  x()")
    try expectFormat("// ----\nlet a = 1", "// ----\n\nlet a = 1\n", separator: 0)
  }
}
