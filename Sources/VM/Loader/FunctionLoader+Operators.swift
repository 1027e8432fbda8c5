import Bytecode

// Constants, stores to locals, and operators with their fused forms.

extension FunctionLoader {
  // MARK: Constants and stores

  func literalValue(_ producer: Int) -> Value {
    switch code[producer].opcode {
    case .pushNil: .nilValue
    case .pushTrue: Value(bool: true)
    case .pushFalse: Value(bool: false)
    default: unit.value(Int(code[producer].a))
    }
  }

  mutating func translatePush(_ index: Int) {
    switch code[index].opcode {
    case .pushNil: emit(loadNil)
    case .pushTrue: emit(loadTrue)
    case .pushFalse: emit(loadFalse)
    default:
      if let small = analysis.smallInt(index) {
        emit(loadI, b: small)
      } else {
        emit(loadK)
        literal(literalValue(index))
      }
    }
  }

  mutating func translateStoreLocal(_ index: Int, _ slot: Int) {
    switch analysis.right[index] {
    case .stack: emit(storeL, c: slot * 16)
    case .local(let source):
      if analysis.takesLocal[index] {
        emit(moveLastLL, a: source * 16, c: slot * 16)
      } else if source != slot {
        emit(moveLL, a: source * 16, c: slot * 16)
      }
    case .literal(let producer):
      emit(loadKD, c: slot * 16)
      literal(literalValue(producer))
    }
  }

  mutating func translateLoadName(_ constant: Int32) {
    let text = unit.text(Int(constant))
    if vm.globalValue(text) == nil, let function = vm.preludeFunctions[text] {
      emit(makeClosure)
      literal(function)
      return
    }
    emit(loadName)
    literal(name(constant))
  }

  // MARK: Operators

  /// Emits an addition, subtraction or multiplication; a store to a local behind it is part of it.
  mutating func translateArithmetic(_ index: Int) -> Int {
    let operation = code[index].opcode.operation
    let l = analysis.left[index]
    let r = analysis.right[index]
    let next = index + 1
    var target: Int?
    if vm.isFusionEnabled, next < code.count, !analysis.isLabel[next], !analysis.isElided[next],
      code[next].opcode == .storeLocal, analysis.right[next] == .stack
    {
      target = Int(code[next].a) * 16
    }
    if case .local(let slot) = l, case .literal(let producer) = r,
      let small = analysis.smallInt(producer), operation != .multiply
    {
      if target == slot * 16 {
        if operation == .add {
          emit(increment, b: small, c: slot * 16)
        } else {
          emit(decrement, b: small, c: slot * 16)
        }
        return index + 2
      }
      if target == nil {
        emitForm(operation, .li, a: slot * 16, b: small)
        return next
      }
    }
    switch (l, r, target) {
    case (.stack, .stack, let c?): emitForm(operation, .ssd, c: c)
    case (.stack, .local(let y), let c?): emitForm(operation, .sld, b: y * 16, c: c)
    case (.stack, .literal(let y), let c?): emitForm(operation, .skd, c: c, literal: y)
    case (.local(let x), .stack, let c?): emitForm(operation, .lsd, a: x * 16, c: c)
    case (.local(let x), .local(let y), let c?):
      emitForm(operation, .lld, a: x * 16, b: y * 16, c: c)
    case (.local(let x), .literal(let y), let c?):
      emitForm(operation, .lkd, a: x * 16, c: c, literal: y)
    default:
      let start = words.count
      emitToStack(operation, l, r)
      // Operand c is free in these forms: it says that the left local may be taken.
      if analysis.takesLocal[index] { words[start].c = 1 }
      return next
    }
    return index + 2
  }

  mutating func emitToStack(
    _ operation: BinaryOperation, _ l: OperandSource, _ r: OperandSource
  ) {
    switch (l, r) {
    case (.stack, .stack): emitForm(operation, .ss)
    case (.stack, .local(let y)): emitForm(operation, .sl, b: y * 16)
    case (.stack, .literal(let y)): emitForm(operation, .sk, literal: y)
    case (.local(let x), .stack): emitForm(operation, .ls, a: x * 16)
    case (.local(let x), .local(let y)): emitForm(operation, .ll, a: x * 16, b: y * 16)
    case (.local(let x), .literal(let y)): emitForm(operation, .lk, a: x * 16, literal: y)
    case (.literal(let x), .local(let y)): emitForm(operation, .kl, b: y * 16, literal: x)
    case (.literal(let x), _): emitForm(operation, .ks, literal: x)
    }
  }

  mutating func emitForm(
    _ operation: BinaryOperation, _ form: ArithmeticForm, a: Int = 0, b: Int = 0, c: Int = 0,
    literal producer: Int? = nil
  ) {
    guard let handler = arithmeticHandler(operation, form) else {
      preconditionFailure("every form that is chosen has a handler")
    }
    emit(handler, a: a, b: b, c: c)
    if let producer { literal(literalValue(producer)) }
  }

  /// Emits a comparison whose result is a value.
  mutating func translateComparison(_ index: Int) {
    func handler(_ form: ComparisonForm) -> Handler {
      guard let handler = comparisonHandler(code[index].opcode.operation, form) else {
        preconditionFailure("every comparison has all forms")
      }
      return handler
    }
    switch (analysis.left[index], analysis.right[index]) {
    case (.local(let x), .local(let y)): emit(handler(.ll), a: x * 16, b: y * 16)
    case (.local(let x), .stack): emit(handler(.ls), a: x * 16)
    case (.local(let x), .literal(let y)):
      emit(handler(.lk), a: x * 16)
      literal(literalValue(y))
    case (_, .local(let y)): emit(handler(.sl), b: y * 16)
    case (_, .literal(let y)):
      emit(handler(.sk))
      literal(literalValue(y))
    case (_, .stack): emit(handler(.ss))
    }
  }

  mutating func translateDivide(_ index: Int) {
    let isRemainder = code[index].opcode == .remainder
    switch (analysis.left[index], analysis.right[index]) {
    case (.local(let x), .local(let y)):
      if isRemainder { emit(remainderLL, a: x * 16, b: y * 16) } else { emit(divideLL, a: x * 16, b: y * 16) }
    case (.local(let x), .literal(let y)):
      let divisor = analysis.smallInt(y) ?? 0
      if isRemainder { emit(remainderLI, a: x * 16, b: divisor) } else { emit(divideLI, a: x * 16, b: divisor) }
    case (_, .literal(let y)):
      let divisor = analysis.smallInt(y) ?? 0
      if isRemainder { emit(remainderSI, b: divisor) } else { emit(divideSI, b: divisor) }
    default: if isRemainder { emit(remainderSS) } else { emit(divideSS) }
    }
  }
}

extension Opcode {
  /// The operation of an operator with two operands.
  var operation: BinaryOperation {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    case .power: .power
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .contains: .contains
    case .notContains: .notContains
    default: preconditionFailure("not an operator with two operands")
    }
  }

  /// Whether this is one of the six comparisons.
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}
