import Bytecode

// Calls and returns.

extension FunctionLoader {
  mutating func translateCall(_ index: Int) {
    let instruction = code[index]
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    switch instruction.opcode {
    case .call, .tailCall:
      if instruction.opcode == .call { emit(call, b: a * 16) } else { emit(tailCall, b: a * 16, c: keptFrame) }
      literal(calleeName(instruction.b))
    case .callSpread, .tailCallSpread:
      if instruction.opcode == .callSpread { emit(callSpread) } else { emit(tailCallSpread, c: keptFrame) }
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
      emit(tailCallGlobal, b: b * 16, c: keptFrame)
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
      if instruction.opcode == .pipe { emit(pipe, b: 16) } else { emit(tailPipe, b: 16, c: keptFrame) }
      literal(vm.types.intern(""))
    default: preconditionFailure("not a call")
    }
  }

  /// The operand of tail calls that says whether the frame stays for callees that are not of imported files.
  private var keptFrame: Int { unit.isImportedFile ? 1 : 0 }

  func calleeName(_ constant: Int32) -> StringPointer {
    constant < 0 ? vm.types.intern("") : name(constant)
  }

  mutating func translateCallBuiltin(_ index: Int, _ count: Int) {
    let constant = code[index].a
    let text = unit.text(Int(constant))
    if text == "len", count == 1, !vm.replacedBuiltins.contains(text) {
      if case .local(let x) = analysis.right[index] {
        emit(lengthL, a: x * 16)
      } else {
        emit(lengthS)
      }
    } else if vm.builtinNumbers[text] == nil, let function = vm.preludeFunctions[text] {
      emit(callDirect, b: count * 16)
      literal(function)
    } else {
      let isOwn = vm.isFusionEnabled && !vm.replacedBuiltins.contains(text)
      emit(isOwn ? taskHandler(text, count) ?? callBuiltin : callBuiltin, b: count * 16)
      builtinLiteral(constant)
    }
  }

  mutating func builtinLiteral(_ constant: Int32) {
    literal(
      number: vm.builtinNumbers[unit.text(Int(constant))] ?? -1, namePointer(constant))
  }

  mutating func translateMethod(_ handler: @escaping Handler, _ instruction: Instruction) {
    emit(handler, b: Int(instruction.b) * 16)
    literal(
      number: vm.methodNumber(unit.text(Int(instruction.a))), namePointer(instruction.a))
    literal(number: 0)
  }

  /// `x = x.push(v)` with the ordinary form behind it; see `pushL`.
  mutating func pushIntoLocal(_ index: Int) {
    guard case .local(let slot) = analysis.left[index] else { return }
    let push = emit(pushL, a: slot * 16)
    translateMethod(callMethod, code[index])
    emit(storeL, c: slot * 16)
    words[push].c = Int32((words.count - push) * 16)
  }

  mutating func translateReturnValue(_ index: Int) {
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
