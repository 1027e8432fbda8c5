import Diagnostics
import Testing

/// Code frames byte for byte (03 §11.1).
@Suite struct RendererTests {
  static let warning = Diagnostic(
    .unexpectedToken, .warning, "variable `tmp` is declared but never used",
    at: SourceRange(start: 37, end: 48), label: "lint[unused-variable]",
    help: "prefix with underscore: `_tmp`")

  @Test func `a frame has headline, place, source, carets and help`() {
    let text = String(repeating: "// x\n", count: 6) + "\n\n\n\n\n  let tmp = 1\n"
    let file = SourceFile(path: "app.harn", text: text)
    let frame = DiagnosticRenderer(style: .plain).render([RendererTests.warning], in: file)
    #expect(
      frame == """
        warning: variable `tmp` is declared but never used
           --> app.harn:12:3
            |
         12 |   let tmp = 1
            |   ^^^^^^^^^^^ lint[unused-variable]
            = help: prefix with underscore: `_tmp`

        """)
  }

  @Test func `without a label there is no caret line`() {
    let file = SourceFile(path: "app.harn", text: "prnt(1)")
    let finding = Diagnostic(
      .unexpectedToken, .error, "call target `prnt` is not defined",
      at: SourceRange(start: 0, end: 4),
      help: "did you mean `print`?")
    #expect(
      DiagnosticRenderer(style: .plain).render([finding, finding], in: file)
        == String(
          repeating: """
            error: call target `prnt` is not defined
              --> app.harn:1:1
               |
             1 | prnt(1)
               = help: did you mean `print`?

            """, count: 2))
  }

  @Test func `control characters are verbatim, and pictures on a terminal`() {
    let file = SourceFile(path: "a", text: "x\u{1B}[31m\ty\u{7F}\u{9B}é\n")
    let finding = Diagnostic(
      .unexpectedToken, .error, "got '\u{1B}'", at: SourceRange(start: 0, end: 1), label: "l")
    #expect(
      DiagnosticRenderer(style: .plain).render([finding], in: file)
        == "error: got '\u{1B}'\n  --> a:1:1\n   |\n 1 | x\u{1B}[31m\ty\u{7F}\u{9B}é\n   | ^ l\n")
    let colored = DiagnosticRenderer(style: .colored).render([finding], in: file)
    #expect(colored.contains(": got '␛'\n"))
    #expect(colored.contains(" x␛[31m\ty␡\u{FFFD}é\n"))
  }

  @Test func `a range over several lines is clipped to the first`() {
    let file = SourceFile(path: "a", text: "ab(\n1)\n")
    let finding = Diagnostic(
      .unexpectedToken, .error, "m", at: SourceRange(start: 1, end: 6), label: "l")
    #expect(
      DiagnosticRenderer(style: .plain).render([finding], in: file)
        == "error: m\n  --> a:1:2\n   |\n 1 | ab(\n   |  ^^ l\n")
  }

  @Test func `carets count scalars`() {
    let file = SourceFile(path: "a", text: "é + größe")
    let finding = Diagnostic(
      .unexpectedToken, .error, "m", at: SourceRange(start: 5, end: 12), label: "l")
    #expect(
      DiagnosticRenderer(style: .plain).render([finding], in: file)
        == "error: m\n  --> a:1:5\n   |\n 1 | é + größe\n   |     ^^^^^ l\n")
  }

  @Test func `colours are those of the reference`() {
    let file = SourceFile(path: "a", text: "x")
    let finding = Diagnostic(
      .unexpectedToken, .error, "m", at: SourceRange(start: 0, end: 1), label: "l", help: "h")
    let red = "\u{1B}[1;31m"
    let blue = "\u{1B}[34m"
    let off = "\u{1B}[0m"
    #expect(
      DiagnosticRenderer(style: .colored).render([finding], in: file) == """
        \(red)error\(off): m
          \u{1B}[1;34m-->\(off) a:1:1
           \(blue)|\(off)
         1 \(blue)|\(off) x
           \(blue)|\(off) \(red)^\(off) l
           = \u{1B}[1;36mhelp\(off): h

        """)
  }
}

/// Offsets, lines and columns.
@Suite struct SourceFileTests {
  @Test(arguments: [
    (0, 1, 1), (1, 1, 2), (3, 1, 3), (4, 2, 1), (5, 2, 2), (6, 3, 1), (99, 3, 1),
  ])
  func `offsets become lines and columns in scalars`(_ offset: Int, _ line: Int, _ column: Int) {
    let file = SourceFile(path: "a", text: "aé\nb\n")
    #expect(file.position(ofByte: offset) == SourcePosition(line: line, column: column))
  }

  @Test func `lines have no line break and the piece behind the last one is no line`() {
    let file = SourceFile(path: "a", text: "a\r\n\nb\n")
    #expect((0...5).map(file.line) == [nil, "a", "", "b", nil, nil])
    #expect(SourceFile(path: "a", text: "").line(1) == nil)
    #expect(SourceFile(path: "a", text: "a\nb").line(2) == "b")
  }

  @Test func `codes are unique and in kebab case`() {
    for code in DiagnosticCode.allCases {
      #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
    }
  }
}
