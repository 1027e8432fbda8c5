/// What the operands of an opcode mean, what it does to the operand stack, and where control goes next.
///
/// The emitter computes stack depths from shapes, the verifier checks code against them, and the disassembler prints
/// operands by them.
package struct OpcodeShape: Sendable {
  /// Meaning of operand `a`.
  package var a: Operand
  /// Meaning of operand `b`.
  package var b: Operand
  /// How many values are taken from the stack.
  package var pops: Count
  /// How many values are put back when control goes on behind the instruction.
  package var pushes: Count
  /// Where control goes.
  package var flow: Flow

  /// A shape; what is left out is absent.
  package init(
    _ a: Operand = .none, _ b: Operand = .none, pops: Count = 0, pushes: Count = 0,
    flow: Flow = .next
  ) {
    self.a = a
    self.b = b
    self.pops = pops
    self.pushes = pushes
    self.flow = flow
  }

  /// The meaning of an operand.
  package enum Operand: Sendable {
    /// Always 0.
    case none
    /// A constant that is a value: int, float, string or duration.
    case value
    /// A string constant.
    case name
    /// A string constant, or −1.
    case optionalName
    /// An `enumCase` constant.
    case enumCase
    /// A `structLiteral` constant.
    case structLiteral
    /// A `path` constant.
    case path
    /// A `names` constant.
    case names
    /// A `parameterType` constant.
    case parameterType
    /// A local.
    case local
    /// The first of two locals.
    case iterator
    /// A parameter.
    case parameter
    /// A global of the unit.
    case global
    /// A module that the unit imports.
    case module
    /// A function of the unit.
    case function
    /// A struct of the unit.
    case structure
    /// An instruction of the same function.
    case target
    /// A number of values, not negative.
    case count
    /// 0 or 1.
    case flag
    /// The raw value of a `RaisedError`.
    case errorKind
  }

  /// A number of values on the stack.
  package enum Count: Sendable, ExpressibleByIntegerLiteral {
    /// Always this many.
    case fixed(Int)
    /// Operand `a` times the first number, plus the second.
    case timesA(Int, plus: Int)
    /// Operand `b` plus this many.
    case countB(plus: Int)
    /// The field names of the `structLiteral` that is operand `a`.
    case fieldsOfA
    /// The index steps of the `path` that is operand `b`, plus this many.
    case indexStepsOfB(plus: Int)

    /// Always `value`.
    package init(integerLiteral value: Int) { self = .fixed(value) }
  }

  /// Where control goes behind an instruction.
  package enum Flow: Sendable {
    /// To the next instruction.
    case next
    /// To the next instruction or to the target. On the way to the target this many values are pushed.
    case branch(pushes: Int)
    /// To the target.
    case jump
    /// Nowhere: the function is left, or an error is raised.
    case end
  }
}

