import Bytecode
import Testing

@Suite struct OpcodeTests {
  @Test(arguments: Opcode.allCases)
  func `an opcode that jumps has one target`(opcode: Opcode) {
    let shape = opcode.shape
    let targets = [shape.a, shape.b].count { $0 == .target }
    switch shape.flow {
    case .branch, .jump: #expect(targets == 1)
    case .next, .end: #expect(targets == 0)
    }
  }
}
