import Bytecode
import Syntax

/// What a name means inside a scope (02 §3).
struct Binding {
  /// Where the value is.
  var storage: Storage
  /// Whether assignments are allowed (02 §3.2).
  var isMutable: Bool
  /// Its entry in the table of variables; nil for a global.
  var variable: Int?

  /// The places of a value.
  enum Storage {
    /// A local, by its provisional slot.
    case local(Int)
    /// A global of the unit: a function or struct constructor, its own or imported.
    case global(Int)
    /// A variable of a module: a global of the unit that lives as long as the program (04 B6).
    case variable(Int)
  }
}

/// One lexical scope while it is open.
struct Scope {
  /// What has been declared so far.
  var bindings: [Spelling: Binding] = [:]
  /// The first slot that is free again when the scope ends.
  var firstSlot: Int
  /// How many `defer` blocks were registered: the innermost controls of the function.
  var deferCount = 0
  /// The statements of the block.
  var statements: [Statement] = []
  /// The names that `statements` bind and functions may use before (02 §5.7), once they have been asked for.
  private var functionNames: Set<Spelling>?

  /// A scope without bindings.
  init(firstSlot: Int) { self.firstSlot = firstSlot }

  /// Whether `name` is bound by a statement of the block, so that a function may use it before.
  mutating func declares(_ name: Spelling) -> Bool {
    let names = functionNames ?? statements.functionNames
    functionNames = names
    return names.contains(name)
  }
}

/// What a name means at the point of use.
enum Reference {
  /// A variable of the function, captures included.
  case local(slot: Int, isMutable: Bool)
  /// A global of the unit: a function or struct constructor.
  case global(Int)
  /// A variable of a module, in a global of the unit.
  case variable(global: Int, isMutable: Bool)
  /// A function that is declared further down in an enclosing block, in the forward cell at this slot (02 §5.7).
  case late(cell: Int)
  /// A builtin, a global of the host, or nothing.
  case unknown
}

/// The numbering of locals while a function is emitted.
///
/// Captures are discovered late but lie in front of the variables of the body, so each kind has a range of its own
/// until the function is finished.
enum ProvisionalSlot {
  /// The slot of capture 0.
  static let firstCapture = 1 << 24
  /// The slot of the closure itself.
  static let itself = 1 << 25
  /// The slot of the first forward cell. Cells lie behind all other locals.
  static let firstCell = 1 << 26
}

/// Where the locals of a finished function lie: parameters, captures, the closure itself, variables, forward cells.
struct SlotLayout {
  let parameterCount: Int
  let captureCount: Int
  let usesSelf: Bool
  let firstCell: Int

  /// The final slot of a provisional one.
  func settled(_ slot: Int) -> Int {
    if slot >= ProvisionalSlot.firstCell { return firstCell + slot - ProvisionalSlot.firstCell }
    if slot == ProvisionalSlot.itself { return parameterCount + captureCount }
    if slot >= ProvisionalSlot.firstCapture { return parameterCount + slot - ProvisionalSlot.firstCapture }
    if slot < parameterCount { return slot }
    return slot + captureCount + (usesSelf ? 1 : 0)
  }

  /// Replaces the provisional slots in the code of the function.
  func settle(_ code: inout FunctionCode) {
    for index in code.instructions.indices {
      switch code.instructions[index].opcode.shape.a {
      case .local, .iterator, .parameter:
        code.instructions[index].a = Int32(settled(Int(code.instructions[index].a)))
      default: continue
      }
    }
    code.variables.removeAll { $0.from >= $0.to }
    for index in code.variables.indices { code.variables[index].slot = settled(code.variables[index].slot) }
  }
}
