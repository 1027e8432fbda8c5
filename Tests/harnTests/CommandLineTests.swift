import Foundation
import TestSupport
import Testing

/// What a usage error prints.
private func usage(_ message: String, _ line: String) -> String {
  "error: \(message)\n\nUsage: harn \(line)\n\nFor more information, try '--help'.\n"
}

private let runUsage = "run [OPTIONS] FILE [-- ARGS...]"

@Suite struct UsageTests {
  @Test(arguments: [
    (["nope"], "unrecognized subcommand 'nope'", "<COMMAND>"),
    (["--nope"], "unexpected argument '--nope' found", "<COMMAND>"),
    (["help", "nope"], "unrecognized subcommand 'nope'", "<COMMAND>"),
    (["run"], "`harn run` requires either `-e <code>` or `<file.harn>`", runUsage),
    (["run", "-e", "1", "a.harn"], "`harn run` accepts either `-e <code>` or `<file.harn>`, not both", runUsage),
    (["run", "a.harn", "b.harn"], "unexpected argument 'b.harn' found", runUsage),
    (["run", "--nope=1", "a.harn"], "unexpected argument '--nope' found", runUsage),
    (["run", "-e"], "a value is required for '-e <CODE>' but none was supplied", runUsage),
    (["run", "a.harn", "--steps", "--"], "a value is required for '--steps <PATH>' but none was supplied", runUsage),
    (["run", "-e1", "-e", "2"], "the argument '-e <CODE>' cannot be used multiple times", runUsage),
    (
      ["run", "--allow=a", "--deny", "b", "x"],
      "the argument '--deny <LIST>' cannot be used with '--allow <LIST>'", runUsage
    ),
    (
      ["run", "--llm-mock=a", "--llm-mock-record=b", "x"],
      "the argument '--llm-mock <PATH>' cannot be used with '--llm-mock-record <PATH>'", runUsage
    ),
    (
      ["check"], "`harn check` requires at least one target path, or `--workspace` with `[workspace].pipelines`",
      "check [OPTIONS] [TARGETS]..."
    ),
    (["lint"], "the following required arguments were not provided:\n  <TARGETS>...", "lint [OPTIONS] <TARGETS>..."),
    (
      ["check", "--preflight", "loud", "a.harn"],
      "invalid value 'loud' for '--preflight <SEVERITY>': expected error, warning or off",
      "check [OPTIONS] [TARGETS]..."
    ),
  ])
  func `wrong arguments are explained`(_ arguments: [String], _ message: String, _ line: String) throws {
    let result = try HarnBinary.run(arguments)
    #expect(result.errors == usage(message, line))
    #expect(result.output == "")
    #expect(result.status == 2)
  }

  @Test func `without arguments the help goes to standard error`() throws {
    let result = try HarnBinary.run([])
    #expect(result.errors.hasPrefix("The agent harness language\n\nUsage: harn <COMMAND>\n"))
    #expect(result.output == "")
    #expect(result.status == 2)
  }

  @Test(arguments: [["--help"], ["-h"], ["help"]])
  func `help lists every command`(_ arguments: [String]) throws {
    let result = try HarnBinary.run(arguments)
    for command in ["run", "check", "lint", "test", "repl", "bench", "persona", "version", "help"] {
      #expect(result.output.contains("\n  \(command) "))
    }
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  @Test(arguments: [["run", "--help"], ["help", "run"], ["run", "x", "-h"]])
  func `help of a command lists its options`(_ arguments: [String]) throws {
    let result = try HarnBinary.run(arguments)
    for word in [
      "Usage: harn \(runUsage)\n", "-e <CODE>", "--steps <PATH>", "--receipt <PATH>", "--trace", "--deny <LIST>",
      "--allow <LIST>",
      "--llm-mock <PATH>",
      "--llm-mock-record <PATH>", "FILE",
    ] {
      #expect(result.output.contains(word))
    }
    #expect(result.status == 0)
  }

  @Test func `the version is one line or a banner`() throws {
    #expect(try HarnBinary.run(["--version"]).output == "harn 0.1.0\n")
    #expect(try HarnBinary.run(["-V"]).output == "harn 0.1.0\n")
    let banner = try HarnBinary.run(["version"]).output
    #expect(banner.contains("harn v0.1.0") && banner.contains("the agent harness language"))
  }
}

@Suite struct SourceTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: [
    ("missing.harn", "No such file or directory (os error 2)"),
    ("folder.harn", "Is a directory (os error 21)"),
    ("latin.harn", "stream did not contain valid UTF-8"),
  ])
  func `an unreadable file is reported`(_ name: String, _ reason: String) throws {
    try directory.makeFolder("folder.harn")
    try directory.write(Data([0xE9, 0x0A]), to: "latin.harn")
    for arguments in [[name], ["run", name], ["check", name]] {
      // `check` takes folders: there is nothing in this one.
      if name == "folder.harn", arguments[0] == "check" { continue }
      let result = try HarnBinary.run(arguments, directory: directory.url)
      #expect(result.errors == "Error reading \(name): \(reason)\n")
      #expect(result.output == "")
      #expect(result.status == 1)
    }
  }

  @Test func `an empty file is a program`() throws {
    try directory.write(Data(), to: "empty.harn")
    let result = try HarnBinary.run(["empty.harn"], directory: directory.url)
    #expect((result.output, result.errors, result.status) == ("", "", 0))
  }

  @Test func `a syntax error is a code frame`() throws {
    let result = try HarnBinary.run(["run", "-"], input: "let = 3\n")
    #expect(
      result.errors == """
        error: Expected variable name or destructuring pattern, got = at 1:5
          --> <stdin>:1:5
           |
         1 | let = 3
           |     ^ unexpected token

        """)
    #expect(result.status == 1)
  }

  @Test func `an error before the run keeps everything from running`() throws {
    let result = try HarnBinary.run(["run", "-e", "println(1)\nprntln(2)"])
    #expect(result.output == "")
    #expect(
      result.errors == """
        error: call target `prntln` is not defined or imported — did you mean `println`?
          --> <eval>:3:1
           |
         3 | prntln(2)
           = help: did you mean `println`?

        """)
    #expect(result.status == 1)
  }

  @Test func `check says ok or shows the findings`() throws {
    try directory.write(Data("println(1)\n".utf8), to: "b.harn")
    try directory.write(Data("@nope\nfn f() { return 1 }\n".utf8), to: "a.harn")
    let result = try HarnBinary.run(["check", "b.harn", "a.harn"], directory: directory.url)
    #expect(result.output == "b.harn: ok\n")
    #expect(result.errors.hasPrefix("warning: unknown attribute `@nope`\n  --> a.harn:1:1\n"))
    #expect(result.status == 0)
  }
}

