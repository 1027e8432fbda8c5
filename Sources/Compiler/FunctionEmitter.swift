import Bytecode
import Diagnostics
import Syntax

/// Emits the code of one function-like body.
///
/// It keeps the operand depth, the open scopes and what exits have to leave. Instructions that cannot be reached are
/// not emitted. Its subjects are in the extensions: names, expressions, statements, and so on.
final class FunctionEmitter {
  /// What the functions of the file share.
  let unit: UnitBuilder
  /// The emitter of the function around this one.
  let parent: FunctionEmitter?
  /// The index of the function in the unit.
  let index: Int
  /// The code so far.
  var code: FunctionCode
  /// The open scopes, innermost last.
  var scopes: [Scope] = []
  /// What an exit has to leave, innermost last.
  var controls: [Control] = []
  /// The variables copied from the enclosing function, by name, in the order of their slots.
  var captures: [Spelling: Binding] = [:]
  /// The provisional slots of the enclosing function that are copied.
  var captureSources: [Int] = []
  /// The name by which the body refers to its own closure (02 §5.7).
  var selfName: Spelling?
  /// The name was used.
  var usesSelf = false
  /// How many forward cells nested functions share with the function (02 §5.7).
  var cellCount = 0
  /// Whether `try*` has a function to leave (02 §14.5).
  var allowsTryStar = true
  /// Functions declared here in the outermost scope are globals of the unit.
  var declaresGlobals = false
  /// The scopes open where that holds.
  var topLevelScopes = 1
  /// The locals outlive the function: it is an input of a session (07 §8.3).
  var keepsLocals = false
  /// Operands on the stack.
  var depth = 0
  /// Whether control can come here.
  var isReachable = true
  /// The first free slot.
  var nextSlot: Int

  private var labels = LabelTable()
  private var lastMark = -1
  private var slotLimit: Int
  private var children: [Int] = []
  private var errorReturns: [Int: Label] = [:]

  /// An emitter for a function with `parameters`, nested in the function of `parent`.
  init(
    unit: UnitBuilder, parent: FunctionEmitter?, name: String, kind: FunctionCode.Kind,
    parameters: [ParameterCode]
  ) {
    self.unit = unit
    self.parent = parent
    index = unit.reserveFunction()
    code = FunctionCode(name: name, kind: kind)
    code.parameters = parameters
    code.isHidden = unit.options.isHidden
    nextSlot = parameters.count
    slotLimit = parameters.count
  }

  /// The index of the next instruction.
  var position: Int { code.instructions.count }

  /// The index of the next instruction, which a table is about to hold: it stays the index of what follows.
  func mark() -> Int {
    lastMark = position
    return position
  }
}

// MARK: - Instructions

extension FunctionEmitter {
  /// Appends an instruction without jump target.
  func emit(_ opcode: Opcode, _ a: Int = 0, _ b: Int = 0, at range: SourceRange) {
    append(Instruction(opcode, a, b), at: range)
  }

  /// Appends a push of a constant.
  func emitConstant(_ constant: Constant, at range: SourceRange) {
    emit(.constant, unit.constant(constant), at: range)
  }

  /// Appends an instruction that jumps to `label`; `first` is its other operand.
  func emitJump(_ opcode: Opcode, _ first: Int = 0, to label: Label, at range: SourceRange) {
    guard isReachable else { return }
    let shape = opcode.shape
    let before = depth
    append(Instruction(opcode, shape.a == .target ? 0 : first), at: range)
    switch shape.flow {
    case .jump: labels.use(label, at: position - 1, depth: before)
    case .branch(let pushes):
      let pops = popCount(of: code.instructions[position - 1], shape)
      labels.use(label, at: position - 1, depth: before - pops + pushes)
    case .next, .end: preconditionFailure("\(opcode) does not jump")
    }
  }

  /// Appends a return that an Err value takes at the end of the function, when nothing has to be cleaned up.
  func emitErrorReturn(at range: SourceRange) {
    guard isReachable else { return }
    let label = errorReturns[depth] ?? makeLabel()
    errorReturns[depth] = label
    emitJump(.jumpIfError, to: label, at: range)
  }

  private func append(_ instruction: Instruction, at range: SourceRange) {
    guard isReachable else { return }
    var instruction = instruction
    if keepsLocals, instruction.opcode == .returnValue { instruction.opcode = .endInput }
    let shape = instruction.opcode.shape
    let pops = popCount(of: instruction, shape)
    precondition(depth >= pops, "\(instruction.opcode) takes more than the stack holds")
    depth += (shape.pushes.resolved(for: instruction, constants: unit.constantPool) ?? 0) - pops
    code.append(instruction, at: range, depth: depth)
    switch shape.flow {
    case .jump, .end: isReachable = false
    case .next, .branch: break
    }
  }

