import Bytecode

// Reading and assigning parts of values.

extension FunctionLoader {
  mutating func translateGetProperty(_ index: Int, _ constant: Int32) {
    if case .local(let x) = analysis.right[index] {
      if analysis.takesLocal[index] { emit(takeFieldL, a: x * 16) } else { emit(fieldL, a: x * 16) }
    } else {
      emit(fieldS)
    }
    literal(number: 0, namePointer(constant))
  }

  mutating func translateGetIndex(_ index: Int) {
    switch (analysis.left[index], analysis.right[index]) {
    case (.local(let x), .local(let y)): emit(indexLL, a: x * 16, b: y * 16)
    case (.local(let x), .literal(let y)):
      emit(indexLK, a: x * 16)
      literal(literalValue(y))
    case (.local(let x), .stack): emit(indexLS, a: x * 16)
    case (_, .local(let y)): emit(indexSL, b: y * 16)
    case (_, .literal(let y)):
      emit(indexSK)
      literal(literalValue(y))
    default: emit(indexSS)
    }
  }

  mutating func translateSetIndex(_ index: Int, _ slot: Int) {
    switch analysis.right[index] {
    case .local(let y): emit(setIndexLL, a: slot * 16, b: y * 16)
    case .literal(let y):
      emit(setIndexLK, a: slot * 16)
      literal(literalValue(y))
    case .stack: emit(setIndexLS, a: slot * 16)
    }
  }

  mutating func translatePath(_ handler: @escaping Handler, _ instruction: Instruction) {
    emit(handler, a: Int(instruction.a) * 16)
    pathLiteral(instruction.b)
  }

  mutating func pathLiteral(_ constant: Int32) {
    guard case .path(let steps) = unit.constants[Int(constant)] else {
      preconditionFailure("the verifier has checked the kind of the constant")
    }
    literal(vm.addPath(steps, of: unit), count: steps.count { $0 == .index })
  }
}
