import Foundation
import TestSupport
import Testing

/// `--trace`, `--llm-mock` and `--llm-mock-record` (07 §3.5, §11).
@Suite struct ModelCallTests {
  private let directory = TemporaryDirectory()

  private func run(_ arguments: [String]) throws -> HarnBinary.Result {
    try HarnBinary.run(["run"] + arguments, directory: directory.url)
  }

  @Test func `the trace lists the replies`() throws {
    let program = """
      llm_mock({text: "a", model: "m-1", input_tokens: 60, output_tokens: 10})
      llm_mock({text: "b", input_tokens: 5, output_tokens: 20})
      llm_call("x")
      println(llm_call("y").text)
      """
    let result = try run(["--trace", "-e", program])
    #expect(result.output == "b\n")
    #expect(
      result.errors == """

        ─── LLM trace ───
          #1: m-1 | 60 in + 10 out tokens | 0 ms
          #2: mock | 5 in + 20 out tokens | 0 ms
          2 calls, 95 tokens (65in + 30out), 0 ms, ~$0.0006

        """)
  }

  @Test(arguments: [("println(1)", ""), ("llm_call(\"x\")\nexit(3)", ""), ("llm_call(\"x\")\nthrow 1", "error: ")])
  func `no trace without replies, after exit or after an error`(_ program: String, _ errors: String) throws {
    let result = try run(["--trace", "-e", program])
    #expect(result.errors.hasPrefix(errors) && !result.errors.contains("LLM trace"))
  }

  @Test func `one call is singular`() throws {
    let result = try run(["--trace", "-e", "llm_call(\"x\")"])
    #expect(result.errors.contains("\n  1 call, 31 tokens (1in + 30out), 0 ms, ~$0.0005\n"))
  }

  @Test func `a recorded run can be replayed`() throws {
    let program =
      "llm_mock({text: \"one\", stop_reason: \"stop\"})\nprintln(llm_call(\"a\").text)\n"
      + "println(llm_call(\"b c\", nil, {model: \"m\"}).text)\nthrow \"end\""
    let recorded = try run(["--llm-mock-record", "new/folder/f.jsonl", "-e", program])
    #expect(recorded.output == "one\nMock response to 2-word prompt: b c\n")
    #expect(
      try directory.text(of: "new/folder/f.jsonl") == """
        {"input_tokens":6,"model":"mock","output_tokens":30,"provider":"mock","stop_reason":"stop","text":"one"}
        {"input_tokens":3,"model":"m","output_tokens":30,"provider":"mock","text":"Mock response to 2-word prompt: b c"}

        """)
    let replayed = try run(["--llm-mock", "new/folder/f.jsonl", "-e", program])
    #expect((replayed.output, replayed.errors) == (recorded.output, recorded.errors))
  }

  @Test func `a run without replies records an empty file`() throws {
    #expect(try run(["--llm-mock-record=f.jsonl", "-e", "exit(4)"]).status == 4)
    #expect(try directory.text(of: "f.jsonl") == "")
  }

  @Test func `files that cannot be used are reported`() throws {
    try directory.write(Data("{\"text\": 1}".utf8), to: "bad.jsonl")
    let missing = try run(["--llm-mock", "none.jsonl", "-e", "println(1)"])
    #expect(missing.errors == "error: failed to read none.jsonl: No such file or directory (os error 2)\n")
    let bad = try run(["--llm-mock", "bad.jsonl", "-e", "println(1)"])
    #expect(bad.errors == "error: invalid --llm-mock fixture in bad.jsonl line 1: `text` must be a string\n")
    #expect((missing.output, missing.status, bad.output, bad.status) == ("", 1, "", 1))
    let folder = try run(["--llm-mock-record", "bad.jsonl/f", "-e", "println(1)"])
    #expect(folder.errors == "error: failed to create fixture directory bad.jsonl: File exists (os error 17)\n")
    #expect(folder.status == 1)
    try directory.makeFolder("folder")
    let file = try run(["--llm-mock-record", "folder", "-e", "println(1)"])
    #expect(file.errors == "error: failed to write folder: Is a directory (os error 21)\n")
  }
}
