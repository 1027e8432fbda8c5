import Bytecode

/// The address of a handler, as it stands in a word of threaded code.
func handlerAddress(_ handler: @escaping Handler) -> UInt {
  UInt(bitPattern: unsafeBitCast(handler, to: Raw.self))
}

/// Turns the portable code of one function into threaded code.
struct FunctionLoader {
  let function: LoadedFunction
  let unit: LoadedUnit
  let vm: VirtualMachine
  let analysis: Analysis
  private var words: [Word] = []
  private var map: [(offset: Int, instruction: Int)] = []
  /// Offset of the code of each portable instruction.
  private var offsets: [Int]
  private var fixups: [(word: Int, target: Int)] = []
  /// The instruction that is being translated, for the map.
  private var current = 0

  /// A loader for a function of a verified unit.
  init(_ function: LoadedFunction, unit: LoadedUnit, vm: VirtualMachine) {
    self.function = function
    self.unit = unit
    self.vm = vm
    analysis = Analysis(
      function.code, unit: unit, isFusionEnabled: vm.isFusionEnabled, isLengthInlined: vm.isLengthInlined)
    offsets = [Int](repeating: 0, count: function.code.instructions.count + 1)
  }

  private var code: [Instruction] { function.code.instructions }

  /// Translates and installs the code.
  mutating func load() {
    words.reserveCapacity(code.count * 2)
    var index = 0
    while index < code.count {
      offsets[index] = words.count * 16
      current = index
      if analysis.isLoopHead[index] { emit(loopHead) }
      index = translate(index)
    }
    offsets[code.count] = words.count * 16
    for fixup in fixups {
      words[fixup.word].c = Int32(offsets[fixup.target] - fixup.word * 16)
    }
    function.install(words, map: map, offsets: offsets)
  }

  // MARK: Emission

  @discardableResult
  mutating func emit(_ handler: @escaping Handler, a: Int = 0, b: Int = 0, c: Int = 0) -> Int {
    if map.last?.instruction != current { map.append((words.count * 16, current)) }
    words.append(
      Word(
        handler: handlerAddress(handler), a: UInt16(truncatingIfNeeded: a),
        b: UInt16(truncatingIfNeeded: b), c: Int32(truncatingIfNeeded: c)))
    return words.count - 1
  }

  mutating func emitJump(_ handler: @escaping Handler, a: Int = 0, b: Int = 0, to target: Int) {
    fixups.append((emit(handler, a: a, b: b), target))
  }

  mutating func literal(_ value: Value) { words.append(unsafeBitCast(value, to: Word.self)) }

  mutating func literal<First>(_ first: UnsafeMutablePointer<First>, _ second: Raw? = nil) {
    literal(Value(tag: UInt64(UInt(bitPattern: first)), bits: UInt64(UInt(bitPattern: second))))
  }

  mutating func literal(number: Int, _ second: Raw? = nil) {
    literal(Value(tag: UInt64(bitPattern: Int64(number)), bits: UInt64(UInt(bitPattern: second))))
  }

  mutating func literal(number: Int, _ second: Int) {
    literal(
      Value(tag: UInt64(bitPattern: Int64(number)), bits: UInt64(bitPattern: Int64(second))))
  }

  private func name(_ constant: Int32) -> StringPointer { unit.name(Int(constant)) }

  private func namePointer(_ constant: Int32) -> Raw { Raw(name(constant)) }

  // MARK: Translation

  /// Translates the instruction at `index` and those that are fused with it; returns the index behind them.
  private mutating func translate(_ index: Int) -> Int {
    if analysis.isElided[index] { return index + 1 }
    if analysis.extendsPart[index] { return translatePartUpdate(index) }
    return translateOrdinary(index)
  }

  /// An addition or a call of `push` and the assignment of its result to a part of a local, with the instruction in front that
  /// does both in place when it can.
  private mutating func translatePartUpdate(_ index: Int) -> Int {
    let assignment = code[index + 1]
    let isPush = code[index].opcode == .callMethod
    var operand = pushItem
    if case .local(let slot) = analysis.right[index], !isPush { operand = slot * 16 }
    let front = emit(isPush ? pushPart : extendPart, a: Int(assignment.a) * 16, b: operand)
    if assignment.opcode == .updatePath {
      pathLiteral(assignment.b)
    } else {
      literal(number: vm.addPath([.property(unit.text(Int(assignment.b)))]), 0)
    }
    _ = translateOrdinary(index)
    current = index + 1
    offsets[index + 1] = words.count * 16
    _ = translateOrdinary(index + 1)
    words[front].c = Int32((words.count - front) * 16)
    return index + 2
  }

