import Engine
import TestSupport
import Testing

/// 07 §8.3, through the embedding API.
@Suite struct SessionTests {
  @Test func `each input runs once`() {
    let output = OutputCollector()
    balancingHeap {
      let session = Session(options: RunOptions(standardOutput: output))
      for text in ["println(1)", "println(2)", "3"] { _ = session.evaluate(text) }
    }
    #expect(output.text == "1\n2\n")
  }

  @Test func `values move on from input to input without copies`() {
    balancingHeap {
      let session = Session()
      _ = session.evaluate("var xs = [1]\nfn f() { return xs }")
      _ = session.evaluate("xs = xs.push(2)")
      #expect(session.evaluate("xs").display == "[1, 2]")
      #expect(session.evaluate("f()").display == "[1]")
    }
  }

  @Test func `what an input changed before an error, a return or an exit stays`() {
    balancingHeap {
      let session = Session()
      _ = session.evaluate("var n = 0")
      #expect(session.evaluate("n = 1; throw \"no\"").error == "Thrown: no")
      #expect(session.evaluate("n").display == "1")
      _ = session.evaluate("n = 2; return 5; n = 3")
      #expect(session.evaluate("n").display == "2")
      #expect(session.evaluate("n = 4; exit(3)").exitStatus == 3)
      #expect(session.evaluate("n").display == "4")
    }
  }

  @Test func `an error in a function names the line of the input that declared it`() {
    balancingHeap {
      let session = Session()
      _ = session.evaluate("fn f(a) {\n\n  return 1 / a\n}")
      #expect(session.evaluate("f(0)").error == "Runtime error: Division by zero (line 3)")
    }
  }

  @Test func `defer runs at the end of its input`() {
    let output = OutputCollector()
    balancingHeap {
      let session = Session(options: RunOptions(standardOutput: output))
      #expect(session.evaluate("defer { println(\"end\") }\nprintln(\"body\")\n1").display == "1")
      _ = session.evaluate("println(\"next\")")
    }
    #expect(output.text == "body\nend\nnext\n")
  }

  @Test func `the memory of a session is what its bindings need`() {
    balancingHeap {
      let session = Session()
      _ = session.evaluate("var n = 0\nvar d = {}")
      let before = session.loadedFunctionCount
      for _ in 0..<10_000 { _ = session.evaluate("n = n + 1; d[\"k\"] = n") }
      #expect(session.loadedFunctionCount == before)
      #expect(session.evaluate("d").display == "{k: 10000}")
    }
  }

  @Test func `a type that is declared again takes the place of the earlier one`() {
    balancingHeap {
      let session = Session()
      for number in 0..<200 { _ = session.evaluate("type T = {n: \(number)}\nstruct P { f\(number): int }") }
      #expect(session.rememberedTypeCount == 2)
      #expect(session.evaluate("P {f199: 1}").display == "P {f199: 1}")
    }
  }

  @Test func `the library calls what a session may not call`() {
    balancingHeap {
      var options = RunOptions()
      options.builtins = .denying(["len"])
      let session = Session(options: options)
      #expect(session.evaluate("[[1], [2, 3]].flat_map({ x -> x })").display == "[1, 2, 3]")
      #expect(session.evaluate("len([1])").error?.contains("Tool 'len' is not permitted.") == true)
    }
  }

  @Test func `an interrupted input keeps its bindings`() {
    balancingHeap {
      let session = Session()
      _ = session.evaluate("var n = 7")
      let interruption = Interruption()
      interruption.request()
      #expect(session.evaluate("while true { n = n + 1 }", interruption: interruption).isInterrupted)
      #expect(session.evaluate("n >= 7").display == "true")
    }
  }

  @Test func `candidates have their help`() {
    balancingHeap {
      let session = Session()
      _ = session.evaluate("struct P { left: int, right: int }\nimpl P { fn sum(self) { return 0 } }\nlet p = P {left: 1, right: 2}")
      #expect(session.names(withPrefix: "println").map(\.help) == ["Write the display form and a line end."])
      #expect(session.members(of: ["p"], withPrefix: "").map(\.name) == ["left", "right", "sum"])
      #expect(session.members(of: ["nobody"], withPrefix: "").isEmpty)
    }
  }

  @Test(arguments: [
    ("1 +", false), ("1", true), ("f(", false), ("\"\"\"a", false), ("\"a", true), ("\"${1 + ", false), ("/* x", false),
    ("@step(a: 1)", false), ("@step", false), ("@step\nfn f() { }", true), ("x.", false), ("a,", false), ("\\", false),
    ("}", true), ("", true), ("1 to", false), ("f()?", true), ("// (", true),
  ])
  func `an input is complete or goes on`(_ text: String, _ isComplete: Bool) {
    #expect(isCompleteInput(text) == isComplete)
  }
}
