import Foundation
import TestSupport
import Testing

/// 07 §8 without a terminal: results on standard output, errors on standard error, nothing else.
@Suite struct ReplInputTests {
  private func run(_ input: String) throws -> HarnBinary.Result {
    try HarnBinary.run(["repl"], input: input)
  }

  @Test func `values are printed and named, nil is not`() throws {
    let end = try run("1 + 1\nnil\nlet x = 3\n_1 * 10\n_ + x\n")
    #expect(end.output == "2\n20\n23\n")
    #expect((end.errors, end.status) == ("", 0))
  }

  @Test func `an input goes on while something is open`() throws {
    let end = try run(
      "[1,\n 2]\n1 +\n2\n\"\"\"a\nb\"\"\"\n/* x\n*/ 7\n@step(name: \"s\")\nfn f() { return 1 }\nf()\n3 \\\n+ 4\n")
    #expect(end.output == "[1, 2]\n3\na\nb\n7\n1\n7\n")
    #expect((end.errors, end.status) == ("", 0))
  }

  @Test func `brackets in strings and comments do not count`() throws {
    let end = try run("\"(\" // {\nr\"[\"\n1 /* ( */\n")
    #expect(end.output == "(\n[\n1\n")
    #expect(end.errors == "")
  }

  @Test func `a failed input keeps what ran before the error`() throws {
    let end = try run("let a = 1; let b = a / 0; let c = 2\na\nc\nlet b = 5\nb\n")
    #expect(end.output == "1\n5\n")
    #expect(
      end.errors.hasPrefix(
        "Error: Runtime error: Division by zero (line 1)\nError: Runtime error: Undefined variable: c"))
    #expect(end.status == 1)
  }

  @Test func `a syntax error ends the input before anything runs`() throws {
    let end = try run("println(1) }\nlet s = \"abc\n2\n")
    #expect(end.output == "2\n")
    #expect(end.errors.contains("Error: Unterminated string at 1:9\n"))
  }

  @Test func `a static error is the message alone`() throws {
    let end = try run("println(1); nope(2)\n")
    #expect(end.output == "")
    #expect(end.errors == "Error: call target `nope` is not defined or imported\n")
  }

  @Test func `names are declared again, and functions keep what they captured`() throws {
    let end = try run("let n = 1\nfn f() { return n }\nlet n = \"two\"\nf()\nn\n")
    #expect(end.output == "1\ntwo\n")
    #expect(end.errors == "")
  }

  @Test func `an assignment to a constant of the session is an error`() throws {
    let end = try run("let n = 1\nn = 2\nn\n")
    #expect(
      end.errors == "Error: Cannot assign to immutable binding: n (line 1)\n"
        || end.errors.contains("Cannot assign to immutable binding: n"))
    #expect(end.output == "1\n")
  }

  @Test func `types and methods stay`() throws {
    let end = try run(
      "struct P { x: int, y: int }\nimpl P { fn sum(self) { return self.x + self.y } }\nenum E { A, B(n) }\nlet p = P {x: 1, y: 2}\np.sum()\nE.B(4)\n"
    )
    #expect(end.output == "3\nE.B(4)\n")
    #expect(end.errors == "")
  }

  @Test func `exit ends the process`() throws {
    let end = try run("exit(7)\n1\n")
    #expect((end.output, end.status) == ("", 7))
  }

  @Test func `commands`() throws {
    let end = try run("let b = 1\nlet a = \"x\"\n:vars\n:type [1]\n:reset\n:vars\n:what\n:quit\n1\n")
    #expect(end.output == "a: string\nb: int\nlist\n")
    #expect(end.errors == "unknown command ':what'; try :help\n")
  }

  @Test func `load runs a file as input`() throws {
    let directory = TemporaryDirectory()
    try directory.write(Data("let a = 20\na + 1\n".utf8), to: "a.harn")
    let path = directory.url.appendingPathComponent("a.harn").path
    let end = try run(":load \(path)\na\n:load \(path)x\n")
    #expect(end.output == "21\n20\n")
    #expect(end.errors == "Error reading \(path)x: No such file or directory (os error 2)\n")
  }

  @Test func `steps prints and empties the log`() throws {
    let end = try run("@step(name: \"s\")\nfn f() { return 1 }\nf()\n:steps\n:steps\n")
    #expect(end.output == "1\ns completed 0 calls 0+0 tokens $0.0000\n")
  }

  @Test func `disasm shows a function`() throws {
    let end = try run("fn add(a, b) { return a + b }\n:disasm add\n:disasm nothing\n")
    #expect(end.output.contains("add(a, b)"))
    #expect(end.errors == "Error: no function of this session is called 'nothing'\n")
  }

  @Test func `a long line and broken text do no harm`() throws {
    let end = try run("let s = \"" + String(repeating: "x", count: 1 << 20) + "\"\nlen(s)\n\u{0}\u{1}\n1\n")
    #expect(end.output == "1048576\n1\n")
    #expect(end.status == 1)
  }

  @Test func `an input of many lines takes linear time`() throws {
    let end = try run("let xs = [\n" + String(repeating: "  \"line\",\n", count: 30_000) + "]\nlen(xs)\n")
    #expect(end.output == "30000\n")
    #expect((end.errors, end.status) == ("", 0))
  }

  @Test func `a program reads what stands behind its input`() throws {
    let end = try run("let name = read_line()\nada\nname + \"!\"\nread_stdin()\nx\ny\n")
    #expect(end.output == "ada!\nx\ny\n\n")
    #expect((end.errors, end.status) == ("", 0))
  }

  @Test func `a module is evaluated once, also when its input fails`() throws {
    let directory = TemporaryDirectory()
    try directory.write(Data("let id = uuid()\npub fn mark() { return id }\n".utf8), to: "m.harn")
    let path = directory.url.appendingPathComponent("m.harn").path
    let load = "import { mark } from \"\(path)\""
    let end = try run("\(load); let first = mark(); throw \"no\"\n\(load)\nmark() == first\n")
    #expect(end.output == "true\n")
    #expect(end.errors == "Error: Thrown: no\n")
  }

  @Test func `an input that is not finished at the end is an error`() throws {
    let end = try run("fn f() {\n")
    #expect(end.status == 1)
    #expect(end.errors.hasPrefix("Error: "))
  }
}