  private mutating func translateOrdinary(_ index: Int) -> Int {
    let instruction = code[index]
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    switch instruction.opcode {
    case .constant, .pushNil, .pushTrue, .pushFalse: translatePush(index)
    case .loadLocal: emit(loadL, a: a * 16)
    case .storeLocal: translateStoreLocal(index, a)
    case .clearLocal: emit(clearL, a: a * 16)
    case .loadGlobal:
      emit(loadGlobal)
      literal(unit.globals[a], Raw(unit.globalName(a)))
    case .storeGlobal:
      emit(storeGlobal)
      literal(unit.globals[a], Raw(unit.globalName(a)))
    case .exchangeGlobal:
      emit(exchangeGlobal, a: a * 16)
      literal(unit.globals[b], Raw(unit.globalName(b)))
    case .loadName: translateLoadName(instruction.a)
    case .loadLate:
      emit(loadLate)
      literal(name(instruction.a))
    case .pop: if analysis.right[index] == .stack { emit(pop) }
    case .duplicate: emit(duplicate)

    case .add, .subtract, .multiply: return translateArithmetic(index)
    case .divide, .remainder: translateDivide(index)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      if vm.isFusionEnabled, analysis.isFusedWithJump(index) {
        // The jump is translated together with its comparison; its own index still is a place in the map.
        offsets[index + 1] = words.count * 16
        let jump = code[index + 1]
        compareAndBranch(index, sense: jump.opcode == .jumpIfTrue, to: Int(jump.a))
        return index + 2
      }
      emit(binarySS, a: Int(instruction.opcode.operation.rawValue))
    case .power, .contains, .notContains:
      emit(binarySS, a: Int(instruction.opcode.operation.rawValue))
    case .negate: emit(negateS)
    case .not: emit(not)
    case .truth: emit(truth)

    case .jump:
      if let test = analysis.bottomTest[index] {
        repeatCondition(from: a, test: test, before: index + 1)
      } else {
        emitJump(jump, to: a)
      }
    case .jumpIfFalse: translateBranch(index, sense: false, to: a)
    case .jumpIfTrue: translateBranch(index, sense: true, to: a)
    case .jumpIfNotNil: emitJump(jumpIfNotNil, to: a)
    case .jumpIfGiven: emitJump(jumpIfGiven, a: a * 16, to: b)
    case .jumpIfError:
      emitJump(jumpIfError, to: a)
      literal(vm.types.ok, Raw(vm.types.err))

    case .makeList: emit(makeList, a: a)
    case .listAppend: emit(listAppend)
    case .listSpread: emit(listSpread)
    case .makeDict: emit(makeDict, a: a)
    case .dictPut: emit(dictPut)
    case .dictSpread: emit(dictSpread)
    case .makeRange: emit(makeRange, a: a)
    case .interpolate: emit(interpolate, a: a)
    case .makeStruct:
      let (shape, targets, count) = unit.structLiteral(a)
      emit(makeStruct, a: count)
      literal(shape, Raw(targets))
    case .structFromDict:
      emit(structFromDict)
      literal(unit.shapes[a])
    case .makeEnum:
      emit(makeEnum, c: b)
      literal(unit.enumCase(a))
    case .makeClosure:
      emit(makeClosure)
      literal(unit.functions[a].record)
    case .makeConstructor:
      emit(makeClosure)
      literal(vm.constructor(of: a, in: unit).record)
    case .defineMethod:
      emit(defineMethod)
      literal(vm.types.structType(unit.text(a)))
      words[words.count - 1] = unsafeBitCast(
        Value(
          tag: UInt64(UInt(bitPattern: vm.types.structType(unit.text(a)))),
          bits: UInt64(vm.methodNumber(unit.text(b)))), to: Word.self)

    case .getProperty: translateGetProperty(index, instruction.a)
    case .getPropertyOptional:
      emit(fieldOptionalS)
      literal(number: 0, namePointer(instruction.a))
    case .getIndex: translateGetIndex(index)
    case .getIndexOptional: emit(indexOptionalSS)
    case .getSlice: emit(slice)
    case .setIndex: translateSetIndex(index, a)
    case .setProperty:
      emit(setFieldL, a: a * 16)
      literal(number: 0, namePointer(instruction.b))
    case .setPath: translatePath(setPath, instruction)
    case .getPath: translatePath(getPath, instruction)
    case .updatePath: translatePath(updatePath, instruction)

    case .call, .tailCall, .callSpread, .callGlobal, .tailCallGlobal, .callBuiltin,
      .callBuiltinSpread, .callMethod, .callMethodOptional, .callMethodSpread,
      .callMethodSpreadOptional, .pipe, .tailPipe:
      translateCall(index)
    case .returnValue: translateReturnValue(index)
    case .endInput: emit(programEnd)

    case .throwValue: emit(throwValue)
    case .rethrow: emit(rethrow)
    case .caughtValue: emit(caughtValue)
    case .jumpUnlessThrown:
      emitJump(jumpUnlessThrown, to: b)
      literal(name(instruction.a))
    case .raise:
      emit(raise, a: a)
      literal(name(instruction.b))

    case .isEnumCase:
      emit(isEnumCase)
      literal(unit.enumCase(a))
    case .enumField: emit(enumField, c: a)
    case .isDict: emit(isDict)
    case .isList: emit(isList, c: a)
    case .checkList: emit(checkList)
    case .checkDict: emit(checkDict)
    case .listRest: emit(listRest, c: a)
    case .dictRest:
      emit(dictRest)
      literal(unit.value(a))

    case .iterate: emit(iterate, a: a * 16)
    case .iterateNext: return translateIterateNext(index, forNext, to: b)
    case .yieldValue: emit(yieldValue)
    case .evaluateModule:
      emit(callDirect)
      literal(unit.modules[a].functions[0].record)
    case .checkParameter:
      emit(checkParameter, a: a * 16, b: vm.addParameterCheck(unit.constants[b]).mask)
      literal(number: vm.parameterChecks.count - 1)
    }
    return index + 1
  }