  private func popCount(of instruction: Instruction, _ shape: OpcodeShape) -> Int {
    guard let count = shape.pops.resolved(for: instruction, constants: unit.constantPool) else {
      preconditionFailure("\(instruction.opcode) has an operand of the wrong kind")
    }
    return count
  }
}

extension FunctionCode {
  /// Adds an instruction that leaves `depth` operands.
  fileprivate mutating func append(_ instruction: Instruction, at range: SourceRange, depth: Int) {
    instructions.append(instruction)
    ranges.append(range)
    maximumDepth = max(maximumDepth, depth)
  }
}

// MARK: - Labels

extension FunctionEmitter {
  /// A label without position.
  func makeLabel() -> Label { labels.make() }

  /// Puts `label` here. Control arrives by falling through or by the jumps so far.
  func bind(_ label: Label) {
    dropJumpToNext(label)
    guard let known = labels.bind(label, at: mark()) else { return }
    precondition(!isReachable || depth == known, "paths with different stack depths meet")
    depth = known
    code.maximumDepth = max(code.maximumDepth, depth)
    isReachable = true
  }

  /// Takes back a jump to what follows it, unless a table already counts with it.
  private func dropJumpToNext(_ label: Label) {
    guard !isReachable, lastMark < position, code.instructions.last?.opcode == .jump,
      labels.dropUse(of: label, at: position - 1)
    else { return }
    code.instructions.removeLast()
    code.ranges.removeLast()
  }

  /// A label here, for jumps backwards.
  func bindHere() -> Label {
    let label = makeLabel()
    bind(label)
    return label
  }
}

// MARK: - Slots

extension FunctionEmitter {
  /// Takes `count` adjacent slots until the current scope ends.
  func allocateSlots(_ count: Int = 1) -> Int {
    nextSlot += count
    slotLimit = max(slotLimit, nextSlot)
    return nextSlot - count
  }

  /// Notes that a function was made whose captures come from this one.
  func addChild(_ index: Int) { children.append(index) }
}

// MARK: - The end

extension FunctionEmitter {
  /// Completes the code and hands it to the unit.
  func finish(at range: SourceRange) throws(CompileError) {
    precondition(!isReachable, "the function does not return")
    for (depth, label) in errorReturns.sorted(by: { $0.key < $1.key }) {
      self.depth = depth
      bind(label)
      emit(.returnValue, at: range)
    }
    labels.patch(&code.instructions)
    let shift = captureSources.count + (usesSelf ? 1 : 0)
    code.localCount = slotLimit + shift + cellCount
    guard code.localCount <= Self.localLimit else {
      throw .tooManyLocals(at: firstUse(ofSlot: Self.localLimit - shift) ?? range)
    }
    addOuterVariables()
    let layout = SlotLayout(
      parameterCount: code.parameters.count, captureCount: captureSources.count, usesSelf: usesSelf,
      firstCell: code.localCount - cellCount)
    layout.settle(&code)
    for child in children { unit.setCaptures(of: child, unit.captures(of: child).map(layout.settled)) }
    code.captures = captureSources
    code.selfSlot = usesSelf ? layout.settled(ProvisionalSlot.itself) : nil
    unit.setFunction(index, code)
  }

  /// The most locals that a function may have.
  private static let localLimit = 4095

  /// The first place at which the body uses local `slot` or one behind it.
  private func firstUse(ofSlot slot: Int) -> SourceRange? {
    let use = code.instructions.firstIndex { instruction in
      switch instruction.opcode.shape.a {
      case .local, .iterator: (slot..<ProvisionalSlot.firstCapture).contains(Int(instruction.a))
      default: false
      }
    }
    return use.map { code.ranges[$0] }
  }

  private func addOuterVariables() {
    var captured: [VariableRange] = []
    for (name, binding) in captures {
      guard case .local(let slot) = binding.storage, !name.isForwardCell else { continue }
      captured.append(VariableRange(name: name.text, slot: slot, from: 0, to: position))
    }
    code.variables += captured.sorted { $0.slot < $1.slot }
    if usesSelf, let selfName {
      code.variables.append(
        VariableRange(name: selfName.text, slot: ProvisionalSlot.itself, from: 0, to: position))
    }
  }
}
