import Bytecode
import Compiler
import Diagnostics
import Syntax
import Testing

@Suite struct VerifierTests {
  /// A function of two instructions.
  private func unit(_ instructions: [Instruction], depth: Int = 4, locals: Int = 2) -> CodeUnit {
    var function = FunctionCode(name: "pipeline")
    function.instructions = instructions
    function.ranges = instructions.map { _ in .none }
    function.localCount = locals
    function.maximumDepth = depth
    var unit = CodeUnit(path: "demo.harn")
    unit.functions = [function]
    unit.constants = [.int(1), .string("a"), .path([.index])]
    return unit
  }

  private func message(_ unit: CodeUnit) -> String? {
    do throws(VerificationError) {
      try verify(unit)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `code that keeps to its frame is accepted`() {
    #expect(message(unit([.init(.constant, 0), .init(.returnValue)])) == nil)
  }

  private static let faults: [Fault] = [
    Fault([Instruction(.pushNil)], "0: runs off the end"),
    Fault([Instruction(.returnValue)], "0: takes more than the stack holds"),
    Fault([Instruction(.constant, 9)], "0: constant cannot have 9 as first operand"),
    Fault([Instruction(.loadName, 0)], "0: loadName cannot have 0 as first operand"),
    Fault([Instruction(.loadLocal, 2)], "0: loadLocal cannot have 2 as first operand"),
    Fault([Instruction(.iterate, 1)], "0: iterate cannot have 1 as first operand"),
    Fault([Instruction(.jump, 7)], "0: jump cannot have 7 as first operand"),
    Fault(
      [Instruction(.pushNil), Instruction(.jump, 0)], "0: reached with 0 and with 1 operands"),
    Fault([Instruction(.makeList, Int.max)], "0: takes more than the stack holds"),
    Fault([Instruction(.raise, 99, 1)], "0: raise cannot have 99 as first operand"),
  ]

  @Test(arguments: faults)
  fileprivate func `a fault is named with its place`(fault: Fault) {
    #expect(message(unit(fault.code)) == "pipeline, instruction " + fault.message)
  }

  @Test func `the stack must be as deep as announced`() {
    let code = [Instruction](repeating: .init(.pushNil), count: 5) + [.init(.returnValue)]
    #expect(message(unit(code)) == "pipeline, instruction 4: exceeds the stack")
    #expect(message(unit(code, depth: 5)) == nil)
  }

  @Test func `a handler must fit the stack`() {
    var broken = unit([.init(.pushNil), .init(.returnValue), .init(.rethrow)])
    broken.functions[0].handlers = [.init(from: 0, to: 2, target: 2, depth: 0)]
    #expect(message(broken) == nil)
    broken.functions[0].handlers[0].depth = 1
    #expect(message(broken) == "pipeline, instruction 0: lies below its handler")
    broken.functions[0].handlers[0] = .init(from: 1, to: 9, target: 2, depth: 0)
    #expect(message(broken) == "pipeline: a protected region outside the code")
  }

  @Test func `an empty unit is rejected`() {
    #expect(message(CodeUnit(path: "demo.harn")) == "demo.harn: no function")
  }

  @Test(arguments: 0..<20)
  func `damaged code is accepted or rejected, never followed astray`(seed: Int) throws {
    let original = try compile(
      parse(SourceFile(path: "demo.harn", text: Self.sample)).program, path: "demo.harn")
    var random = SplitMix(state: UInt64(seed))
    for _ in 0..<300 {
      var unit = original
      for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&unit, &random) }
      _ = message(unit)
    }
  }

  private func damage(_ unit: inout CodeUnit, _ random: inout SplitMix) {
    let index = Int.random(in: unit.functions.indices, using: &random)
    var function = unit.functions[index]
    defer { unit.functions[index] = function }
    let values: [Int] = [-1, 0, 1, 2, 5, 40, 5000, Int(Int32.max), Int(Int32.min), .max, .min]
    let value = values.randomElement(using: &random) ?? 0
    let position = Int.random(in: function.instructions.indices, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0: function.instructions[position].a = Int32(clamping: value)
    case 1: function.instructions[position].b = Int32(clamping: value)
    case 2:
      let opcode = Opcode.allCases.randomElement(using: &random) ?? .pop
      function.instructions[position].opcode = opcode
    case 3: function.instructions.remove(at: position)
    case 4:
      function.instructions.remove(at: position)
      function.ranges.remove(at: position)
    case 5: function.localCount = value
    case 6: function.maximumDepth = value
    case 7: function.captures = [value]
    case 8: function.selfSlot = value
    default:
      function.handlers.append(
        ExceptionHandler(from: 0, to: position, target: value, depth: value))
    }
  }

  private static let sample = """
    struct Point { x, y }
    impl Point { fn sum(self, by = 1) { return self.x + self.y * by } }
    fn walk(n: int, ...rest) {
      var total = 0
      for {a = 1, ...more} in rest {
        try {
          if a > n { break }
          total += match a { 1 | 2 -> { 1 } Result.Ok(v) -> { v } _ -> { len([...more.keys()]) } }
        } catch (e: Kind) { log(e) } finally { log("${total} done") }
      }
      defer { log("left") }
      return walk(n - 1, {a: total})?
    }
    let add = { p -> Point {x: p, y: walk(p)}.sum() }
    var grid = [[0]]
    grid[0][0] += add(1) |> _ + 1
    retry 2 { log(grid) }
    """
}

/// A small seeded generator.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Code that must be rejected.
private struct Fault: Sendable {
  var code: [Instruction]
  var message: String

  init(_ code: [Instruction], _ message: String) {
    self.code = code
    self.message = message
  }
}
