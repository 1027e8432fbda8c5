import StepRuntime
import Testing

/// Run receipts (06 §11.2).
@Suite struct ReceiptTests {
  private func receipt() -> Receipt {
    Receipt(
      id: "r1", persona: "clerk", traceID: "t1", startedAt: "2031-01-02T03:04:05Z", status: .success)
  }

  @Test func `an empty receipt has the required fields only`() {
    #expect(
      receipt().json.compactText == #"{"approvals":[],"cost_usd":0.0,"handoffs":[],"id":"r1","metadata":{},"#
        + #""model_calls":[],"persona":"clerk","redaction_class":"internal","schema":"harn.receipt.v1","#
        + #""side_effects":[],"started_at":"2031-01-02T03:04:05Z","status":"success","tool_calls":[],"trace_id":"t1"}"#)
    #expect(receipt().fault == nil)
  }

  @Test func `optional fields are written when they have a value`() {
    var receipt = receipt()
    receipt.parentRunID = "r0"
    receipt.step = "s"
    receipt.completedAt = "2031-01-02T03:04:06Z"
    receipt.inputsDigest = "sha256:00"
    receipt.outputsDigest = "sha256:01"
    receipt.error = .object(["message": .string("m")])
    for key in ["parent_run_id", "step", "completed_at", "inputs_digest", "outputs_digest", "error"] {
      #expect(receipt.json[key] != nil)
    }
  }

  @Test(arguments: Receipt.Status.allCases)
  func `statuses`(status: Receipt.Status) {
    let known = ["accepted", "running", "success", "noop", "failure", "denied", "duplicate", "cancelled"]
    #expect(known.contains(status.rawValue) && Receipt.Status.allCases.count == known.count)
  }

  @Test func `redaction classes`() {
    let known: Set = ["public", "internal", "receipt_only", "secret"]
    #expect(Set(Receipt.RedactionClass.allCases.map(\.rawValue)) == known)
  }

  @Test func `faults are named`() {
    func fault(_ change: (inout Receipt) -> Void) -> String? {
      var receipt = receipt()
      change(&receipt)
      return receipt.fault
    }
    #expect(fault { $0.schema = "harn.receipt.v2" } == "unsupported receipt schema `harn.receipt.v2`")
    #expect(fault { $0.id = "" } == "receipt is missing required field `id`")
    #expect(fault { $0.persona = " " } == "receipt is missing required field `persona`")
    #expect(fault { $0.traceID = "" } == "receipt is missing required field `trace_id`")
    #expect(fault { $0.costUSD = -1 } == "receipt cost_usd must be finite and non-negative, got -1.0")
    #expect(fault { $0.costUSD = .infinity } == "receipt cost_usd must be finite and non-negative, got inf")
  }

  @Test func `attaching the log appends model calls and adds their cost`() throws {
    let run = Run()
    run.register("a", model: "m1")
    run.register("b")
    run.enter("a", depth: 1)
    run.enter("b", depth: 2)
    #expect(run.context.popAndRecord(frameDepth: 2, status: StepStatus.failed, error: "why"))
    #expect(run.charge(7, cost: 0.25) == nil)
    #expect(run.context.popAndRecord(frameDepth: 1, status: StepStatus.completed, error: nil))
    var receipt = receipt()
    receipt.costUSD = 0.5
    receipt.attach(run.program.drainCompletedSteps())
    #expect(receipt.costUSD == 0.75)
    #expect(
      receipt.modelCalls.map(\.compactText) == [
        #"{"cost_usd":0.0,"error":"why","function":"b","input_tokens":0,"llm_calls":0,"output_tokens":0,"#
          + #""status":"failed","step":"b"}"#,
        #"{"cost_usd":0.25,"function":"a","input_tokens":7,"llm_calls":1,"model":"m","output_tokens":0,"#
          + #""status":"completed","step":"a"}"#,
      ])
  }
}
