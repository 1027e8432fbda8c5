import Bytecode
import TestSupport
import Testing
import VM

@testable import Engine

@Suite struct PreludeTests {
  private static let names = Set(implementedBuiltins + implementedMethods.map(\.name)).union(["stream"])

  @Test func `what a name needs of the prelude is complete`() {
    balancingHeap {
      let vm = ProgramRuntime(RunOptions()).vm
      for name in PreludeTests.names {
        guard let source = vm.missingPrelude(for: [name]) else { continue }
        let unit = Prelude.unit(of: source)
        let declared = Set(unit.functions.compactMap(\.declaredName))
        // `__transient` is no function but what a catch clause of the prelude names.
        for case .string(let text) in unit.constants where text.hasPrefix("__") && text != "__transient" {
          #expect(declared.contains(text) || vm.isBuiltin(text), "\(text), for \(name)")
        }
      }
    }
  }

  @Test func `a machine gets a part of the prelude once`() throws {
    try balancingHeap {
      let vm = ProgramRuntime(RunOptions()).vm
      let mapping = Engine().compile("println([1].map({ x -> x }))", path: "a.harn")
      let unit = try #require(mapping.unit)
      #expect(vm.missingPrelude(for: [unit]) != nil)
      try Prelude.load(into: vm, for: [unit])
      #expect(vm.missingPrelude(for: [unit]) == nil)
      let sorting = Engine().compile("println([1].sort_by({ x -> x }))", path: "b.harn")
      #expect(vm.missingPrelude(for: [try #require(sorting.unit)]) != nil)
    }
  }

  @Test func `a program that mentions no name of the prelude needs nothing of it`() {
    balancingHeap {
      #expect(ProgramRuntime(RunOptions()).vm.missingPrelude(for: ["println", "x"]) == nil)
    }
  }
}
