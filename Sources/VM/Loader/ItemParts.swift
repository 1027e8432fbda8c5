import Bytecode

/// What code behind an `iterateNext` does with the item: it takes it apart and has no further use for it.
struct ItemParts: Equatable {
  /// Whether the parts are `key` and `value`, as of the entries of a dict, instead of `first` and `second`.
  let areEntries: Bool
  /// The locals of the first and of the second part; nil when that part is not used.
  private(set) var first: Int?
  private(set) var second: Int?
  /// Index of the instruction behind.
  private(set) var end: Int

  /// Recognises what the compiler makes of `for (a, b) in …` and `for {key, value} in …`: the item goes to a local, properties
  /// of it to other locals, and then the local is cleared. Nil for other code.
  init?(behind index: Int, in code: [Instruction], name: (Int32) -> String) {
    var next = index + 1
    func has(_ opcode: Opcode) -> Bool { next < code.count && code[next].opcode == opcode }
    areEntries = has(.checkDict)
    if areEntries { next += 1 }
    guard has(.storeLocal) else { return nil }
    let item = code[next].a
    next += 1
    while has(.loadLocal), code[next].a == item {
      next += 1
      guard has(.getProperty) else { return nil }
      let property = name(code[next].a)
      next += 1
      guard has(.storeLocal) || has(.pop) else { return nil }
      let local = code[next].opcode == .pop ? nil : Int(code[next].a)
      next += 1
      switch (areEntries, property) {
      case (false, "first"), (true, "key"):
        if first != nil { return nil }
        first = local
      case (false, "second"), (true, "value"):
        if second != nil { return nil }
        second = local
      default: return nil
      }
    }
    guard has(.clearLocal), code[next].a == item else { return nil }
    end = next + 1
  }
}
