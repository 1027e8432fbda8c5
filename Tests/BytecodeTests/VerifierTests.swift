import Bytecode
import Testing

@Suite struct VerifierTests {
  @Test func `an empty unit is rejected`() {
    #expect(throws: VerificationError.self) { try verify(CodeUnit(path: "a")) }
  }
}
