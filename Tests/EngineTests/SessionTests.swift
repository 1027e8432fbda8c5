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

  @Test(arguments: [
    "[1, 2, 3].map({ x -> x * 2 }).sum()", "fn f(x: int) { return x }; f(2)",
    "let f = { -> n }; let g = { -> f() }; g()",
    "struct P { a: int }; P {a: 1}.a", "struct Q { a: int }\nimpl Q { fn get(self) { return self.a } }; Q {a: 1}.get()",
    "fn count() { yield 1\nyield 2 }; let items = count(); items.next()", "d.a.b = n; d.list = (d.list ?? []).push(1)",
    "fn outer() { fn a(k) { if k == 0 { return 0 }; return b(k - 1) }; fn b(k) { return a(k) }; return a(3) }; outer()",
    "parallel each [1, 2] { x -> x + n }", "try { throw { -> n } } catch (e) { e() }",
  ])
  func `code goes when no value refers to it any more`(_ text: String) {
    balancingHeap {
      let session = Session()
      _ = session.evaluate("let n = 0\nvar d = {a: {}}")
      for _ in 0..<100 { #expect(session.evaluate(text, keepsResult: false).error == nil) }
      let before = session.loadedFunctionCount
      for _ in 0..<300 { _ = session.evaluate(text, keepsResult: false) }
      #expect(session.loadedFunctionCount <= before + 64)
    }
  }

  @Test func `code stays as long as a value refers to it`() {
    balancingHeap {
      let session = Session()
      _ = session.evaluate(
        "fn count() { var n = 0\nwhile true { n = n + 1\nyield n } }\nlet items = count()\nlet count = 0")
      _ = session.evaluate(
        "struct P { a: int }\nimpl P { fn get(self) { return self.a } }\nlet p = P {a: 5}\nlet P = 0")
      _ = session.evaluate("let held = [{k: { x -> x + 1 }}]")
      _ = session.evaluate("@step(name: \"s\")\nfn tracked() { return 1 }")
      _ = session.evaluate("register_step_hook(\"*\", \"s\", \"PreStep\", { event -> println(event.step.name) })")
      for number in 0..<200 { _ = session.evaluate("let f = { x -> x + \(number) }; let y = f(1)") }
      #expect(
        session.evaluate("[items.next(), items.next()]").display == "[{done: false, value: 1}, {done: false, value: 2}]"
      )
      #expect(session.evaluate("p.get()").display == "5")
      #expect(session.evaluate("held[0].k(1)").display == "2")
      #expect(session.evaluate("tracked()").display == "1")
      #expect(session.evaluate("f(1)").display == "200")
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
      _ = session.evaluate(
        "struct P { left: int, right: int }\nimpl P { fn sum(self) { return 0 } }\nlet p = P {left: 1, right: 2}")
      #expect(session.names(withPrefix: "println").map(\.help) == ["Write the display form and a line end."])
      #expect(session.members(of: ["p"], withPrefix: "").map(\.name) == ["left", "right", "sum"])
      #expect(session.members(of: ["nobody"], withPrefix: "").isEmpty)
    }
  }

  @Test(arguments: [
    ("p", ["left", "right", "sum"]), ("d.a", ["b"]), ("d?.a", ["b"]), ("nobody", []),
    ("f(p", ["left", "right", "sum"]),
    ("{one: 1, \"two\": {three: 3}, \"no name\": 4}", ["one", "two"]), ("f({}", []), ("{...d, x: 1}", ["x"]),
    ("P {left: 1}", []),
    ("{ x -> x }", []), ("f()", []), ("\"a", []), ("1", []),
  ])
  func `fields of values and literals are known without running anything`(_ text: String, _ names: [String]) {
    balancingHeap {
      let session = Session()
      _ = session.evaluate(
        "struct P { left: int, right: int }\nimpl P { fn sum(self) { return 0 } }\nlet p = P {left: 1, right: 2}; let d = {a: {b: 1, \"c d\": 2}}"
      )
      let methods = Set(session.members(ofEndOf: "{}", withPrefix: "").map(\.name))
      #expect(session.members(ofEndOf: text, withPrefix: "").map(\.name).filter { !methods.contains($0) } == names)
    }
  }

  @Test(arguments: [
    ("\"abc\"", "uppercase"), ("r\"a\"", "uppercase"), ("\"a ${1}\"", "uppercase"), ("[1, [2]]", "flat_map"),
    ("x = [1]", "flat_map"),
    ("[1,\n2]", "flat_map"), ("{a: 1}", "entries"), ("f({a: 1}", "entries"),
  ])
  func `literals have methods`(_ text: String, _ method: String) {
    balancingHeap {
      let session = Session()
      #expect(session.members(ofEndOf: text, withPrefix: method).map(\.name) == [method])
      // Behind an operand a bracket is an index, and a brace that of a struct value.
      #expect(
        session.members(ofEndOf: "x\(text)", withPrefix: method).isEmpty == (text.hasPrefix("[") || text.hasPrefix("{"))
      )
    }
  }

  /// Reading many lines must not look at all of them again for each one: that would take minutes.
  @Test(arguments: [
    ("[", "1, // (", "]"), ("\"\"\"", "a { \" b", "\"\"\""), ("/*", "it's ( open", "*/"),
    ("f({ x ->", "  g(\"}\", [x])", "})"),
  ])
  func `lines are added until an input is whole`(_ first: String, _ line: String, _ last: String) {
    var lines = InputLines()
    let answers = ([first] + Array(repeating: line, count: 20_000) + ["\(last) +", "1"]).map { lines.add($0) }
    #expect(answers.firstIndex(of: true) == 20_002)
    #expect(isCompleteInput(lines.text))
  }

  @Test func `pieces of a text have their classes`() {
    let text = "let a1 = \"x \\\" y\" + 12ms // no\nprintln.let r\"\"\"é\n\"\"\" /* x */ ab\"z"
    let signs = TextClassifier().classes(of: Array(text.unicodeScalars), in: 0..<text.unicodeScalars.count).map {
      textClass in
      switch textClass {
      case .keyword: "k"
      case .number: "1"
      case .string: "s"
      case .comment: "c"
      case .builtin: "b"
      case nil: "."
      }
    }
    #expect(signs.joined() == "kkk......ssssssss...1111.ccccc.bbbbbbb......ssssssss.ccccccc...ss")
    // Any part has the classes that it has in the whole.
    for start in 0..<signs.count {
      let part = TextClassifier().classes(of: Array(text.unicodeScalars), in: start..<signs.count)
      #expect(part.map { $0 == nil } == signs[start...].map { $0 == "." })
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
