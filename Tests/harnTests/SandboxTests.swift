import TestSupport
import Testing

/// 07 §3.4.
@Suite struct SandboxTests {
  private func denial(_ name: String) -> String { "Error [tool_rejected]: Tool '\(name)' is not permitted." }

  @Test(arguments: [
    ("lowercase", "lowercase(\"A\")"),
    // A builtin that is an instruction otherwise, one that is written in Harn, and one with spread arguments.
    ("len", "len([1])"), ("len", "let xs = [1]\nlen(xs)"), ("set", "set([1])"), ("to_string", "to_string(...[1])"),
    // As callbacks.
    ("to_string", "[1].map(to_string)"), ("set", "[[1]].map(set)"), ("len", "let f = len\nf([1])"),
    ("len", "[1] |> len"),
  ])
  func `a denied builtin cannot be called`(_ name: String, _ code: String) throws {
    let result = try HarnBinary.run([
      "run", "--deny", " \(name) ,,nope", "-e", "try {\n\(code)\n} catch (e) { println(e) }",
    ])
    #expect((result.output, result.errors, result.status) == (denial(name) + "\n", "", 0))
  }

  @Test func `an uncaught denial is reported`() throws {
    let result = try HarnBinary.run(["run", "--deny=lowercase", "-e", "lowercase(\"A\")"])
    #expect(result.errors.hasPrefix("error: \(denial("lowercase"))\n  --> <eval>:2:"))
    #expect(result.status == 1)
  }

  @Test func `only the allowed and the basic builtins can be called`() throws {
    let program = "println(len(lowercase(\"AB\")))\nuppercase(\"a\")"
    let result = try HarnBinary.run(["run", "--allow", "lowercase", "-e", program])
    #expect(result.output == "2\n")
    #expect(result.errors.hasPrefix("error: \(denial("uppercase"))\n"))
  }

  @Test func `methods, functions and attributes stay allowed`() throws {
    let program = """
      @step(name: "one")
      fn work() { return [3, 1].sort().map({ x -> x * 2 }) }
      fn lowercase(text) { return "mine" }
      println(work())
      println(lowercase("A"))

      """
    for option in ["--allow=", "--deny=sort,map,lowercase,__register_step"] {
      let result = try HarnBinary.run(["run", option, "-"], input: program)
      #expect((result.output, result.errors) == ("[2, 6]\nmine\n", ""))
    }
  }
}