@Suite struct RunTests {
  private let directory = TemporaryDirectory()

  @Test func `code, files and standard input run`() throws {
    #expect(try HarnBinary.run(["run", "-e", "println(6 * 7)"]).output == "42\n")
    #expect(try HarnBinary.run(["run", "-"], input: "println(6 * 7)").output == "42\n")
    #expect(try HarnBinary.run(["Examples/hello.harn"]).status == 0)
  }

  @Test func `arguments behind the dashes are argv`() throws {
    let result = try HarnBinary.run(["run", "-e", "println(argv.join(\"+\"))", "--", "a", "-b", "--", "c"])
    #expect(result.output == "a+-b+--+c\n")
    #expect(try HarnBinary.run(["run", "-e", "println(argv)"]).output == "[]\n")
  }

  @Test(arguments: [("return 7", 7), ("return -1", 0), ("return 300", 255), ("return \"x\"", 0), ("exit(9)", 9)])
  func `the value of the program is the exit status`(_ code: String, _ status: Int32) throws {
    let result = try HarnBinary.run(["run", "-e", code])
    #expect((result.status, result.errors) == (status, ""))
  }

  @Test(arguments: [
    ("return Err(\"went wrong\")", "went wrong\n"), ("return Err(\"a\\n\")", "a\n"), ("return Err(\"\")", "error\n"),
    ("return Err({a: 1})", "{a: 1}\n"),
  ])
  func `a result that is an error is printed`(_ code: String, _ text: String) throws {
    let result = try HarnBinary.run(["run", "-e", code])
    #expect((result.status, result.errors) == (1, text))
    #expect(try HarnBinary.run(["run", "-e", "return Ok(1)"]).status == 0)
  }

  @Test func `an uncaught error comes after the output`() throws {
    let program = "fn half(n) {\n  return 10 / n\n}\n\npipeline default() {\n  println(\"before\")\n  half(0)\n}\n"
    try directory.write(Data(program.utf8), to: "app.harn")
    let result = try HarnBinary.run(["run", "app.harn"], directory: directory.url)
    #expect(result.output == "before\n")
    #expect(
      result.errors == """
        error: Runtime error: Division by zero (line 2)
          --> app.harn:2:15
           |
         2 |   return 10 / n
           |               ^
          = note: called from pipeline at app.harn:7

        """)
    #expect(result.status == 1)
  }

  @Test func `the step log goes to standard error or a file`() throws {
    let program = "@step(name: \"one\")\nfn work() { return 1 }\nwork()\n"
    try directory.write(Data(program.utf8), to: "app.harn")
    let shown = try HarnBinary.run(["run", "--steps", "-", "app.harn"], directory: directory.url)
    #expect(shown.errors.hasPrefix("[\n  {\n    \"cost_usd\": 0"))
    #expect(shown.errors.contains("\"status\": \"completed\""))
    let written = try HarnBinary.run(["run", "--steps=log.json", "app.harn"], directory: directory.url)
    #expect(written.errors == "")
    #expect(try directory.text(of: "log.json") == shown.errors)
    let failed = try HarnBinary.run(["run", "--steps", "no/log.json", "app.harn"], directory: directory.url)
    #expect(failed.errors == "error: failed to write no/log.json: No such file or directory (os error 2)\n")
    #expect(failed.status == 1)
  }

  @Test func `a reader that goes away ends the process silently`() throws {
    let process = Process()
    process.executableURL = HarnBinary.url
    process.arguments = ["run", "-e", "for i in 1 to 1000000 { println(\"line ${i}\") }"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 141)
    #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
  }
}
