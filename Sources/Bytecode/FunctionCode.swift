import Diagnostics

/// The portable code of one function-like body.
///
/// Locals are numbered from 0: parameters, then captures, then the closure itself when `selfSlot` says so, then the
/// variables of the body. They are nil on entry, except parameters and captures.
package struct FunctionCode: Sendable {
  /// Name in traces (02 §5.1): `fib`, `Money.plus`, `<closure>`, `pipeline`.
  package var name: String
  /// The name of a `fn` declaration, by which steps and personas are registered (06 §3.1); nil for everything else.
  package var declaredName: String?
  /// How a call runs.
  package var kind: Kind
  /// The parameters, in order.
  package var parameters: [ParameterCode]
  /// For each capture, the local of the enclosing function that is copied when the closure is made.
  package var captures: [Int]
  /// The local that receives the closure itself on entry, when the body refers to it.
  package var selfSlot: Int?
  /// Number of locals, all kinds together; at most 4095.
  package var localCount: Int
  /// Deepest operand stack above the locals.
  package var maximumDepth: Int
  /// The instructions.
  package var instructions: [Instruction]
  /// The source text of each instruction; as many as `instructions`.
  package var ranges: [SourceRange]
  /// Protected regions, innermost first.
  package var handlers: [ExceptionHandler]
  /// Where the named variables live, for messages, late-bound functions and tools.
  package var variables: [VariableRange]
  /// Hidden from traces: a function of the prelude.
  package var isHidden: Bool

  /// An empty function.
  package init(name: String, kind: Kind = .plain) {
    self.name = name
    self.kind = kind
    declaredName = nil
    parameters = []
    captures = []
    selfSlot = nil
    localCount = 0
    maximumDepth = 0
    instructions = []
    ranges = []
    handlers = []
    variables = []
    isHidden = false
  }

  /// How a call of the function runs.
  package enum Kind: Sendable {
    /// Runs at once.
    case plain
    /// Makes a generator (02 §13).
    case generator
    /// Makes a stream (02 §13).
    case stream
  }
}

/// What a call needs to know about a parameter.
package struct ParameterCode: Hashable, Sendable {
  /// Its name, for display.
  package var name: String
  /// The entry code of the function supplies a value when no argument is given.
  package var hasDefault: Bool
  /// Takes the list of the remaining arguments.
  package var isRest: Bool

  /// A parameter as compiled.
  package init(name: String, hasDefault: Bool = false, isRest: Bool = false) {
    self.name = name
    self.hasDefault = hasDefault
    self.isRest = isRest
  }
}

/// A protected region: an error raised by an instruction in `from ..< to` continues at `target`, with the operand stack
/// cut down to `depth` values and the exception pushed.
package struct ExceptionHandler: Equatable, Sendable {
  /// First protected instruction.
  package var from: Int
  /// First instruction behind the region.
  package var to: Int
  /// Where the handler starts.
  package var target: Int
  /// Operand-stack depth kept below the exception.
  package var depth: Int

  /// A region as emitted.
  package init(from: Int, to: Int, target: Int, depth: Int) {
    self.from = from
    self.to = to
    self.target = target
    self.depth = depth
  }
}

/// A named variable and the instructions during which its slot holds it.
package struct VariableRange: Equatable, Sendable {
  /// Its name.
  package var name: String
  /// Its local.
  package var slot: Int
  /// First instruction at which it is visible.
  package var from: Int
  /// First instruction at which it is not visible any more.
  package var to: Int

  /// A variable as compiled.
  package init(name: String, slot: Int, from: Int, to: Int) {
    self.name = name
    self.slot = slot
    self.from = from
    self.to = to
  }
}
