/// An opcode with its operands; what they mean is documented at the opcode.
package struct Instruction: Equatable, Sendable {
  /// What to do.
  package var opcode: Opcode
  /// First operand.
  package var a: Int32
  /// Second operand.
  package var b: Int32

  /// An instruction with these operands.
  package init(_ opcode: Opcode, _ a: Int = 0, _ b: Int = 0) {
    self.opcode = opcode
    self.a = Int32(clamping: a)
    self.b = Int32(clamping: b)
  }
}
