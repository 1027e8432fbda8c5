import Foundation
import TestSupport
import Testing

/// A write that fails, or whose process is killed, leaves the old file whole and nothing else (05 §23, §29). The system is told
/// to accept files of 64 KiB at most, so that each write ends in the middle.
@Suite struct FileWritingTests {
  private let folder = TemporaryDirectory()

  /// Runs a program that finds in `old` what it may not lose, and in `large` what it cannot write. `reaction` is that to the
  /// signal which a process gets for a file that is too large: `default`, which kills it, or `ignore`.
  private func run(_ program: String, _ reaction: String) throws -> HarnBinary.Result {
    try folder.write(Data("old".utf8), to: "old")
    try folder.write(Data(repeating: UInt8(ascii: "x"), count: 100_000), to: "large")
    return try HarnBinary.run(
      ["run", "-e", program], environment: ["PATH": "/usr/bin:/bin"], directory: folder.url,
      through: ["/bin/sh", "-c", "ulimit -c 0; ulimit -f 128; exec env --\(reaction)-signal=XFSZ \"$0\" \"$@\""])
  }

  private func expectNothingLost(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0 != ".harn" }
    #expect(names.sorted() == ["large", "old"], sourceLocation: sourceLocation)
    #expect(try folder.text(of: "old") == "old", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    "write_file(\"old\", read_file(\"large\"))", "write_file(\"new\", read_file(\"large\"))",
    "write_file_bytes(\"old\", read_file_bytes(\"large\"))", "copy_file(\"large\", \"old\")",
    "copy_file(\"large\", \"new\")",
  ])
  func `the process is killed in the middle`(_ write: String) throws {
    let result = try run("\(write)\nprintln(\"not reached\")", "default")
    #expect((result.status, result.wasKilled) == (SIGXFSZ, true))
    #expect(result.output == "")
    try expectNothingLost()
  }

  @Test func `the system refuses the rest`() throws {
    let result = try run(
      """
      fn tell(f) { println(to_string(try { f() } catch (e) { e }).replace(cwd(), "DIR")) }
      tell({ -> write_file("old", read_file("large")) })
      tell({ -> write_file("new", read_file("large")) })
      tell({ -> write_file_bytes("new", read_file_bytes("large")) })
      tell({ -> copy_file("large", "old") })
      tell({ -> store_set("k", "small") })
      tell({ -> store_set("l", read_file("large")) })
      tell({ -> checkpoint("l", read_file("large")) })
      """, "ignore")
    #expect(
      result.output == """
        Failed to write file DIR/old: File too large (os error 27)
        Failed to write file DIR/new: File too large (os error 27)
        Failed to write file DIR/new: File too large (os error 27)
        Failed to copy DIR/large to DIR/old: File too large (os error 27)
        nil
        Runtime error: store write error: File too large (os error 27)
        Runtime error: checkpoint write error: File too large (os error 27)

        """)
    try expectNothingLost()
    #expect(try folder.text(of: ".harn/store.json") == "{\n  \"k\": \"small\"\n}")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/.harn").sorted() == [
        "checkpoints", "store.json",
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/.harn/checkpoints") == [])
  }

  /// A link stays a link, and what it leads to is replaced as a whole.
  @Test func `a link leads to a file that is written`() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.url.path + "/link", withDestinationPath: "old")
    let result = try run("write_file(\"link\", read_file(\"large\"))", "default")
    #expect((result.status, result.wasKilled) == (SIGXFSZ, true))
    #expect(try folder.text(of: "old") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["large", "link", "old"])
  }

  /// Nobody at the other end: the run can be stopped while it waits.
  @Test(arguments: ["read_file(\"fifo\")", "write_file(\"fifo\", \"text\")", "append_file(\"fifo\", \"text\")"])
  func `a FIFO that nobody opens is waited for until the run is stopped`(_ access: String) throws {
    #expect(mkfifo(folder.url.path + "/fifo", 0o600) == 0)
    let program = "defer { println(\"deferred\") }\neprintln(\"ready\")\n\(access)\nprintln(\"never\")"
    let process = try RunningHarn(["run", "-e", program], directory: folder.url)
    try process.expectErrorLine("ready")
    process.send(SIGINT)
    let end = process.finish()
    #expect(end.output == "deferred\n")
    #expect((end.status, end.wasKilled) == (124, false))
  }

  @Test func `a FIFO brings and takes all that goes through it`() throws {
    for name in ["in", "out", "more"] { #expect(mkfifo(folder.url.path + "/" + name, 0o600) == 0) }
    let program = """
      write_file("out", read_file("in"))
      append_file("more", "tail\\n")
      println(file_exists("out"))
      """
    let others = "head -c 300000 /dev/zero > in & (wc -c < out; cat more) & \"$0\" \"$@\"; wait"
    let result = try HarnBinary.run(
      ["run", "-e", program], environment: ["PATH": "/usr/bin:/bin"], directory: folder.url,
      through: ["/bin/sh", "-c", others])
    #expect(result.output.split(separator: "\n").sorted() == ["300000", "tail", "true"])
  }
}
