import Foundation
import TestSupport
import Testing

/// `harn run --receipt` (07 §3, 06 §11.2).
@Suite struct RunReceiptTests {
  private let directory = TemporaryDirectory()

  private func receipt(_ program: String, _ arguments: [String] = []) throws -> [String: Any] {
    try directory.write(Data(program.utf8), to: "app.harn")
    _ = try HarnBinary.run(["run", "--receipt", "r.json"] + arguments + ["app.harn"], directory: directory.url)
    let object = try JSONSerialization.jsonObject(with: Data(try directory.text(of: "r.json").utf8))
    return try #require(object as? [String: Any])
  }

  @Test func `a run that succeeds`() throws {
    let receipt = try receipt(
      """
      @persona(name: "clerk")
      fn clerk() { return work() }
      @step(name: "one", model: "gpt-4o")
      fn work() { return llm_call("q").text }
      llm_mock({text: "t", match: "*", model: "gpt-4o", input_tokens: 1000, output_tokens: 100})
      clerk()
      clerk()

      """)
    #expect(
      Set(receipt.keys) == [
        "approvals", "completed_at", "cost_usd", "handoffs", "id", "inputs_digest", "metadata", "model_calls",
        "persona", "redaction_class", "schema", "side_effects", "started_at", "status", "tool_calls", "trace_id",
      ])
    #expect(receipt["schema"] as? String == "harn.receipt.v1")
    #expect(receipt["status"] as? String == "success")
    #expect(receipt["persona"] as? String == "clerk")
    #expect(receipt["redaction_class"] as? String == "internal")
    #expect(receipt["cost_usd"] as? Double == 0.007)
    let calls = try #require(receipt["model_calls"] as? [[String: Any]])
    #expect(calls.map { $0["step"] as? String } == ["one", "one"])
    #expect(
      Set(calls[0].keys) == [
        "cost_usd", "function", "input_tokens", "llm_calls", "model", "output_tokens", "status", "step",
      ])
    for key in ["id", "trace_id", "started_at", "completed_at"] {
      #expect((receipt[key] as? String)?.isEmpty == false)
    }
    let digest = try #require(receipt["inputs_digest"] as? String)
    #expect(digest.hasPrefix("sha256:") && digest.count == 71)
  }

  @Test func `a run that fails says why`() throws {
    let failed = try receipt("@step(name: \"s\")\nfn f() { throw {message: \"no luck\"} }\nf()\n")
    #expect(failed["status"] as? String == "failure")
    #expect((failed["error"] as? [String: Any])?["message"] as? String == "Thrown: {message: no luck}")
    let calls = try #require(failed["model_calls"] as? [[String: Any]])
    #expect(calls.map { $0["error"] as? String } == ["no luck"])
    #expect(failed["persona"] as? String == "app")
    let left = try receipt("exit(3)\n")
    #expect(left["status"] as? String == "failure")
    #expect((left["error"] as? [String: Any])?["message"] as? String == "exit(3)")
    #expect(try receipt("exit(0)\n")["status"] as? String == "success")
  }

  @Test func `the log is in the receipt and in --steps, and what the program drained is in neither`() throws {
    let program = "@step(name: \"s\")\nfn f() { }\nf()\n__drain_completed_steps()\nf()\n"
    let receipt = try receipt(program, ["--steps", "log.json"])
    #expect((receipt["model_calls"] as? [Any])?.count == 1)
    let log = try JSONSerialization.jsonObject(with: Data(try directory.text(of: "log.json").utf8))
    #expect((log as? [Any])?.count == 1)
  }

  @Test func `a receipt that cannot be written fails the run`() throws {
    let result = try HarnBinary.run(["run", "--receipt", "no/r.json", "-e", "return 0"], directory: directory.url)
    #expect(result.errors == "error: failed to write no/r.json: No such file or directory (os error 2)\n")
    #expect(result.status == 1)
    let shown = try HarnBinary.run(["run", "--receipt", "-", "-e", "return 0"])
    #expect(shown.errors.contains("\"schema\": \"harn.receipt.v1\""))
    #expect((shown.output, shown.status) == ("", 0))
  }
}
