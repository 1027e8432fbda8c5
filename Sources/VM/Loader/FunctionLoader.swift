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
  var words: [Word] = []
  private var map: [(offset: Int, instruction: Int)] = []
  /// Offset of the code of each portable instruction.
  var offsets: [Int]
  private var fixups: [(word: Int, target: Int)] = []
  /// The instruction that is being translated, for the map.
  var current = 0

  /// A loader for a function of a verified unit.
  init(_ function: LoadedFunction, unit: LoadedUnit, vm: VirtualMachine) {
    self.function = function
    self.unit = unit
    self.vm = vm
    analysis = Analysis(
      function.code, unit: unit, isFusionEnabled: vm.isFusionEnabled,
      isLengthInlined: !vm.replacedBuiltins.contains("len"))
    offsets = [Int](repeating: 0, count: function.code.instructions.count + 1)
  }

  var code: [Instruction] { function.code.instructions }

  /// Translates and installs the code.
  mutating func load() {
    words.reserveCapacity(code.count * 2)
    var index = 0
    while index < code.count {
      offsets[index] = words.count * 16
      current = index
      if analysis.isLoopHead[index] { emit(loopHead) }
      let next = translate(index)
      if let slot = analysis.deadAfter[index] { emit(clearL, a: slot * 16) }
      index = next
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

  mutating func literal<First>(_ first: UnsafeMutablePointer<First>, count: Int) {
    literal(Value(tag: UInt64(UInt(bitPattern: first)), bits: UInt64(count)))
  }

  mutating func literal(number: Int, _ second: Raw? = nil) {
    literal(Value(tag: UInt64(bitPattern: Int64(number)), bits: UInt64(UInt(bitPattern: second))))
  }

  mutating func literal(number: Int, _ second: Int) {
    literal(
      Value(tag: UInt64(bitPattern: Int64(number)), bits: UInt64(bitPattern: Int64(second))))
  }

  func name(_ constant: Int32) -> StringPointer { unit.name(Int(constant)) }

  func namePointer(_ constant: Int32) -> Raw { Raw(name(constant)) }

  // MARK: Translation

  /// Translates the instruction at `index` and those that are fused with it; returns the index behind them.
  mutating func translate(_ index: Int) -> Int {
    if analysis.isElided[index] { return index + 1 }
    if analysis.extendsPart[index] { return translatePartUpdate(index) }
    return translateOrdinary(index)
  }

  /// An addition or a call of `push` and the assignment of its result to a part of a local, with the instruction in front that
  /// does both in place when it can.
  mutating func translatePartUpdate(_ index: Int) -> Int {
    let assignment = code[index + 1]
    let isPush = code[index].opcode == .callMethod
    var operand = pushItem
    if case .local(let slot) = analysis.right[index], !isPush { operand = slot * 16 }
    let front = emit(isPush ? pushPart : extendPart, a: Int(assignment.a) * 16, b: operand)
    if assignment.opcode == .updatePath {
      pathLiteral(assignment.b)
    } else {
      literal(vm.addPath([.property(unit.text(Int(assignment.b)))], of: unit), count: 0)
    }
    _ = translateOrdinary(index)
    current = index + 1
    offsets[index + 1] = words.count * 16
    _ = translateOrdinary(index + 1)
    words[front].c = Int32((words.count - front) * 16)
    return index + 2
  }

  mutating func translateOrdinary(_ index: Int) -> Int {
    let instruction = code[index]
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    switch instruction.opcode {
    case .constant, .pushNil, .pushTrue, .pushFalse: translatePush(index)
    case .loadLocal: if analysis.isLastLoad(index) { emit(loadLastL, a: a * 16) } else { emit(loadL, a: a * 16) }
    case .storeLocal: translateStoreLocal(index, a)
    case .clearLocal: emit(clearL, a: a * 16)
    case .loadGlobal:
      emit(loadGlobal)
      literal(unit.globals[a], Raw(unit.globalName(a)))
    case .loadCallee:
      emit(loadCallee)
      literal(unit.globals[a], Raw(unit.globalName(a)))
    case .storeGlobal:
      emit(storeGlobal)
      literal(unit.globals[a], Raw(unit.globalName(a)))
    case .exchangeGlobal:
      emit(exchangeGlobal, a: a * 16)
      literal(unit.globals[b], Raw(unit.globalName(b)))
    case .loadName: translateLoadName(instruction.a)
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
      translateComparison(index)
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
      let isWhole = count == shape.pointee.fieldCount && (0..<count).allSatisfy { targets[$0] == $0 }
      emit(isWhole ? makeWholeStruct : makeStruct, a: count)
      literal(shape, Raw(targets))
    case .structFromDict:
      emit(structFromDict)
      literal(unit.shapes[a])
    case .makeEnum:
      emit(makeEnum, c: b)
      literal(unit.enumCase(a))
    case .makeEnumSpread:
      emit(makeEnumSpread)
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
    case .setPath, .getPath, .updatePath: translatePath(instruction)

    case .call, .tailCall, .callSpread, .tailCallSpread, .callGlobal, .tailCallGlobal, .callBuiltin,
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
      let check = vm.addParameterCheck(unit.constants[b], of: unit)
      emit(checkParameter, a: a * 16, b: check.tags.mask)
      literal(number: check.number)
    }
    return index + 1
  }
}
