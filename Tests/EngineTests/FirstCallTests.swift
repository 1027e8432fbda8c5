import Bytecode
import TestSupport
import Testing
import VM

@testable import Engine

/// Functions are translated when they are called for the first time.
@Suite struct FirstCallTests {
  /// A machine that has run `program`, and the number of functions it has translated.
  private func translated(_ program: String) throws -> Int {
    let vm = ProgramRuntime(RunOptions()).vm
    let unit = try #require(Engine().compile(program, path: "a.harn").unit)
    let loaded = try vm.load(unit)
    #expect(vm.translatedFunctionCount == 0)
    if case .finished(let value) = vm.run(loaded) { value.released() }
    return vm.translatedFunctionCount
  }

  @Test(arguments: [
    ("fn a() { return 1 }\nfn b() { return 2 }\nlet x = 1", 1),
    ("fn a() { return 1 }\nfn b() { return 2 }\na()\na()", 2),
    ("fn a() { return b() }\nfn b() { return 2 }\na()", 3),
    ("fn a() { yield 1 }\nlet unused = a()", 1),
    ("fn a() { yield 1 }\nfor x in a() { }", 2),
    ("let f = { -> throw 1 }\ntry { f() } catch { }", 2),
  ])
  func `only functions that are called are translated`(_ program: String, _ expected: Int) throws {
    try balancingHeap {
      let count = try translated(program)
      #expect(count == expected)
    }
  }
}
