import Compiler
import Testing

/// The texts of 02 §15.5 and 01 "Processing stages", and where they point.
@Suite struct CompileErrorTests {
  @Test(arguments: [
    ("break", "break outside of loop"), ("continue", "continue outside of loop"),
  ])
  func `a loop exit needs a loop of the same body`(keyword: String, message: String) {
    let nested = compileError("while true { let f = { -> \(keyword) } }")
    #expect(nested?.message == message)
    #expect(nested?.place == keyword)
    #expect(compileError("pipeline default() { \(keyword) }")?.message == message)
    #expect(compileError("while true { if f() { \(keyword) } }")?.message == nil)
  }

  @Test func `try star needs a function around it`() {
    let message =
      "try* requires an enclosing function (fn, tool, or pipeline) so the rethrow has a target"
    #expect(compileError("let x = try* f()")?.message == message)
    #expect(compileError("let x = try* f()\npipeline default() {}")?.message == message)
    #expect(compileError("let f = { -> try* f() }") == nil)
    #expect(compileError("pipeline default() { try* f() }") == nil)
  }

  @Test(arguments: [
    "match xs { [a, ...rest] -> { a } }", "match d { {a: 1, ...rest} -> { a } }",
  ])
  func `a spread outside literals and arguments is rejected`(program: String) {
    #expect(
      compileError(program)?.message
        == "spread (...) can only be used inside list literals, dict literals, or function call "
        + "arguments")
  }

  @Test func `a duration beyond the range is rejected`() {
    let error = compileError("let d = 9223372036854775807h")
    #expect(error?.message == "duration literal is too large")
    #expect(error?.place == "9223372036854775807h")
  }

  @Test(arguments: ["tool t() { return 1 }", "skill s { }", "eval_pack p { }"])
  func `what cannot run yet is named`(program: String) {
    #expect(compileError(program)?.message.hasSuffix("` is not supported yet") == true)
  }

  @Test func `the first error is reported`() {
    #expect(compileError("break\ncontinue")?.message == "break outside of loop")
  }

  @Test func `locals are limited`() {
    func program(_ count: Int) -> String {
      "fn f() {\n" + (0..<count).map { "let v\($0) = 1\n" }.joined() + "}"
    }
    #expect(compileError(program(4095)) == nil)
    #expect(
      compileError(program(4096))?.message
        == "too many local variables in one function (limit 4095)")
  }

  @Test func `copies of nested cleanup blocks are limited`() {
    let depth = 60
    let program =
      String(repeating: "try { f() } finally { ", count: depth)
      + String(repeating: "} ", count: depth)
    #expect(
      compileError(program)?.message == "`finally` and `defer` blocks are nested too deeply, or left in too many ways")
  }
}
