extension RandomProgram {
  /// A block with a value.
  mutating func value(_ depth: Int, binding names: [String] = []) -> String {
    scoped { program in
      program.constants += names
      let count = program.below(2)
      return "{\n\(program.statements(count, depth: depth - 1))\n\(program.expression(depth - 1))\n}"
    }
  }

  /// A call of something that the program declares.
  mutating func call(_ depth: Int) -> String {
    let argument = expression(depth - 1)
    guard !functions.isEmpty, below(3) > 0 else { return "apply(\(closure(depth)), \(argument))" }
    let name = pick(functions)
    return pick([
      "\(name)(\(argument))", "\(name)(\(argument), \(readable()))", "\(name)(...xs(\(argument)))",
      "\(name)(\(readable()), ...xs(\(argument)), 1)", "(\(argument) |> \(name))", "(\(argument) |> \(name)(_, 2))",
    ])
  }

  /// What a generator of the program hands out.
  private mutating func items(_ depth: Int) -> String {
    guard !generators.isEmpty else { return "iter(xs(\(readable()))).map(\(closure(depth))).to_list()" }
    let made = "\(pick(generators))(\(readable()))"
    return pick(["iter(\(made)).take(2).to_list()", "\(made).next()", "iter(\(made)).map(\(closure(depth))).first()"])
  }

  mutating func expression(_ depth: Int) -> String {
    guard depth > 0 else { return readable() }
    switch below(24) {
    case 0: return "(\(expression(depth - 1)) \(operation()) \(expression(depth - 1)))"
    case 1: return "(num(\(expression(depth - 1))) \(operation()) num(\(expression(depth - 1))))"
    case 2: return "(\(readable()) + \(expression(depth - 1)))"
    case 3: return "(xs(\(readable())) + xs(\(expression(depth - 1))))"
    case 4: return "(\(expression(depth - 1)) \(pick(["==", "<", ">=", "&&", "||", "??", "in"])) \(readable()))"
    case 5: return "[\(expression(depth - 1)), ...xs(\(expression(depth - 1)))]"
    case 6: return "{a: \(expression(depth - 1)), ...ds(\(readable()))}"
    case 7: return "\(name())?.\(pick(["a", "b", "variant", "fields", "first"]))"
    case 8: return "xs(\(readable()))[\(pick(["0", "-1", "1:", ":1"]))]"
    case 9: return "xs(\(expression(depth - 1))).push(\(expression(depth - 1)))"
    case 10: return "xs(\(readable())).\(pick(["map", "filter"]))(\(closure(depth)))"
    case 11: return "(if \(expression(depth - 1)) \(value(depth)) else \(value(depth)))"
    case 12: return "(\(readable()) ? (\(expression(depth - 1))) : (\(expression(depth - 1))))"
    case 13: return "(try \(value(depth)) catch (e) \(value(depth, binding: ["e"])))"
    case 14: return "(try \(value(depth)) catch (e) \(value(depth, binding: ["e"])) finally \(block(depth)))"
    case 15: return "(try \(value(depth)))"
    case 16: return "(match \(expression(depth - 1)) {\n\(arms { $0.value(depth, binding: $1) })\n})"
    case 17: return "\"<${\(readable())}>\""
    case 18: return "(\(expression(depth - 1)) |> \(closure(depth)))"
    case 19, 20: return call(depth)
    case 21: return items(depth)
    case 22:
      let body = scoped(in: Place(isInFunction: true)) { $0.value(depth) }
      return "cap(await(spawn \(body)))"
    default: return "mk(\(expression(depth - 1))).\(pick(["get()", "with(1)", "a", "b"]))"
    }
  }

  private mutating func operation() -> String { pick(["+", "-", "*", "/", "%"]) }

  /// A name that has a value here.
  private mutating func name() -> String {
    let all = variables + constants
    return all.isEmpty ? "[1]" : pick(all)
  }
}
