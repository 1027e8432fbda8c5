import Foundation
import TestSupport
import Testing

/// 07 §3.3. Each program says `ready` on standard error, and only then gets a signal.
@Suite struct SignalTests {
  private let directory = TemporaryDirectory()
  private let message = "[harn] signal received, flushing state...\n"

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal stops a loop and keeps the output`(_ signal: Int32) throws {
    let program = "eprintln(\"ready\")\nprintln(\"kept\")\nwhile true { }\nprintln(\"never\")\n"
    let process = try RunningHarn(["run", "-e", program])
    try process.expectErrorLine("ready")
    process.send(signal)
    let end = process.finish()
    #expect(end.output == "kept\n")
    #expect(end.errors == message)
    #expect((end.status, end.wasKilled) == (124, false))
  }

  /// What is deferred runs only when the entry task unwinds, not when the process is ended after two seconds.
  @Test(arguments: ["work(60)", "work(60, ...[1])", "[60].map(work)", "await(spawn { work(60) })", "loop(1)"])
  func `a signal stops calls without loops`(_ call: String) throws {
    let program = """
      fn work(n, ...rest) {
        if n < 2 { return n }
        return work(n - 1) + work(n - 2, ...rest)
      }
      fn loop(n) { return loop(n) }
      defer { println("deferred") }
      eprintln("ready")
      \(call)
      """
    let process = try RunningHarn(["run", "-e", program])
    try process.expectErrorLine("ready")
    process.send(SIGINT)
    let end = process.finish()
    #expect(end.output == "deferred\n")
    #expect(end.errors == message)
    #expect((end.status, end.wasKilled) == (124, false))
  }

  @Test func `a stopped run writes its step log`() throws {
    let program = "@step(name: \"slow\")\nfn work() {\n  eprintln(\"ready\")\n  while true { }\n}\nwork()\n"
    try directory.write(Data(program.utf8), to: "app.harn")
    let process = try RunningHarn(["run", "--steps", "log.json", "app.harn"], directory: directory.url)
    try process.expectErrorLine("ready")
    process.send(SIGINT)
    #expect(process.finish().status == 124)
    #expect(try directory.text(of: "log.json").contains("\"status\": \"failed\""))
  }

  @Test func `a run that reaches no safepoint ends after two seconds`() throws {
    let process = try RunningHarn(["run", "-e", endlessCalls])
    try process.expectErrorLine("ready")
    process.send(SIGTERM)
    let end = process.finish()
    #expect(end.errors == message)
    #expect((end.status, end.wasKilled) == (124, false))
  }

  @Test func `a second signal ends the process at once`() throws {
    let process = try RunningHarn(["run", "-e", endlessCalls])
    try process.expectErrorLine("ready")
    process.send(SIGINT)
    try process.expectErrorLine(String(message.dropLast()))
    process.send(SIGINT)
    let end = process.finish()
    #expect(end.errors == "")
    #expect((end.status, end.wasKilled) == (124, false))
  }

  /// A program without loops: tail calls need no stack.
  private let endlessCalls = "fn again(n) { return again(n) }\neprintln(\"ready\")\nagain(1)\n"
}

/// 07 §3.3: when output comes out.
@Suite struct OutputTests {
  @Test func `a terminal shows each line when it is complete`() throws {
    let terminal = try #require(Terminal())
    let process = try RunningHarn(
      ["run", "-e", "print(\"a\")\nprintln(\"b\")\nwhile true { }"], output: terminal.inner)
    #expect(terminal.readLine() == "ab")
    process.send(SIGINT)
    #expect(process.finish().status == 124)
  }

  @Test func `standard error comes behind the output before it`() throws {
    let program = "println(\"1\")\neprintln(\"2\")\nprint(\"3\")\neprint(\"4\")\nprintln(\"5\")\nexit(0)"
    let pipe = Pipe()
    let process = Process()
    process.executableURL = HarnBinary.url
    process.arguments = ["run", "-e", program]
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    process.waitUntilExit()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text == "1\n2\n345\n")
  }
}

/// Both ends of a terminal.
private struct Terminal {
  let inner: FileHandle
  private let outer: FileHandle

  init?() {
    var (outer, inner): (Int32, Int32) = (-1, -1)
    guard openpty(&outer, &inner, nil, nil, nil) == 0 else { return nil }
    self.outer = FileHandle(fileDescriptor: outer, closeOnDealloc: true)
    self.inner = FileHandle(fileDescriptor: inner, closeOnDealloc: true)
  }

  /// The next line; the terminal ends it with CR LF.
  func readLine() -> String {
    var line = Data()
    while line.last != UInt8(ascii: "\n"), let byte = try? outer.read(upToCount: 1), !byte.isEmpty { line += byte }
    return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
