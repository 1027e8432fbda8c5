import Testing

/// What holds for whole files (07 §6.2).
@Suite struct FileTests {
  @Test(arguments: [
    ("", ""), ("\n\n", ""), ("  \n", ""), ("f()", "f()\n"), ("f()\n\n\n", "f()\n"), ("// only\n", "// only\n"),
    ("// a\n\n\n// b", "// a\n// b\n"), ("f();g()", "f()\n\ng()\n"), ("f()\r\ng()\r\n", "f()\n\ng()\n"),
    ("f() // c \t\r\n", "f() // c\n"), ("/* a  \n   b */\n", "/* a\n   b */\n"),
    ("#!/usr/bin/env harn\nf()", "#!/usr/bin/env harn\nf()\n"), ("#!x\n\n\nf()", "#!x\n\nf()\n"), ("#!x", "#!x\n"),
    ("#!x\r\n// c\r\n", "#!x\n// c\n"),
  ])
  func `line ends, first line and blank lines`(source: String, expected: String) throws {
    try expectFormat(source, expected)
  }

  @Test func `multi-line strings keep their blanks and carriage returns`() throws {
    try expectFormat("let s = \"\"\"\n  a  \r\n  b\n  \"\"\"", "let s = \"\"\"\n  a  \r\n  b\n  \"\"\"\n")
  }

  @Test func `one blank line between items, none in bodies`() throws {
    try expectFormat(
      "fn a() {\n\n  x()\n\n\n  y()\n\n}\nfn b() {}\n\n\n\nlet c = 1\n",
      "fn a() {\n  x()\n  y()\n}\n\nfn b() {\n}\n\nlet c = 1\n")
  }

  @Test func `leading imports are sorted with their comments`() throws {
    try expectFormat(
      """
      import { b } from "lib"
      // about zed

      import "zed"
      import { c, a } from "lib" // names
      import "lib"
      pub import "std/z"
      import "std/a"
      fn f() {}
      import "y"
      """,
      """
      import "std/a"
      pub import "std/z"
      import "lib"
      import { a, c } from "lib" // names
      import { b } from "lib"
      // about zed
      import "zed"

      fn f() {
      }

      import "y"

      """)
  }

  @Test func `imported names wrap when the line is too long`() throws {
    // 9 + 4 + 3 + 6 + 6 + 1 = 29
    try expectFormat("import { a, b } from \"abcdef\"", "import { a, b } from \"abcdef\"\n", width: 29)
    try expectFormat("import { b, a } from \"abcdef\"", "import {\n  a,\n  b,\n} from \"abcdef\"\n", width: 28)
    try expectFormat("pub import { a, b } from \"abcdef\"", "pub import { a, b } from \"abcdef\"\n", width: 29)
    try expectFormat(
      "import { // all\n b, // bee\n // a\n a\n // end\n} from \"p\"",
      "import { // all\n  // a\n  a,\n  b, // bee\n  // end\n} from \"p\"\n")
  }
}
