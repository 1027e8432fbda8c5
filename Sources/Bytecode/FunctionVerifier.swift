/// Checks one function: operands first, then stack depths along every path.
struct FunctionVerifier {
  private let function: FunctionCode
  private let unit: CodeUnit
  /// The depth before each instruction, once a path has reached it.
  private var depths: [Int?]
  /// The index of the handler that the errors of each instruction go to; -1 for none.
  private var handlerAt: [Int32] = []
  private var pending: [Int] = []

  /// A verifier for a function of `unit`.
  init(_ function: FunctionCode, in unit: CodeUnit) {
    self.function = function
    self.unit = unit
    depths = Array(repeating: nil, count: function.instructions.count)
  }

  /// Checks the function.
  mutating func run() throws(VerificationError) {
    try checkFrame()
    for index in function.instructions.indices { try checkOperands(of: index) }
    try checkTables()
    try reach(0, depth: 0, from: 0)
    while let index = pending.popLast() { try follow(index) }
  }

  private func fail(_ message: String, at instruction: Int? = nil) -> VerificationError {
    VerificationError(function: function.name, instruction: instruction, message: message)
  }
}

// MARK: - Tables

extension FunctionVerifier {
  /// The largest number of locals of a function.
  private static let localLimit = 4095
  /// The deepest operand stack of a function.
  private static let depthLimit = 1 << 20

  private func checkFrame() throws(VerificationError) {
    guard !function.instructions.isEmpty else { throw fail("no code") }
    guard function.ranges.count == function.instructions.count else {
      throw fail("instructions and source ranges differ in number")
    }
    guard (0...Self.localLimit).contains(function.localCount),
      (0...Self.depthLimit).contains(function.maximumDepth)
    else {
      throw fail("a frame of impossible size")
    }
    let own = function.parameters.count + function.captures.count
    guard own <= function.localCount else {
      throw fail("parameters and captures exceed the locals")
    }
    if let slot = function.selfSlot {
      guard slot >= own, slot < function.localCount else { throw fail("no local for the closure") }
    }
    guard function.captures.allSatisfy({ $0 >= 0 }) else { throw fail("a negative capture") }
  }

  private mutating func checkTables() throws(VerificationError) {
    let count = function.instructions.count
    for handler in function.handlers {
      let isInside = handler.from >= 0 && handler.from < handler.to && handler.to <= count
      guard isInside, function.instructions.indices.contains(handler.target) else {
        throw fail("a protected region outside the code")
      }
      guard handler.depth >= 0, handler.depth < function.maximumDepth else {
        throw fail("a handler beyond the stack")
      }
    }
    handlerAt = function.innermostHandlers()
    for variable in function.variables {
      guard variable.from >= 0, variable.from <= variable.to, variable.to <= count,
        (0..<function.localCount).contains(variable.slot)
      else { throw fail("a variable outside the code or the frame") }
    }
  }
}

// MARK: - Operands

extension FunctionVerifier {
  private func checkOperands(of index: Int) throws(VerificationError) {
    let instruction = function.instructions[index]
    let shape = instruction.opcode.shape
    guard isValid(Int(instruction.a), as: shape.a) else {
      throw fail("\(instruction.opcode) cannot have \(instruction.a) as first operand", at: index)
    }
    guard isValid(Int(instruction.b), as: shape.b) else {
      throw fail("\(instruction.opcode) cannot have \(instruction.b) as second operand", at: index)
    }
  }

  private func isValid(_ operand: Int, as kind: OpcodeShape.Operand) -> Bool {
    switch kind {
    case .none: operand == 0
    case .value, .name, .enumCase, .structLiteral, .path, .names, .parameterType:
      unit.constants.indices.contains(operand) && isConstant(unit.constants[operand], kind)
    case .optionalName: operand == -1 || isValid(operand, as: .name)
    case .local: operand >= 0 && operand < function.localCount
    case .iterator: operand >= 0 && operand + 1 < function.localCount
    case .parameter: function.parameters.indices.contains(operand)
    case .global: unit.globals.indices.contains(operand)
    case .module: unit.modules.indices.contains(operand)
    case .function: unit.functions.indices.contains(operand)
    case .structure: unit.structures.indices.contains(operand)
    case .target: function.instructions.indices.contains(operand)
    case .count: operand >= 0
    case .flag: operand == 0 || operand == 1
    case .errorKind: RaisedError(rawValue: Int32(clamping: operand)) != nil
    }
  }

  private func isConstant(_ constant: Constant, _ kind: OpcodeShape.Operand) -> Bool {
    switch (constant, kind) {
    case (.int, .value), (.float, .value), (.string, .value), (.duration, .value): true
    case (.string, .name), (.enumCase, .enumCase), (.structLiteral, .structLiteral): true
    case (.path(let steps), .path): !steps.isEmpty
    case (.names, .names), (.parameterType, .parameterType): true
    default: false
    }
  }
}

// MARK: - Stack depths

extension FunctionVerifier {
  private mutating func reach(_ index: Int, depth: Int, from: Int) throws(VerificationError) {
    var (index, depth, from) = (index, depth, from)
    while true {
      guard index >= 0, index < depths.count else { throw fail("runs off the end", at: from) }
      guard depth <= function.maximumDepth else { throw fail("exceeds the stack", at: from) }
      if let known = depths[index] {
        guard known == depth else {
          throw fail("reached with \(known) and with \(depth) operands", at: index)
        }
        return
      }
      depths[index] = depth
      pending.append(index)
      guard handlerAt[index] >= 0 else { return }
      let handler = function.handlers[Int(handlerAt[index])]
      guard depth >= handler.depth else { throw fail("lies below its handler", at: index) }
      (index, depth, from) = (handler.target, handler.depth + 1, index)
    }
  }

  private mutating func follow(_ index: Int) throws(VerificationError) {
    let instruction = function.instructions[index]
    let shape = instruction.opcode.shape
    guard let depth = depths[index],
      let pops = shape.pops.resolved(for: instruction, constants: unit.constants),
      let pushes = shape.pushes.resolved(for: instruction, constants: unit.constants)
    else { throw fail("an operand of the wrong kind", at: index) }
    guard depth >= pops else { throw fail("takes more than the stack holds", at: index) }
    switch shape.flow {
    case .next: try reach(index + 1, depth: depth - pops + pushes, from: index)
    case .branch(let targetPushes):
      try reach(index + 1, depth: depth - pops + pushes, from: index)
      guard let target = instruction.target else { throw fail("a jump to nowhere", at: index) }
      try reach(target, depth: depth - pops + targetPushes, from: index)
    case .jump:
      guard let target = instruction.target else { throw fail("a jump to nowhere", at: index) }
      try reach(target, depth: depth - pops, from: index)
    case .end: return
    }
  }
}