extension Opcode {
  /// The shape of the opcode.
  package var shape: OpcodeShape {
    switch self {
    case .constant: .init(.value, pushes: 1)
    case .pushNil, .pushTrue, .pushFalse: .init(pushes: 1)
    case .loadLocal: .init(.local, pushes: 1)
    case .storeLocal: .init(.local, pops: 1)
    case .clearLocal: .init(.local)
    case .loadGlobal, .loadCallee: .init(.global, pushes: 1)
    case .storeGlobal: .init(.global, pops: 1)
    case .exchangeGlobal: .init(.local, .global)
    case .loadName: .init(.name, pushes: 1)
    case .pop: .init(pops: 1)
    case .duplicate: .init(pops: 1, pushes: 2)

    case .add, .subtract, .multiply, .divide, .remainder, .power: .init(pops: 2, pushes: 1)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      .init(pops: 2, pushes: 1)
    case .contains, .notContains: .init(pops: 2, pushes: 1)
    case .negate, .not, .truth: .init(pops: 1, pushes: 1)

    case .jump: .init(.target, flow: .jump)
    case .jumpIfFalse, .jumpIfTrue: .init(.target, pops: 1, flow: .branch(pushes: 0))
    case .jumpIfNotNil: .init(.target, pops: 1, flow: .branch(pushes: 1))
    case .jumpIfGiven: .init(.parameter, .target, flow: .branch(pushes: 0))
    case .jumpIfError: .init(.target, pops: 1, pushes: 1, flow: .branch(pushes: 1))

    case .makeList: .init(.count, pops: .timesA(1, plus: 0), pushes: 1)
    case .listAppend, .listSpread: .init(pops: 2, pushes: 1)
    case .makeDict: .init(.count, pops: .timesA(2, plus: 0), pushes: 1)
    case .dictPut: .init(pops: 3, pushes: 1)
    case .dictSpread: .init(pops: 2, pushes: 1)
    case .makeRange: .init(.flag, pops: 2, pushes: 1)
    case .interpolate: .init(.count, pops: .timesA(1, plus: 0), pushes: 1)
    case .makeStruct: .init(.structLiteral, pops: .fieldsOfA, pushes: 1)
    case .structFromDict: .init(.structure, pops: 1, pushes: 1)
    case .makeEnum: .init(.enumCase, .count, pops: .countB(plus: 0), pushes: 1)
    case .makeEnumSpread: .init(.enumCase, pops: 1, pushes: 1)
    case .makeClosure: .init(.function, pushes: 1)
    case .makeConstructor: .init(.structure, pushes: 1)
    case .defineMethod: .init(.name, .name, pops: 1)

    case .getProperty, .getPropertyOptional: .init(.name, pops: 1, pushes: 1)
    case .getIndex, .getIndexOptional: .init(pops: 2, pushes: 1)
    case .getSlice: .init(pops: 3, pushes: 1)

    case .setIndex: .init(.local, pops: 2)
    case .setProperty: .init(.local, .name, pops: 1)
    case .setPath: .init(.local, .path, pops: .indexStepsOfB(plus: 1))
    case .getPath:
      .init(.local, .path, pops: .indexStepsOfB(plus: 0), pushes: .indexStepsOfB(plus: 1))
    case .updatePath: .init(.local, .path, pops: .indexStepsOfB(plus: 1))

    case .call: .init(.count, .optionalName, pops: .timesA(1, plus: 1), pushes: 1)
    case .tailCall: .init(.count, .optionalName, pops: .timesA(1, plus: 1), pushes: 1)
    case .callSpread, .tailCallSpread: .init(.none, .optionalName, pops: 2, pushes: 1)
    case .callGlobal, .tailCallGlobal: .init(.global, .count, pops: .countB(plus: 0), pushes: 1)
    case .callBuiltin: .init(.name, .count, pops: .countB(plus: 0), pushes: 1)
    case .callBuiltinSpread: .init(.name, pops: 1, pushes: 1)
    case .callMethod, .callMethodOptional: .init(.name, .count, pops: .countB(plus: 1), pushes: 1)
    case .callMethodSpread, .callMethodSpreadOptional: .init(.name, pops: 2, pushes: 1)
    case .pipe, .tailPipe: .init(pops: 2, pushes: 1)
    case .returnValue, .endInput: .init(pops: 1, flow: .end)

    case .throwValue, .rethrow: .init(pops: 1, flow: .end)
    case .caughtValue: .init(pops: 1, pushes: 1)
    case .jumpUnlessThrown: .init(.name, .target, pops: 1, pushes: 1, flow: .branch(pushes: 1))
    case .raise: .init(.errorKind, .name, flow: .end)

    case .isEnumCase: .init(.enumCase, pops: 1, pushes: 1)
    case .enumField: .init(.count, pops: 1, pushes: 1)
    case .isDict: .init(pops: 1, pushes: 1)
    case .isList: .init(.count, pops: 1, pushes: 1)
    case .checkList, .checkDict: .init(pops: 1, pushes: 1)
    case .listRest: .init(.count, pops: 1, pushes: 1)
    case .dictRest: .init(.names, pops: 1, pushes: 1)

    case .iterate: .init(.iterator, pops: 1)
    case .iterateNext: .init(.iterator, .target, pushes: 1, flow: .branch(pushes: 0))
    case .yieldValue: .init(pops: 1)

    case .evaluateModule: .init(.module, pushes: 1)

    case .checkParameter: .init(.parameter, .parameterType)
    }
  }
}

extension OpcodeShape.Count {
  /// The number for `instruction`, or nil when an operand is out of range.
  ///
  /// - Parameter constants: The constant pool of the unit.
  package func resolved(for instruction: Instruction, constants: [Constant]) -> Int? {
    switch self {
    case .fixed(let count):
      return count
    case .timesA(let factor, let extra):
      return instruction.a < 0 ? nil : factor * Int(instruction.a) + extra
    case .countB(let extra):
      return instruction.b < 0 ? nil : Int(instruction.b) + extra
    case .fieldsOfA:
      guard constants.indices.contains(Int(instruction.a)),
        case .structLiteral(_, let fields) = constants[Int(instruction.a)]
      else { return nil }
      return fields.count
    case .indexStepsOfB(let extra):
      guard constants.indices.contains(Int(instruction.b)),
        case .path(let steps) = constants[Int(instruction.b)]
      else { return nil }
      return steps.count { $0 == .index } + extra
    }
  }
}

extension Instruction {
  /// The jump target, for opcodes that have one.
  package var target: Int? {
    let shape = opcode.shape
    if shape.a == .target { return Int(a) }
    if shape.b == .target { return Int(b) }
    return nil
  }
}
