import Bytecode
import Diagnostics
import Syntax

// MARK: - Functions used before their declaration (02 §5.7)
//
// A function may use a name that its block binds further down. The two share a forward cell: a handle that the function
// captures and that the declaration fills, if its value is a function. The cell belongs to one execution of the block and is
// made when the first function that needs it is made.

extension FunctionEmitter {
  /// The slot of the forward cell of `name`, captured; nil when no enclosing block binds `name` further down.
  func forwardCell(of name: Spelling) -> Int? {
    var enclosing = parent
    while let emitter = enclosing {
      if emitter.reserveCell(of: name) {
        guard case .local(let slot)? = visibleBinding(.forwardCell(of: name))?.storage else { return nil }
        return slot
      }
      enclosing = emitter.parent
    }
    return nil
  }

  /// Whether an open block of the function binds `name` further down; its cell then has a slot.
  private func reserveCell(of name: Spelling) -> Bool {
    let cell = Spelling.forwardCell(of: name)
    for index in scopes.indices.reversed() {
      if scopes[index].bindings[cell] != nil { return true }
      guard scopes[index].declares(name), !isGlobal(name, inScope: index) else { continue }
      scopes[index].bindings[cell] = Binding(
        storage: .local(ProvisionalSlot.firstCell + cellCount), isMutable: false, variable: nil)
      cellCount += 1
      return true
    }
    return false
  }

  /// Whether the scope binds `name` to a global, which needs no cell.
  private func isGlobal(_ name: Spelling, inScope index: Int) -> Bool {
    parent == nil && index == topLevelScopes - 1
      && (unit.globalNames.contains(name) || unit.moduleVariables[name] != nil)
  }

  /// Makes the cell in `slot` unless it is there: a closure that captures it is about to be made.
  func makeCell(_ slot: Int) {
    let range = code.ranges.last ?? SourceRange(start: 0, end: 0)
    emit(.loadLocal, slot, at: range)
    emit(.callBuiltin, unit.name("__forward_cell"), 1, at: range)
    emit(.storeLocal, slot, at: range)
  }

  /// Pushes the function in the cell, nil while there is none.
  func emitCellValue(_ slot: Int, at range: SourceRange) {
    emit(.loadLocal, slot, at: range)
    emit(.callBuiltin, unit.name("__forward_value"), 1, at: range)
  }

  /// Puts the value that `name` was just bound to into the cell that functions above share, if there is one. Functions made from
  /// now on capture the value itself.
  func fillCell(of name: Name, from slot: Int) {
    let cell = Spelling.forwardCell(of: Spelling(name.text))
    guard case .local(let cellSlot)? = scopes[scopes.count - 1].bindings.removeValue(forKey: cell)?.storage else {
      return
    }
    emit(.loadLocal, cellSlot, at: name.range)
    emit(.loadLocal, slot, at: name.range)
    emit(.callBuiltin, unit.name("__forward_fill"), 2, at: name.range)
    emit(.pop, at: name.range)
    emit(.clearLocal, cellSlot, at: name.range)
  }
}

extension Spelling {
  private static let cellMark = "cell of "

  /// The name under which a scope keeps the forward cell of `name`.
  static func forwardCell(of name: Spelling) -> Spelling { Spelling(cellMark + name.text) }

  /// Whether this is the name of a forward cell.
  var isForwardCell: Bool { text.hasPrefix(Self.cellMark) }
}