  // MARK: Constants and stores

  private func literalValue(_ producer: Int) -> Value {
    switch code[producer].opcode {
    case .pushNil: .nilValue
    case .pushTrue: Value(bool: true)
    case .pushFalse: Value(bool: false)
    default: unit.value(Int(code[producer].a))
    }
  }

  private mutating func translatePush(_ index: Int) {
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

  private mutating func translateStoreLocal(_ index: Int, _ slot: Int) {
    switch analysis.right[index] {
    case .stack: emit(storeL, c: slot * 16)
    case .local(let source): if source != slot { emit(moveLL, a: source * 16, c: slot * 16) }
    case .literal(let producer):
      emit(loadKD, c: slot * 16)
      literal(literalValue(producer))
    }
  }

  private mutating func translateLoadName(_ constant: Int32) {
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
  private mutating func translateArithmetic(_ index: Int) -> Int {
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
        if operation == .add { emit(increment, b: small, c: slot * 16) } else { emit(decrement, b: small, c: slot * 16) }
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
      emitToStack(operation, l, r)
      return next
    }
    return index + 2
  }

  private mutating func emitToStack(
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

  private mutating func emitForm(
    _ operation: BinaryOperation, _ form: ArithmeticForm, a: Int = 0, b: Int = 0, c: Int = 0,
    literal producer: Int? = nil
  ) {
    guard let handler = arithmeticHandler(operation, form) else {
      preconditionFailure("every form that is chosen has a handler")
    }
    emit(handler, a: a, b: b, c: c)
    if let producer { literal(literalValue(producer)) }
  }

  private mutating func translateDivide(_ index: Int) {
    let isRemainder = code[index].opcode == .remainder
    switch (analysis.left[index], analysis.right[index]) {
    case (.local(let x), .local(let y)):
      if isRemainder { emit(remainderLL, a: x * 16, b: y * 16) } else { emit(divideLL, a: x * 16, b: y * 16) }
    case (.local(let x), .literal(let y)):
      let divisor = analysis.smallInt(y) ?? 0
      if isRemainder { emit(remainderLI, a: x * 16, b: divisor) } else { emit(divideLI, a: x * 16, b: divisor) }
    default: if isRemainder { emit(remainderSS) } else { emit(divideSS) }
    }
  }

  // MARK: Branches

  private mutating func compareAndBranch(_ index: Int, sense: Bool, to target: Int) {
    let operation = code[index].opcode.operation
    switch (analysis.left[index], analysis.right[index]) {
    case (.local(let x), .literal(let y)):
      if let small = analysis.smallInt(y) {
        emitBranch(operation, .li, sense, a: x * 16, b: small, to: target)
      } else {
        emitBranch(operation, .lk, sense, a: x * 16, to: target)
        literal(literalValue(y))
      }
    case (.local(let x), .local(let y)):
      emitBranch(operation, .ll, sense, a: x * 16, b: y * 16, to: target)
    case (.local(let x), .stack): emitBranch(operation, .ls, sense, a: x * 16, to: target)
    case (_, .local(let y)): emitBranch(operation, .sl, sense, b: y * 16, to: target)
    case (_, .literal(let y)):
      emitBranch(operation, .sk, sense, to: target)
      literal(literalValue(y))
    case (_, .stack): emitBranch(operation, .ss, sense, to: target)
    }
  }

  private mutating func emitBranch(
    _ operation: BinaryOperation, _ form: BranchForm, _ sense: Bool, a: Int = 0, b: Int = 0,
    to target: Int
  ) {
    guard let handler = branchHandler(operation, form, sense) else {
      preconditionFailure("every comparison has all forms")
    }
    emitJump(handler, a: a, b: b, to: target)
  }

  /// A branch on truth at `index`, with the sense given.
  private mutating func translateBranch(_ index: Int, sense: Bool, to target: Int) {
    switch analysis.right[index] {
    case .stack: if sense { emitJump(jumpIfTrue, to: target) } else { emitJump(jumpIfFalse, to: target) }
    case .local(let x):
      if sense { emitJump(jumpIfTrueL, a: x * 16, to: target) } else { emitJump(jumpIfFalseL, a: x * 16, to: target) }
    case .literal(let producer):
      if (code[producer].opcode == .pushTrue) == sense { emitJump(jump, to: target) }
    }
  }

  /// The condition of a loop again, at the bottom: jumps to the body when it holds.
  private mutating func repeatCondition(from top: Int, test: Int, before next: Int) {
    let body = analysis.bodyStart(behind: test)
    var index = top
    while index < test {
      current = index
      if analysis.isElided[index] {
        index += 1
      } else if code[index].opcode.isComparison, index + 1 == test {
        compareAndBranch(index, sense: code[test].opcode == .jumpIfFalse, to: body)
        return leaveLoop(Int(code[test].a), next)
      } else {
        index = translate(index)
      }
    }
    current = test
    switch code[test].opcode {
    case .jumpIfFalse, .jumpIfTrue:
      translateBranch(test, sense: code[test].opcode == .jumpIfFalse, to: body)
      leaveLoop(Int(code[test].a), next)
    default:
      emitForNext(test, forNextBack, isAtBottom: true, to: body)
      leaveLoop(Int(code[test].b), next)
    }
  }

  private mutating func leaveLoop(_ target: Int, _ next: Int) {
    if target != next { emitJump(jump, to: target) }
  }

  // MARK: Iteration

  private mutating func translateIterateNext(_ index: Int, _ handler: @escaping Handler, to target: Int)
    -> Int
  {
    emitForNext(index, handler, isAtBottom: false, to: target)
    guard vm.isFusionEnabled, analysis.isStoreOfItem(index + 1) else { return index + 1 }
    return index + 2
  }

  private mutating func emitForNext(
    _ index: Int, _ handler: @escaping Handler, isAtBottom: Bool, to target: Int
  ) {
    let isStored = vm.isFusionEnabled && analysis.isStoreOfItem(index + 1)
    let place = isStored ? Int(code[index + 1].a) * 16 : pushItem
    emitJump(
      handler, a: Int(code[index].a) * 16, b: isAtBottom ? place + 1 : place, to: target)
  }

  // MARK: Access

  private mutating func translateGetProperty(_ index: Int, _ constant: Int32) {
    if case .local(let x) = analysis.right[index] { emit(fieldL, a: x * 16) } else { emit(fieldS) }
    literal(number: 0, namePointer(constant))
  }

  private mutating func translateGetIndex(_ index: Int) {
    switch (analysis.left[index], analysis.right[index]) {
    case (.local(let x), .local(let y)): emit(indexLL, a: x * 16, b: y * 16)
    case (.local(let x), .literal(let y)):
      emit(indexLK, a: x * 16)
      literal(literalValue(y))
    case (.local(let x), .stack): emit(indexLS, a: x * 16)
    default: emit(indexSS)
    }
  }

  private mutating func translateSetIndex(_ index: Int, _ slot: Int) {
    switch analysis.right[index] {
    case .local(let y): emit(setIndexLL, a: slot * 16, b: y * 16)
    case .literal(let y):
      emit(setIndexLK, a: slot * 16)
      literal(literalValue(y))
    case .stack: emit(setIndexLS, a: slot * 16)
    }
  }

  private mutating func translatePath(_ handler: @escaping Handler, _ instruction: Instruction) {
    emit(handler, a: Int(instruction.a) * 16)
    pathLiteral(instruction.b)
  }

  private mutating func pathLiteral(_ constant: Int32) {
    guard case .path(let steps) = unit.constants[Int(constant)] else {
      preconditionFailure("the verifier has checked the kind of the constant")
    }
    literal(number: vm.addPath(steps), steps.count { $0 == .index })
  }

  // MARK: Calls

  private mutating func translateCall(_ index: Int) {
    let instruction = code[index]
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    switch instruction.opcode {
    case .call, .tailCall:
      if instruction.opcode == .call { emit(call, b: a * 16) } else { emit(tailCall, b: a * 16) }
      literal(calleeName(instruction.b))
    case .callSpread:
      emit(callSpread)
      literal(calleeName(instruction.b))
    case .callGlobal:
      if let known = unit.knownFunction(a) {
        emit(callFirst, b: b * 16)
        literal(known.record)
      } else {
        emit(callGlobal, b: b * 16)
      }
      literal(unit.globals[a], Raw(unit.globalName(a)))
    case .tailCallGlobal:
      emit(tailCallGlobal, b: b * 16)
      literal(unit.globals[a], Raw(unit.globalName(a)))
    case .callBuiltin: translateCallBuiltin(index, b)
    case .callBuiltinSpread:
      emit(callBuiltinSpread)
      builtinLiteral(instruction.a)
    case .callMethod:
      if analysis.isPushIntoLocal[index] { return pushIntoLocal(index) }
      translateMethod(callMethod, instruction)
    case .callMethodOptional: translateMethod(callMethodOptional, instruction)
    case .callMethodSpread: translateMethod(callMethodSpread, instruction)
    case .callMethodSpreadOptional: translateMethod(callMethodSpreadOptional, instruction)
    case .pipe, .tailPipe:
      if instruction.opcode == .pipe { emit(pipe, b: 16) } else { emit(tailPipe, b: 16) }
      literal(vm.types.intern(""))
    default: preconditionFailure("not a call")
    }
  }

  private func calleeName(_ constant: Int32) -> StringPointer {
    constant < 0 ? vm.types.intern("") : name(constant)
  }

  private mutating func translateCallBuiltin(_ index: Int, _ count: Int) {
    let constant = code[index].a
    let text = unit.text(Int(constant))
    if text == "len", count == 1, vm.isLengthInlined {
      if case .local(let x) = analysis.right[index] {
        emit(lengthL, a: x * 16)
      } else {
        emit(lengthS)
      }
    } else if vm.builtinNumbers[text] == nil, let function = vm.preludeFunctions[text] {
      emit(callDirect, b: count * 16)
      literal(function)
    } else {
      emit(callBuiltin, b: count * 16)
      builtinLiteral(constant)
    }
  }

  private mutating func builtinLiteral(_ constant: Int32) {
    literal(
      number: vm.builtinNumbers[unit.text(Int(constant))] ?? -1, namePointer(constant))
  }

  private mutating func translateMethod(_ handler: @escaping Handler, _ instruction: Instruction) {
    emit(handler, b: Int(instruction.b) * 16)
    literal(
      number: vm.methodNumber(unit.text(Int(instruction.a))), namePointer(instruction.a))
    literal(number: 0)
  }

  /// `x = x.push(v)` with the ordinary form behind it; see `pushL`.
  private mutating func pushIntoLocal(_ index: Int) {
    guard case .local(let slot) = analysis.left[index] else { return }
    let push = emit(pushL, a: slot * 16)
    translateMethod(callMethod, code[index])
    emit(storeL, c: slot * 16)
    words[push].c = Int32((words.count - push) * 16)
  }

  private mutating func translateReturnValue(_ index: Int) {
    if case .local(let x) = analysis.right[index] {
      emit(returnL, a: x * 16)
    } else if index > 0, code[index - 1].opcode == .pushNil, !analysis.isLabel[index],
      vm.isFusionEnabled
    {
      // The nil that was pushed is released with the frame at no cost.
      emit(returnNil)
    } else {
      emit(returnS)
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
