import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Texts {
  @Test(arguments: [
    (0.0312, 4, "0.0312"), (0, 4, "0.0000"), (1, 6, "1.000000"), (0.00005, 4, "0.0001"),
    (0.5, 0, "0"), (1.5, 0, "2"), (2.5, 0, "2"), (123456.789, 2, "123456.79"),
    (-0.25, 1, "-0.2"), (1e22, 1, "10000000000000000000000.0"),
  ])
  func `fixed point numbers`(value: Double, decimals: Int, text: String) {
    #expect(fixedPoint(value, decimals: decimals) == text)
  }

  @Test func `the largest number has a text`() {
    #expect(fixedPoint(.greatestFiniteMagnitude, decimals: 6).count == 309 + 7)
  }

  @Test(arguments: [
    (JSONValue.float(0), "0.0"), (.float(1.5), "1.5"), (.float(1e16), "1e16"),
    (.float(1e-5), "1e-5"), (.float(1.25e-7), "1.25e-7"), (.float(0.0001), "0.0001"),
    (.float(.nan), "null"), (.int(3), "3"), (.null, "null"), (.bool(true), "true"),
    (.string("a\"b\\\n\u{1}é"), #""a\"b\\\n\u0001é""#), (.array([]), "[]"),
    (.array([.int(1), .null]), "[1,null]"),
    (.object(["b": .int(1), "a": .object([] as [JSONMember])]), #"{"a":{},"b":1}"#),
  ])
  func `JSON text`(value: JSONValue, text: String) {
    #expect(value.compactText == text)
  }

  @Test func `a Harn value becomes JSON and comes back`() throws {
    try balancingHeap {
      let literal: Literal = ["a": [1, 2.5, nil, true], "b": "text"]
      try withValue(literal) { value in
        let json = try JSONValue(value)
        #expect(json.compactText == #"{"a":[1,2.5,null,true],"b":"text"}"#)
        #expect(consumedText(Value(json)) == displayText(value))
      }
    }
  }

  @Test func `the log as --steps writes it`() throws {
    let run = Run()
    #expect(CompletedStep.logText([]) == "[]\n")
    run.register("f")
    run.enter("f", depth: 1)
    try run.leave(depth: 1)
    #expect(
      CompletedStep.logText(run.program.drainCompletedSteps()) == """
        [
          {
            "cost_usd": 0.0,
            "error": null,
            "function": "f",
            "input_tokens": 0,
            "llm_calls": 0,
            "model": null,
            "name": "f",
            "output_tokens": 0,
            "status": "completed"
          }
        ]

        """)
  }
}
