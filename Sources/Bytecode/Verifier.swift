/// Why a unit must not run: its code would leave the frame, the stack or the pools that it was given.
package struct VerificationError: Error, Equatable, CustomStringConvertible {
  /// Name of the function.
  package var function: String
  /// Index of the instruction; nil when the function itself is wrong.
  package var instruction: Int?
  /// What is wrong.
  package var message: String

  /// An error in `function`, or in the unit of this path.
  package init(function: String, instruction: Int? = nil, message: String) {
    self.function = function
    self.instruction = instruction
    self.message = message
  }

  /// The error as one line.
  package var description: String {
    guard let instruction else { return "\(function): \(message)" }
    return "\(function), instruction \(instruction): \(message)"
  }
}

/// Checks that a unit can be run without further checks of operands and stack depth.
///
/// Every operand lies in its range and has the kind that its opcode asks for; on every path the operand stack has one
/// depth at each instruction, never below zero nor above `maximumDepth`; control never runs off the end. The time is
/// proportional to the code.
///
/// - Throws: the first fault. Any input is safe, garbage included.
package func verify(_ unit: CodeUnit) throws(VerificationError) {
  guard !unit.functions.isEmpty else {
    throw VerificationError(function: unit.path, instruction: nil, message: "no function")
  }
  try verifyConstants(of: unit)
  try verifyImports(of: unit)
  for function in unit.functions {
    var verifier = FunctionVerifier(function, in: unit)
    try verifier.run()
  }
  try verifyCaptures(of: unit)
}

private func verifyConstants(of unit: CodeUnit) throws(VerificationError) {
  for case .structLiteral(let structure, _) in unit.constants
  where !unit.structures.indices.contains(structure) {
    throw VerificationError(
      function: unit.path, instruction: nil, message: "a struct literal without struct")
  }
}

private func verifyImports(of unit: CodeUnit) throws(VerificationError) {
  for imported in unit.importedGlobals
  where !unit.globals.indices.contains(imported.global)
    || !unit.modules.indices.contains(imported.module)
  {
    throw VerificationError(
      function: unit.path, instruction: nil, message: "an imported global without module")
  }
}

/// The captures of a function are locals of every function that makes it a closure.
private func verifyCaptures(of unit: CodeUnit) throws(VerificationError) {
  let needed = unit.functions.map { $0.captures.max() ?? -1 }
  for function in unit.functions {
    for (index, instruction) in function.instructions.enumerated()
    where instruction.opcode == .makeClosure && needed[Int(instruction.a)] >= function.localCount {
      throw VerificationError(
        function: function.name, instruction: index, message: "captures a local that is not there")
    }
  }
  guard unit.functions[0].captures.isEmpty else {
    throw VerificationError(
      function: unit.functions[0].name, instruction: nil, message: "the program has captures")
  }
}
