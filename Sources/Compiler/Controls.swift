import Bytecode
import Syntax

/// A position that jumps lead to.
struct Label {
  fileprivate let index: Int
}

/// Instructions whose errors go to one handler: the pieces of a body that are left when inlined cleanup is cut out.
struct Region {
  /// The pieces that are complete.
  private(set) var pieces: [Range<Int>] = []
  /// Operand depth that the handler keeps.
  let depth: Int
  private var start: Int?

  /// A region that begins at instruction `start`.
  init(at start: Int, depth: Int) {
    self.start = start
    self.depth = depth
  }

  /// Ends the current piece.
  mutating func close(at end: Int) {
    if let start, start < end { pieces.append(start..<end) }
    start = nil
  }

  /// Begins a further piece.
  mutating func reopen(at start: Int) { self.start = start }
}

/// Something that `return`, `break`, `continue` and `?` must leave.
struct Control {
  /// What it is.
  var kind: Kind
  /// The instructions it covers.
  var region: Region

  /// The kinds of control.
  enum Kind {
    /// A loop.
    case loop(Loop)
    /// The body of `try … catch`, bare `try` or `retry`.
    case handler
    /// A `finally` or `defer` block with the scopes in which it runs (02 §14.3, §14.7).
    case cleanup(Block, scopes: [Scope])
    /// A local whose value is dropped: what it stands for ends then (04 A6, A9.1).
    case holder(Int)
  }

  /// Where `break` and `continue` go.
  struct Loop {
    var breakLabel: Label
    var continueLabel: Label
    /// Operand depth outside the loop.
    var depth: Int
  }
}

/// The jumps of a function that is being emitted.
struct LabelTable {
  private struct State {
    var position: Int?
    var depth: Int?
    var uses: [Int] = []
  }

  private var states: [State] = []

  /// A label without position.
  mutating func make() -> Label {
    states.append(State())
    return Label(index: states.count - 1)
  }

  /// Notes that instruction `use` jumps to `label` with `depth` operands on the stack.
  mutating func use(_ label: Label, at use: Int, depth: Int) {
    states[label.index].uses.append(use)
    if let known = states[label.index].depth {
      precondition(known == depth, "jumps to one label with different stack depths")
    }
    states[label.index].depth = depth
  }

  /// Forgets the use of `label` by instruction `use`; false when that instruction jumps elsewhere.
  mutating func dropUse(of label: Label, at use: Int) -> Bool {
    guard states[label.index].uses.last == use else { return false }
    states[label.index].uses.removeLast()
    return true
  }

  /// Puts `label` before instruction `position`.
  ///
  /// - Returns: the depth at the jumps so far, or nil when nothing jumps there.
  mutating func bind(_ label: Label, at position: Int) -> Int? {
    states[label.index].position = position
    return states[label.index].depth
  }

  /// Fills in the targets.
  func patch(_ instructions: inout [Instruction]) {
    for state in states {
      for use in state.uses {
        guard let position = state.position else {
          preconditionFailure("a jump to a label without position")
        }
        if instructions[use].opcode.shape.a == .target {
          instructions[use].a = Int32(position)
        } else {
          instructions[use].b = Int32(position)
        }
      }
    }
  }
}
