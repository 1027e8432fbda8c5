import Foundation
import TestSupport
import Testing

/// The commands of a session, used well and badly (07 §8.4).
@Suite struct ReplCommandTests {
  private func run(_ input: String) throws -> HarnBinary.Result {
    try HarnBinary.run(["repl"], input: input)
  }

  @Test func `help lists every command`() throws {
    let end = try run("  :help  \n")
    let names = end.output.split(separator: "\n").map { $0.split(separator: " ")[0] }
    #expect(
      names == [":disasm", ":exit", ":help", ":load", ":q", ":quit", ":reset", ":steps", ":time", ":type", ":vars"])
    #expect((end.errors, end.status) == ("", 0))
  }

  @Test(arguments: [":quit", ":q", ":exit", " :quit "])
  func `a session is left`(_ command: String) throws {
    let end = try run("1\n\(command)\n2\n")
    #expect((end.output, end.errors, end.status) == ("1\n", "", 0))
  }

  @Test(arguments: [
    (":type", "usage: :type EXPR\n"), (":time", "usage: :time EXPR\n"), (":disasm", "usage: :disasm NAME\n"),
    (":load", "usage: :load FILE\n"), (":", "unknown command ':'; try :help\n"),
    (":Help", "unknown command ':Help'; try :help\n"),
    (":type 1 +", "Error: Unexpected end of file, expected expression\n"),
    (":type nope", "Error: Runtime error: Undefined variable: nope (line 1)\n"),
    (":type throw \"x\"", "Error: Thrown: x\n"), (":disasm 1", "Error: no function of this session is called '1'\n"),
  ])
  func `a command that is used badly fails, and the session goes on`(_ command: String, _ errors: String) throws {
    let end = try run("\(command)\n1\n")
    #expect(end.errors == errors)
    #expect((end.output, end.status) == ("1\n", 1))
  }

  @Test func `type tells the type of a value and names none`() throws {
    let end = try run(":type 1.5\n:type nil\n:type { x -> x }\n:type [1]; \"a\"\n:type let a = 1\n_1\n")
    #expect(end.output == "float\nnil\nclosure\nstring\nnil\n")
    #expect(end.errors.hasPrefix("Error: Runtime error: Undefined variable: _1"))
  }

  @Test func `time shows the value and how long it took`() throws {
    let end = try run(":time 6 * 7\n_1\n:time throw 1\n")
    let lines = end.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0] == "42" && lines[2] == "42")
    #expect(lines[1].wholeMatch(of: /\d+\.\d{3} ms/) != nil)
    #expect((end.errors, end.status) == ("Error: Thrown: 1\n", 1))
  }

  @Test func `reset forgets names, types and results`() throws {
    let end = try run("let a = 1\nstruct P { x: int }\n7\n:reset\n8\n_1\n:vars\na\n")
    #expect(end.output == "7\n8\n8\n_: int\n_1: int\n_2: int\n")
    #expect(end.errors.hasPrefix("Error: Runtime error: Undefined variable: a"))
  }

  @Test func `load reports the mistakes of the file`() throws {
    let directory = TemporaryDirectory()
    try directory.write(Data("let a = 1\nlet b = a / 0\n".utf8), to: "bad.harn")
    let end = try run(":load \(directory.url.appendingPathComponent("bad.harn").path)\na\n")
    #expect((end.output, end.errors) == ("1\n", "Error: Runtime error: Division by zero (line 2)\n"))
  }

  @Test func `steps are printed once, failed ones too`() throws {
    let end = try run(
      "@step(name: \"ask\")\nfn ask(who) { return llm_call(\"hi ${who}\", nil, {provider: \"mock\"}).text }\n"
        + "@step(name: \"bad\")\nfn bad() { throw \"no\" }\nlet a = ask(\"x\")\nbad()\n:steps\n:steps\n")
    #expect(end.output == "ask completed 1 calls 4+30 tokens $0.0005\nbad failed 0 calls 0+0 tokens $0.0000\n")
  }
}

/// What a terminal may send by accident (07 §8.5).
@Suite struct ReplAccidentTests {
  private let home = TemporaryDirectory()

  private func start(columns: Int = 60, environment: [String: String] = [:]) throws -> TerminalSession {
    var settings = ["HOME": home.url.path]
    settings.merge(environment) { $1 }
    let session = try TerminalSession(["repl"], columns: columns, rows: 24, environment: settings)
    try session.expect("harn>")
    return session
  }

  @Test func `a binary paste leaves its control characters behind`() throws {
    let session = try start()
    session.type("\u{1B}[200~\"a\u{0}\u{1}\u{3}\u{7}\u{1B}]b\u{7F}c\tδ\"\u{1B}[201~\r")
    try session.expect("harn> \"a]bc  δ\"", "a]bc  δ", "harn>")
  }

  @Test func `an unfinished string is an error, an open brace waits`() throws {
    let session = try start()
    session.type("let s = \"abc\r")
    try session.expect("harn> let s = \"abc", "Error: Unterminated string at 1:9", "harn>")
    session.type("fn f() {\r")
    try session.expect("harn> fn f() {", "....>")
    session.type("\u{3}")
    try session.expect("....> ^C", "harn>")
  }

  @Test func `an uncaught error is one line, and what ran before stays`() throws {
    let session = try start()
    session.type("let a = 1; throw \"no\"\r")
    try session.expect("harn> let a = 1; throw \"no\"", "Error: Thrown: no", "harn>")
    session.type("a\r")
    try session.expect("harn> a", "1", "harn>")
  }

  @Test func `a terminal of 20 columns shows candidates and values`() throws {
    let session = try start(columns: 20)
    session.type("let apple = 1\rlet apricot = 2\rap\t\t")
    try session.wait(for: "the candidates") { screen in
      screen.lines.contains { $0.hasPrefix("apple") } && screen.lines.contains { $0.hasPrefix("apricot") }
        && screen.lines.last == "harn> ap"
    }
    session.type("ple + 1\r")
    try session.expect("harn> apple + 1", "2", "harn>")
  }

  @Test(arguments: [("", ""), ("\u{1B}[200~", "\u{1B}[201~")])
  func `a line of a million characters is typed or pasted`(_ start: String, _ end: String) throws {
    let session = try self.start()
    session.type(start + "len(\"" + String(repeating: "x", count: 1_000_000) + "\")" + end + "\r")
    try session.expect("1000000", "harn>")
    session.type("1 + 1\r")
    try session.expect("harn> 1 + 1", "2", "harn>")
  }
}
