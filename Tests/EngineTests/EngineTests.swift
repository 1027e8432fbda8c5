import Catalog
import Diagnostics
import Engine
import Foundation
import TestSupport
import Testing
import VM

@Suite struct CompilationTests {
  @Test func `a mistake is a finding with its place`() throws {
    let findings = Engine().check("let x = 1\nlet = 3", path: "a.harn")
    let finding = try #require(findings.first)
    #expect(finding.severity == .error)
    #expect(finding.message == "Expected variable name or destructuring pattern, got = at 2:5")
    #expect((finding.line, finding.column) == (2, 5))
  }

  @Test func `a warning does not stop a program`() {
    let program = Engine().compile("@nope\nfn f() { return 1 }", path: "a.harn")
    #expect(program.isRunnable)
    #expect(program.report() == "warning: unknown attribute `@nope`\n  --> a.harn:1:1\n   |\n 1 | @nope\n")
  }

  @Test func `the checker stops a program before the compiler sees it`() {
    let program = Engine().compile("let x = try* len([])", path: "a.harn")
    #expect(!program.isRunnable)
    #expect(
      program.report().hasPrefix(
        "error: try* requires an enclosing function (fn, tool, or pipeline) so the rethrow has a target\n"))
  }

  @Test func `the checker knows every builtin of the language`() throws {
    for name in Catalog.builtins.map(\.name) {
      let findings = Engine().check("let f = { -> \(name)() }", path: "a.harn")
      #expect(!findings.contains { $0.message.hasPrefix("call target") }, "\(name)")
    }
    #expect(Engine().check("nowhere_at_all()", path: "a.harn").count == 1)
  }

  @Test func `a compile error is one line`() {
    let program = Engine().compile("let x = 1\nbreak", path: "a.harn")
    #expect(!program.isRunnable)
    #expect(program.report() == "error: compile error: Compile error at line 2: break outside of loop\n")
  }

  @Test func `deep nesting fits on the stack`() {
    let text = "let x = " + String(repeating: "1 + ", count: 9000) + "1"
    #expect(Engine().compile(text, path: "a.harn").isRunnable)
  }

  @Test func `an unreadable file is an error with the words of the system`() {
    #expect(throws: ReadError.self) { try Engine().compile(fileAt: "/nonexistent/a.harn") }
    do {
      _ = try Engine().compile(fileAt: "/nonexistent/a.harn")
    } catch {
      #expect(error.message == "Error reading /nonexistent/a.harn: No such file or directory (os error 2)")
    }
  }
}

@Suite struct BuiltinTests {
  @Test func `the catalogue lists what a machine defines`() {
    balancingHeap {
      let vm = ProgramRuntime(RunOptions()).vm
      #expect(vm.builtinNames == Catalog.builtinNames)
    }
  }
}

@Suite struct TraceTests {
  /// The notes behind the report of the error that ends `program`, its line first.
  private func places(_ program: String) -> [String] {
    var report = ""
    balancingHeap {
      report = Engine().run(Engine().compile(program, path: "a.harn")).report
    }
    return report.split(separator: "\n").compactMap { line in
      if line.hasPrefix("  --> ") { return String(line.dropFirst(6)) }
      return line.hasPrefix("  = note: called from ") ? String(line.dropFirst(22)) : nil
    }
  }

  @Test func `the place is that of the failing operation, callers follow`() {
    let program = """
      fn half(n) {
        return 10 / n
      }
      fn twice(n) { return 2 * half(n) }
      pipeline p() {
        twice(0)
      }
      """
    #expect(places(program) == ["a.harn:2:15", "twice at a.harn:4", "pipeline at a.harn:6"])
  }

  @Test func `functions of the library are left out`() {
    let program = """
      let xs = [1]
      xs.map({ x ->
        x + nil })
      """
    #expect(places(program) == ["a.harn:3:7", "pipeline at a.harn:2"])
  }

  @Test func `an error that is raised again keeps its place`() {
    let program = """
      fn outer() {
        try {
          return 1 + inner()
        } finally {
          len([])
        }
      }
      fn inner() { return 1 / 0 }
      outer()
      """
    #expect(places(program) == ["a.harn:8:25", "outer at a.harn:3", "pipeline at a.harn:9"])
  }

  @Test func `an error of a handler has the place of the handler`() {
    let program = """
      fn fail() { throw "first" }
      try {
        fail()
      } catch (e) {
        1 + e
      }
      """
    #expect(places(program) == ["a.harn:5:7"])
  }
}

@Suite struct UncaughtErrorTests {
  private let file = SourceFile(
    path: "app.harn", text: "fn half(n) {\n  return 10 / n\n}\n\npipeline default() {\n  half(0)\n}\n")

  private func place(_ text: String) -> UncaughtError.Place {
    let source = String(decoding: file.bytes, as: UTF8.self)
    let start = source.utf8.distance(from: source.startIndex, to: source.range(of: text)!.lowerBound)
    return UncaughtError.Place(path: "app.harn", range: SourceRange(start: start, end: start + 1))
  }

  private func render(_ error: UncaughtError) -> String {
    UncaughtErrorRenderer { path in path == "app.harn" ? file : nil }.render(error)
  }

  @Test func `the report shows place, source line and callers`() {
    let error = UncaughtError(
      message: "Runtime error: Division by zero", namesLine: true, place: place("n\n"),
      callers: [UncaughtError.Call(function: "pipeline", place: place("half(0)"))])
    #expect(
      render(error) == """
        error: Runtime error: Division by zero (line 2)
          --> app.harn:2:15
           |
         2 |   return 10 / n
           |               ^
          = note: called from pipeline at app.harn:6

        """)
  }

  @Test func `the carets are as long as the name or number`() {
    let name = UncaughtError(message: "m", place: place("half(0)"), callers: [])
    #expect(render(name).hasSuffix("\n   |   ^^^^\n"))
    let number = UncaughtError(message: "m", place: place("10 /"), callers: [])
    #expect(render(number).hasSuffix("\n   |          ^^\n"))
    let sign = UncaughtError(message: "m", place: place("/ n"), callers: [])
    #expect(render(sign).hasSuffix("\n   |             ^\n"))
  }

  @Test func `without a source there is only the message`() {
    #expect(render(UncaughtError(message: "m", place: nil, callers: [])) == "error: m\n")
  }
}
