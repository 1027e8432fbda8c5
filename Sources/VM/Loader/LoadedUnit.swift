import Bytecode

/// A unit in a machine: its constants as values, its globals, its functions.
package final class LoadedUnit {
  /// Path as shown in messages.
  package let path: String
  /// The functions, as in the unit; filled in by `VirtualMachine.load`.
  var functions: [LoadedFunction] = []
  /// The constructors of structs that translating has added.
  var constructors: [LoadedFunction] = []
  /// Numbers of the assignment targets and parameter checks in its code.
  var paths: [Int] = []
  var parameterChecks: [Int] = []
  /// The pool as it was compiled.
  let constants: [Constant]
  /// Whether this is an imported module (04 B6).
  let isModule: Bool
  /// Whether this is an imported file: while functions of it run, its folder counts (04 B6).
  var isImportedFile: Bool { isModule && !path.hasPrefix("<") }
  /// Where each global is, at an address that does not change: in the unit itself, or in the module that declares it.
  private(set) var globals: [ValuePointer]
  /// The imported modules that the unit names, once they are linked.
  private(set) var modules: [LoadedUnit] = []
  /// Shapes of the structs.
  let shapes: [UnsafeMutablePointer<Shape>]
  /// For each global that is defined exactly once, by `makeClosure` of a function without captures: that function.
  private let knownFunctions: [Int?]

  /// The module in which each imported global is defined, and its index there.
  private var owners: [Int: (module: Int, global: Int)] = [:]
  private let ownGlobals: ValuePointer
  private let globalNames: [String]
  private let vm: Unmanaged<VirtualMachine>
  private var values: [Value?]
  private var buffers: [Raw] = []

  /// Takes over a verified unit.
  init(_ unit: CodeUnit, vm: VirtualMachine) {
    path = unit.path
    constants = unit.constants
    globalNames = unit.globals
    self.vm = Unmanaged.passUnretained(vm)
    values = [Value?](repeating: nil, count: unit.constants.count)
    isModule = unit.isModule
    let cells = ValuePointer.allocate(capacity: max(unit.globals.count, 1))
    cells.initialize(repeating: .absent, count: max(unit.globals.count, 1))
    ownGlobals = cells
    globals = unit.globals.indices.map { cells + $0 }
    let types = vm.types
    shapes = unit.structures.map { structure in
      types.shape(types.structType(structure.name), fields: structure.fields.map(types.intern))
    }
    knownFunctions = LoadedUnit.findKnownFunctions(unit)
  }

  /// Releases what the unit owns, its functions excepted.
  func free() {
    for value in values { if let value { release(value) } }
    for index in globalNames.indices { release(ownGlobals[index]) }
    ownGlobals.deallocate()
    for buffer in buffers { buffer.deallocate() }
    // Units refer to each other and to their functions.
    modules = []
    functions = []
    constructors = []
  }

  /// Whether nothing but its own globals holds closures and producers of its functions. Modules are always used.
  var isUnused: Bool {
    guard !isModule else { return false }
    let alive = (functions + constructors).reduce(0) { $0 + $1.record.pointee.holders }
    return alive == 0 || alive == globalNames.indices.count(where: isOnlyHolder)
  }

  /// Whether a global holds a closure of the unit that nobody else holds.
  private func isOnlyHolder(_ global: Int) -> Bool {
    let value = ownGlobals[global]
    guard value.isClosure, value.header.pointee.count == 1 else { return false }
    let function = value.closure.pointee.function
    return (functions + constructors).contains { $0.record == function }
  }

  /// Connects the globals that are those of other modules. `modules` finds a unit by its path.
  func link(_ unit: CodeUnit, _ modules: (String) -> LoadedUnit?) throws(VerificationError) {
    for path in unit.modules {
      guard let module = modules(path) else {
        throw VerificationError(function: path, instruction: nil, message: "no such module")
      }
      self.modules.append(module)
    }
    for imported in unit.importedGlobals {
      let module = self.modules[imported.module]
      guard let index = module.globalNames.firstIndex(of: globalNames[imported.global]) else { continue }
      globals[imported.global] = module.ownGlobals + index
      owners[imported.global] = (imported.module, index)
    }
  }

  /// The function of a global that is defined exactly once, by `makeClosure` of a function without captures.
  func knownFunction(_ global: Int) -> LoadedFunction? {
    if let owner = owners[global] { return modules[owner.module].knownFunction(owner.global) }
    return knownFunctions[global].map { functions[$0] }
  }

  /// The value of a global with a count of its own, nil while it is not defined.
  package func global(_ index: Int) -> Value? {
    globals[index].pointee.isAbsent ? nil : globals[index].pointee.retained()
  }

  /// A constant as a value, borrowed; made at its first use.
  func value(_ index: Int) -> Value {
    if let known = values[index] { return known }
    let value = makeValue(constants[index])
    values[index] = value
    return value
  }

  private func makeValue(_ constant: Constant) -> Value {
    let types = vm.takeUnretainedValue().types
    switch constant {
    case .int(let int): return Value(int: int)
    case .float(let bits): return Value(float: Double(bitPattern: bits))
    case .duration(let milliseconds): return Value(milliseconds: milliseconds)
    case .string(let text):
      let string = types.intern(text)
      // Keys of dicts are found by address when their hash is known.
      _ = hash(string)
      return Value(string).retained()
    case .names(let names): return Value(list: names.map { Value(types.intern($0)).retained() })
    case .enumCase, .structLiteral, .path, .parameterType: return .nilValue
    }
  }

  /// The text of a string constant.
  func text(_ index: Int) -> String {
    if case .string(let text) = constants[index] { return text }
    return ""
  }

  /// The string of a string constant.
  func name(_ index: Int) -> StringPointer { value(index).string }

  /// The record of an `enumCase` constant.
  func enumCase(_ index: Int) -> EnumCasePointer {
    guard case .enumCase(let enumName, let variant) = constants[index] else {
      preconditionFailure("the verifier has checked the kind of the constant")
    }
    return vm.takeUnretainedValue().types.enumCase(enumName, variant)
  }

  /// The name of a global.
  func globalName(_ index: Int) -> StringPointer {
    vm.takeUnretainedValue().types.intern(globalNames[index])
  }

  /// The instruction that makes closures of a function, and the function that it belongs to. Linear in the size of the unit.
  func maker(of function: LoadedFunction) -> (LoadedFunction, Int)? {
    guard let number = functions.firstIndex(where: { $0 === function }) else { return nil }
    let instruction = Instruction(.makeClosure, number)
    for outer in functions {
      if let place = outer.code.instructions.firstIndex(of: instruction) { return (outer, place) }
    }
    return nil
  }

  /// The names of the globals that are defined by now.
  var definedGlobals: [String] {
    globalNames.indices.filter { !globals[$0].pointee.isAbsent }.map { globalNames[$0] }
  }

  /// Numbers at an address that does not change.
  func buffer<Number: FixedWidthInteger>(_ numbers: [Number]) -> UnsafeMutablePointer<Number> {
    let buffer = UnsafeMutablePointer<Number>.allocate(capacity: max(numbers.count, 1))
    for (index, number) in numbers.enumerated() { (buffer + index).initialize(to: number) }
    buffers.append(Raw(buffer))
    return buffer
  }

  /// Where the values of a `structLiteral` constant go, and the shape.
  func structLiteral(_ index: Int) -> (
    shape: UnsafeMutablePointer<Shape>, targets: UnsafeMutablePointer<Int32>, count: Int
  ) {
    guard case .structLiteral(let structure, let fields) = constants[index] else {
      preconditionFailure("the verifier has checked the kind of the constant")
    }
    let shape = shapes[structure]
    let types = vm.takeUnretainedValue().types
    let targets = fields.map { field in
      Int32(truncatingIfNeeded: fieldSlot(shape, types.intern(field)))
    }
    return (shape, buffer(targets), fields.count)
  }

  private static func findKnownFunctions(_ unit: CodeUnit) -> [Int?] {
    var stores = [Int](repeating: 0, count: unit.globals.count)
    var known = [Int?](repeating: nil, count: unit.globals.count)
    for (number, function) in unit.functions.enumerated() {
      for (index, instruction) in function.instructions.enumerated()
      where instruction.opcode == .storeGlobal {
        let global = Int(instruction.a)
        stores[global] += 1
        guard number == 0, index > 0, function.instructions[index - 1].opcode == .makeClosure else {
          continue
        }
        let callee = Int(function.instructions[index - 1].a)
        if unit.functions[callee].captures.isEmpty, unit.functions[callee].selfSlot == nil {
          known[global] = callee
        }
      }
    }
    return known.enumerated().map { stores[$0.offset] == 1 ? $0.element : nil }
  }
}