/// 07 §8 at a terminal.
@Suite struct ReplTerminalTests {
  private let home = TemporaryDirectory()

  private func start(
    columns: Int = 60, rows: Int = 24, environment: [String: String] = [:]
  ) throws -> TerminalSession {
    var settings = ["HOME": home.url.path]
    settings.merge(environment) { $1 }
    let session = try TerminalSession(
      ["repl"], columns: columns, rows: rows, environment: settings)
    try session.expect("harn>")
    return session
  }

  @Test func `banner, prompt, value and farewell`() throws {
    let session = try start()
    #expect(session.screen.lines[0].hasPrefix("Harn REPL v"))
    #expect(session.screen.lines[1] == "Type expressions or statements. Ctrl+C or Ctrl+D to exit.")
    session.type("6 * 7\r")
    try session.expect("harn> 6 * 7", "42", "harn>")
    session.type("\u{4}")
    try session.expect("Goodbye!")
    #expect(session.finish() == 0)
  }

  @Test func `Enter in an open bracket starts a line of the same input`() throws {
    let session = try start()
    session.type("[1, 2].map({ x ->\r  x * 10\r})\r")
    try session.expect("harn> [1, 2].map({ x ->", "....>   x * 10", "....> })", "[10, 20]", "harn>")
  }

  @Test func `the line is edited in place`() throws {
    let session = try start()
    // Left twice, a character, to the start, a word forward and a cut, yank at the end.
    session.type("12\u{1B}[D\u{1B}[D9\u{1}7\u{5}3\u{7F}4\u{17}\u{19} + 1\r")
    try session.expect("harn> 79124 + 1", "79125", "harn>")
    session.type("abc def\u{1}\u{1B}f\u{B}\u{15}\u{19}\r")
    try session.expect("harn>")
  }

