import Bytecode
import Testing

/// Rules that a listing alone would not explain.
@Suite struct SemanticsTests {
  @Test func `a failed redeclaration is raised where the second declaration runs`() throws {
    let code = try code("let x = 1\nlet x = f()")
    #expect(code[2] == "callBuiltin \"f\", 0")
    #expect(
      code[3]
        == "raise runtimeError, \"Cannot redeclare immutable variable 'x' in the same scope "
        + "(use 'var' for mutable bindings)\"")
  }

  @Test(arguments: ["var x = 1\nlet x = 2", "let x = 1\nvar x = 2", "var x = 1\nvar x = x"])
  func `other redeclarations replace the binding`(program: String) throws {
    #expect(try !opcodes(program).contains(.raise))
  }

  @Test func `names are compared scalar by scalar`() throws {
    #expect(try !opcodes("let \u{C5} = 1\nlet \u{212B} = 2").contains(.raise))
    #expect(try unit("log(\"\u{E9}\", \"e\u{301}\")").constants.count == 3)
  }

  @Test func `a name means the outer variable until its declaration`() throws {
    let code = try code("let x = 1\nif x { log(x)\nlet x = 2\nlog(x) }")
    #expect(
      code.filter { $0.hasPrefix("loadLocal") }.map { $0.suffix(4) } == ["0(x)", "0(x)", "1(x)"])
  }

  @Test func `a deferred block means the variables where it was registered`() throws {
    let code = try code("let x = 1\nif f() { defer { log(x) }\nlet x = 2\nlog(x) }")
    #expect(
      code.filter { $0.hasPrefix("loadLocal") }.map { $0.suffix(4) } == ["1(x)", "0(x)", "0(x)"])
  }

  @Test func `only enclosing loops are left by break`() throws {
    let code = try opcodes("for a in b { for c in d { break } }")
    #expect(code.count { $0 == .clearLocal } == 2)
  }

  @Test func `break inside an operand drops the operands`() throws {
    let code = try opcodes("while f() { let x = 1 + match g() { 1 -> { break } _ -> { 2 } } }")
    #expect(code.contains(.pop))
  }

  @Test(arguments: [
    "fn f() { try { return g(f) } catch { 1 } }", "fn f() { defer { log(1) }\nreturn f() }",
    "fn f() { retry 2 { return f() } }", "fn f() { yield 1\nreturn f() }",
  ])
  func `a call inside a protected region or generator keeps its frame`(
    program: String
  ) throws {
    let code = try opcodes(program, function: 1)
    #expect(!code.contains(.tailCall) && !code.contains(.tailCallGlobal))
  }

  @Test func `a frame that holds late-bound functions can be reused`() throws {
    let program = """
      fn f(n) {
        fn even(n) { return n == 0 ? true : odd(n - 1) }
        fn odd(n) { return n == 0 ? false : even(n - 1) }
        return even(n)
      }
      """
    #expect(try opcodes(program, function: 1).contains(.tailCall))
    #expect(try opcodes(program, function: 2).contains(.callBuiltin))
  }

  @Test func `a mutable captured variable may be assigned inside`() throws {
    #expect(try !opcodes("var n = 1\nlet f = { -> n = 2 }", function: 1).contains(.raise))
    #expect(try opcodes("let n = 1\nlet f = { -> n = 2 }", function: 1).contains(.raise))
  }

  @Test func `a placeholder target with a question mark is a closure`() throws {
    let code = try opcodes("fn f(a) { return a |> g(_, h()?) }", function: 1)
    #expect(code == [.loadLocal, .makeClosure, .tailPipe, .returnValue])
  }

  @Test func `a method with yield is no generator`() throws {
    let unit = try unit("struct S {}\nimpl S { fn m(self) { yield 1 } }\nfn g() { yield 1 }")
    #expect(unit.functions.map(\.kind) == [.plain, .plain, .generator])
  }

  @Test func `the program of a file is chosen by name, then by order`() throws {
    let text = "pipeline a() { log(1) }\npipeline default() { log(2) }"
    #expect(try code(text).first == "constant 2")
    #expect(try code("pipeline b() { log(1) }\npipeline c() { log(2) }").first == "constant 1")
  }

  @Test func `an unknown parent and a cycle of parents are harmless`() throws {
    #expect(try code("pipeline a() extends nobody { 1 }") == ["constant 1", "returnValue"])
    #expect(
      try code("pipeline a() extends b { 1 }\npipeline b() extends a { f() }").count == 4)
  }
}
