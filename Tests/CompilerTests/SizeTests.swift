import Bytecode
import TestSupport
import Testing

/// Programs that are long or deep.
@Suite struct SizeTests {
  @Test(arguments: ["a + ", "a ** ", "a == ", "a ?? ", "a && ", "a || ", "a |> "])
  func `a chain of operators may have thousands of links`(link: String) throws {
    let chain = String(repeating: link, count: 9_000) + "a"
    _ = try unit("let a = 1\nlet b = \(chain)\nfn f() { return \(chain) }")
  }

  @Test(arguments: [".b", "[0]", ".m(1)", "?.b", "? "])
  func `a chain of accesses may have thousands of links`(link: String) throws {
    _ = try unit("let a = 1\nlet b = a" + String(repeating: link, count: 9_000))
  }

  @Test func `a placeholder may stand in a long chain`() throws {
    let chain = String(repeating: "_ + ", count: 9_000) + "_"
    _ = try unit("let a = 1 |> \(chain)")
  }

  @Test func `branches may go on for thousands of conditions`() throws {
    let chain = String(repeating: "if f() { 1 } else ", count: 9_000) + "{ 2 }"
    _ = try unit("let a = \(chain)")
  }

  @Test(arguments: [("(", ")"), ("[", "]"), ("-", ""), ("{ -> ", " }"), ("if a { ", " }")])
  func `nesting to the limit of the parser compiles`(open: String, close: String) throws {
    let program =
      "let b = " + String(repeating: open, count: 450) + "1" + String(repeating: close, count: 450)
    _ = try onStack(ofMegabytes: 64) { Result { try unit(program) } }.get()
  }

  @Test func `a huge literal needs little stack`() throws {
    let items = (0..<100_000).map(String.init).joined(separator: ", ")
    let entries = (0..<20_000).map { "k\($0): 1" }.joined(separator: ", ")
    let unit = try unit("let a = [\(items)]\nlet b = {\(entries)}\nf(\(items))")
    #expect(unit.functions[0].maximumDepth < 100)
  }

  @Test func `thousands of functions may defer`() throws {
    let functions = (0..<9_000).map { "fn f\($0)() { defer { g() }; return 1 }\n" }
    _ = try unit(functions.joined())
  }

  @Test func `one function may defer thousands of times`() throws {
    let blocks = (0..<4_000).map { "defer { g(\($0)) }\n" }
    _ = try unit("fn f() {\n\(blocks.joined())}")
  }

  @Test func `too many locals are reported where the limit is passed`() {
    let error = compileError("fn f() {\n" + (1...5_000).map { "let v\($0) = 1\n" }.joined() + "}")
    #expect(error?.message == "too many local variables in one function (limit 4095)")
    #expect(error?.place == "v4096")
  }

  @Test func `thousands of structs are told apart`() throws {
    let structs = (0..<10_000).map { "struct S\($0) { a: int }\n" }
    #expect(try unit(structs.joined()).structures.count == 10_000)
  }

  @Test func `a huge interpolation needs little stack`() throws {
    let text = String(repeating: "${f()} ", count: 5_000)
    #expect(try unit("let a = \"\(text)\"").functions[0].maximumDepth < 100)
  }
}