  @Test func `combining and wide characters move the cursor by what they occupy`() throws {
    let session = try start()
    session.type("\"日本e\u{301}\"\u{1B}[D")
    try session.wait(for: "the cursor") { $0.cursor.column == 12 }
    session.type("\u{7F}x\u{5}\r")
    try session.expect("harn> \"日本x\"", "日本x", "harn>")
  }

  @Test func `a narrow window wraps the text`() throws {
    let session = try start(columns: 20, rows: 10)
    session.type("\"abcdefghijklmnopqrstuvwxyz\"")
    try session.expect("harn> \"abcdefghijklm", "nopqrstuvwxyz\"")
    session.type("\u{1}\u{1B}[3~\u{1B}[3~\"\r")
    try session.expect("harn> \"bcdefghijklmn", "opqrstuvwxyz\"", "bcdefghijklmnopqrstu", "vwxyz", "harn>")
  }

  @Test func `the window may change its size`() throws {
    let session = try start()
    session.type("1 + 2")
    try session.expect("harn> 1 + 2")
    session.resize(columns: 10, rows: 10)
    try session.expect("harn> 1 +", "2")
  }

  @Test func `a paste is one edit, and its lines are one input`() throws {
    let session = try start()
    session.type("\u{1B}[200~[1,\r\n  2\n]\u{1B}[201~")
    try session.expect("harn> [1,", "....>   2", "....> ]")
    session.type("\r")
    try session.expect("[1, 2]", "harn>")
  }

  @Test func `history goes up and down and outlives the session`() throws {
    let session = try start()
    session.type("1 + 1\r2 + 2\r2 + 2\r")
    try session.wait(for: "three results") { $0.lines.filter { $0 == "4" }.count == 2 && $0.lines.last == "harn>" }
    session.type("\u{1B}[A\u{1B}[A\r")
    try session.expect("harn> 1 + 1", "2", "harn>")
    session.type("[1,\r2]\r")
    try session.expect("[1, 2]", "harn>")
    session.type("\u{4}")
    #expect(session.finish() == 0)
    #expect(try home.text(of: ".harn/repl_history") == "1 + 1\n2 + 2\n1 + 1\n[1,\\n2]\n")
    let second = try start()
    second.type("\u{1B}[A")
    try second.expect("harn> [1,", "....> 2]")
    second.type("\u{3}\u{12}2 +")
    try second.wait(for: "the search") { $0.lines.last?.hasSuffix("`2 +`: 2 + 2") == true }
    second.type("\r")
    try second.expect("4", "harn>")
  }

  @Test func `sessions at the same time share the history`() throws {
    let path = home.url.appendingPathComponent("log").path
    let (first, second) = (
      try start(environment: ["HARN_REPL_HISTORY": path]), try start(environment: ["HARN_REPL_HISTORY": path])
    )
    first.type("1\r")
    try first.expect("harn> 1", "1", "harn>")
    second.type("2\r")
    try second.expect("harn> 2", "2", "harn>")
    first.type("3\r")
    try first.expect("harn> 3", "3", "harn>")
    #expect(try home.text(of: "log") == "1\n2\n3\n")
  }

  @Test func `an empty name of the history file switches it off`() throws {
    let session = try start(environment: ["HARN_REPL_HISTORY": ""])
    session.type("1\r")
    try session.expect("harn> 1", "1", "harn>")
    #expect((try? home.text(of: ".harn/repl_history")) == nil)
  }

  @Test func `a program at the terminal reads a line, and Ctrl-C stops it`() throws {
    let session = try start()
    session.type("println(\"ask\"); let name = read_line()\r")
    try session.wait(for: "the question") { $0.lines.contains("ask") }
    session.type("ada\r")
    try session.wait(for: "the line") { $0.lines.contains("ada") && $0.lines.last == "harn>" }
    session.type("name\r")
    try session.expect("harn> name", "ada", "harn>")
    session.type("println(\"on\"); read_line()\r")
    try session.wait(for: "the read") { $0.lines.contains("on") }
    session.type("\u{3}")
    try session.wait(for: "the end") { $0.lines.contains { $0.hasSuffix("Interrupted") } && $0.lines.last == "harn>" }
    session.type("name\r")
    try session.expect("harn> name", "ada", "harn>")
  }

  @Test func `Tab completes names, members and commands`() throws {
    let session = try start()
    session.type("let answers = {yes: 1, yesterday: 2}\ranswe\t.yest\t\r")
    try session.expect("harn> answers.yesterday", "2", "harn>")
    session.type("\"A B\".lowerc\t()\r")
    try session.expect("harn> \"A B\".lowercase()", "a b", "harn>")
    session.type("[1, 2].revers\t()\r")
    try session.expect("harn> [1, 2].reverse()", "[2, 1]", "harn>")
    session.type("{apple: 7}.app\t\r")
    try session.expect("harn> {apple: 7}.apple", "7", "harn>")
    session.type("printl\t(1)\r")
    try session.expect("harn> println(1)", "1", "harn>")
    session.type(":type answ\t\r")
    try session.expect("harn> :type answers", "dict", "harn>")
    session.type(":va\t\r")
    try session.wait(for: "the bindings") { $0.lines.contains("answers: dict") && $0.lines.last == "harn>" }
    session.type("answers.y\tx\t")
    try session.expect("harn> answers.yesx")
    #expect(session.screen.lines.contains { $0.hasPrefix("yesterday") })
  }

  @Test func `the prompt leaves a line alone that a program has not ended`() throws {
    let session = try start()
    session.type("print(\"abc\")\r")
    try session.expect("harn> print(\"abc\")", "abc", "harn>")
    session.type("eprint(\"x\"); 5\r")
    try session.expect("harn> eprint(\"x\"); 5", "x5", "harn>")
    session.type("let a = 1\r")
    try session.expect("harn> let a = 1", "harn>")
  }

  @Test func `Ctrl-C drops the text, then ends`() throws {
    let session = try start()
    session.type("1 + \u{3}")
    try session.expect("harn> 1 + ^C", "harn>")
    session.type("\u{3}")
    try session.expect("Goodbye!")
    #expect(session.finish() == 0)
  }

  @Test func `Ctrl-C stops an evaluation, and the session goes on`() throws {
    let session = try start()
    session.type("var n = 1\rprintln(\"on\"); while true { n = n + 1 }\r")
    try session.wait(for: "the loop") { $0.lines.contains("on") }
    session.type("\u{3}")
    try session.wait(for: "the end") { $0.lines.last == "harn>" }
    #expect(session.screen.lines.contains { $0.hasSuffix("Interrupted") })
    session.type("n > 1\r")
    try session.expect("true", "harn>")
  }

  @Test func `colours are for terminals that want them`() throws {
    let colored = try start()
    colored.type("let x = 1\r")
    try colored.expect("harn> let x = 1", "harn>")
    #expect(colored.screen.styles.contains("35"))
    let plain = try start(environment: ["NO_COLOR": "1"])
    plain.type("let x = 1\r")
    try plain.expect("harn> let x = 1", "harn>")
    #expect(plain.screen.styles.isEmpty)
  }

  @Test func `a dumb terminal gets prompts and plain lines`() throws {
    let session = try start(environment: ["TERM": "dumb"])
    session.type("[1,\n")
    try session.expect("....>")
    session.type("2]\n")
    try session.expect("....> 2]", "[1, 2]", "harn>")
    #expect(session.screen.styles.isEmpty)
  }

  @Test func `a long value is shortened`() throws {
    let session = try start()
    session.type("range(3000).to_list()\r")
    try session.wait(for: "the hint") {
      $0.lines.last == "harn>" && $0.lines.contains { $0.hasSuffix("println(_) shows all)") }
    }
  }

  @Test func `model calls are summed up`() throws {
    let session = try start()
    session.type("llm_call(\"hi\", nil, {provider: \"mock\"}).text\r")
    try session.wait(for: "the summary") { $0.lines.contains { $0.hasPrefix("1 call, ") } }
  }

  @Test func `a line of 10 000 characters is edited`() throws {
    let session = try start(columns: 40, rows: 10)
    session.type("\"" + String(repeating: "x", count: 10_000))
    try session.wait(for: "the text") { $0.lines.last?.last == "x" }
    session.type("\u{1}len(\u{5}\")\r")
    try session.expect("10000", "harn>")
  }
}
