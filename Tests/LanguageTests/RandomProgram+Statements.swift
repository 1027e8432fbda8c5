extension RandomProgram {
  mutating func statements(_ count: Int, depth: Int) -> String {
    (0..<count).map { _ in statement(depth) }.joined(separator: "\n")
  }

  mutating func block(_ depth: Int, in place: Place? = nil, binding names: [String] = []) -> String {
    scoped(in: place) { program in
      program.constants += names
      let count = 1 + program.below(2)
      return "{\n\(program.statements(count, depth: depth - 1))\n}"
    }
  }

  private mutating func statement(_ depth: Int) -> String {
    guard depth > 0, below(5) > 1 else {
      let text = assignment(depth)
      return below(3) == 0 ? text : "try {\n\(text)\n} catch { show(\"failed\") }"
    }
    switch below(4) {
    case 0: return declaration(depth)
    case 1: return loop(depth)
    case 2: return exit(depth)
    default: return branch(depth)
    }
  }

  // MARK: Assignments

  private mutating func assignment(_ depth: Int) -> String {
    guard !variables.isEmpty else { return declaration(depth) }
    let name = pick(variables)
    // Before the statement, because it may fail half-way: every statement makes a value larger by some factor only.
    return "if big(\(name)) { \(name) = \(pick(["[]", "{}", "nil", "mk(1)"])) }\n" + change(of: name, depth)
  }

  private mutating func change(of name: String, _ depth: Int) -> String {
    switch below(10) {
    case 0: return "\(name) = \(operand(depth))"
    case 1:
      let number = "num(\(name)) \(pick(["+", "-", "*"])) num(\(operand(depth)))"
      let other = ["xs(\(name)) + [\(operand(depth))]", "\(name) + \(operand(depth))", "\"${\(name)}\" + \"s\""]
      return "\(name) = \(pick(other + [number]))"
    case 2: return "\(name) = \(name).push(\(operand(depth)))"
    case 3:
      let (start, part) = target(name)
      return "\(start)\(part) = \(operand(depth))"
    case 4:
      let (start, part) = target(name)
      let number = "\(pick(["+=", "-=", "*=", "/=", "%="])) \(operand(depth))"
      return "\(start)\(part) \(pick([number, "+= num(\(operand(depth)))"]))"
    case 5:
      let (start, part) = target(name)
      let value = pick([
        "\(part).push(\(operand(depth)))", "xs(\(part)).push(\(operand(depth)))", "\(part) + [\(operand(depth))]",
        "\"${\(part)}\" + \"s\"", "\(part) + \(operand(depth))",
      ])
      let kept = newName()
      return "\(start)let \(kept) = \(pick([name, "1"]))\n\(part) = \(value)\nshow(\(kept))"
    case 6: return "\(name) = \(pick(["xs", "ds", "mk", "id"]))(\(name))"
    case 7: return "\(name) = \(pick([name, "xs(\(name))"])) + \(pick([name, "xs(\(name))"]))"
    case 8: return "\(name) = mk(\(name)).with(\(operand(depth)), ...xs(\(operand(depth))))"
    default: return "show(\(name))"
    }
  }

  /// A value that makes what it goes into a little larger only.
  private mutating func operand(_ depth: Int) -> String { "cap(\(expression(depth)))" }

  /// A part of a variable, and what makes the variable something with such a part, or nothing.
  private mutating func target(_ name: String) -> (start: String, part: String) {
    let dict = "\(name) = {a: [1, {a: \(name)}], b: mk([\(name)])}\n"
    let list = "\(name) = [\(name), {a: 1, b: [2]}, 3]\n"
    let (start, path) = pick([
      (dict, ".a"), (dict, ".a[0]"), (dict, "[\"a\"][1].a"), (dict, ".b.a"), (dict, ".b.b[-1]"), (dict, ".c"),
      (list, "[0]"), (list, "[-1]"), (list, "[1].a"), (list, "[1].b[0]"), (list, "[1][\(readable())]"), ("", ""),
    ])
    guard path.isEmpty else { return (start, name + path) }
    let part = (0..<(1 + below(3))).reduce(name) { path, _ in
      path + pick([".a", ".b", "[0]", "[1]", "[-1]", "[\"a\"]", "[\(readable())]"])
    }
    return ("", part)
  }

  // MARK: Declarations

  private mutating func declaration(_ depth: Int) -> String {
    let name = newName()
    switch depth > 0 ? below(9) : below(3) {
    case 0, 1:
      let value = expression(depth)
      variables.append(name)
      return "var \(name) = cap(\(value))"
    case 2:
      let value = expression(depth)
      constants.append(name)
      return "let \(name) = cap(\(value))"
    case 3:
      let (value, other, rest) = (expression(depth), newName(), newName())
      let result = "var [\(name), \(other) = \(expression(1)), ...\(rest)] = xs(\(value))"
      variables += [name, other, rest]
      return result
    case 4:
      let (value, rest) = (expression(depth), newName())
      let result = "let {a: \(name) = \(expression(1)), ...\(rest)} = \(pick(["ds(\(value))", value]))"
      constants += [name, rest]
      return result
    case 5:
      let value = closure(depth)
      functions.append(name)
      return "let \(name) = \(value)"
    case 6:
      let value = producer("fn \(name)", "yield")
      generators.append(name)
      return value
    case 7:
      // The first function reaches the second one, which is declared after it.
      let later = newName()
      functions.append(later)
      let first = function(name, depth: 1)
      functions.append(name)
      return "\(first)\n\(function(later, depth: 1))"
    default:
      let value = block(depth, in: Place(isInFunction: true))
      constants.append(name)
      return "let \(name) = cap(try \(value))"
    }
  }

  // MARK: Loops

  private mutating func loop(_ depth: Int) -> String {
    let item = newName()
    switch below(7) {
    case 0:
      let items = pick(["1 to 3", readable(), "xs(\(expression(depth)))", "ds(\(readable()))"])
      return "for \(item) in \(items) \(loopBody(depth, assignable: [item]))"
    case 1:
      let items = "\(pick(generators + ["iter"]))(\(readable()))"
      return "for \(item) in \(items) \(loopBody(depth, assignable: [item]))"
    case 2:
      let other = newName()
      let items = "[\(expression(1)), xs(\(readable())), [1]]"
      return "for [\(item), \(other) = \(expression(1))] in \(items) \(loopBody(depth, assignable: [item, other]))"
    case 3:
      let other = newName()
      return "for {key: \(item), value: \(other)} in ds(\(readable())) \(loopBody(depth, assignable: [item, other]))"
    case 4:
      let other = newName()
      return
        "for (\(item), \(other)) in iter(xs(\(readable()))).enumerate() \(loopBody(depth, assignable: [item, other]))"
    case 5: return "retry \(1 + below(3)) \(block(depth))"
    default:
      return "var \(item) = 0\nwhile \(item) < \(1 + below(3)) {\n\(item) = \(item) + 1\n"
        + loopBody(depth, assignable: []).dropFirst()
    }
  }

  private mutating func loopBody(_ depth: Int, assignable names: [String]) -> String {
    scoped { program in
      program.variables += names
      program.place.isInLoop = true
      return "{\ntick()\n\(program.statements(2, depth: depth - 1))\n}"
    }
  }

  // MARK: Leaving

  private mutating func exit(_ depth: Int) -> String {
    switch below(9) {
    case 0: return "if \(expression(depth)) { throw cap(\(expression(depth))) }"
    case 1: return place.isInFunction ? "if \(expression(depth)) { return cap(\(expression(depth))) }" : "show(nil)"
    case 2: return place.isInLoop ? "if \(expression(depth)) { \(pick(["break", "continue"])) }" : "show(true)"
    case 3: return place.isInGenerator ? "yield cap(\(expression(depth)))" : "show(\(expression(depth)))"
    case 4: return place.isInFunction ? "show((try \(value(depth)))?)" : "show(try \(value(depth)))"
    case 5: return "require \(expression(depth)), cap(\(expression(depth)))"
    case 6: return place.isInFunction ? "return \(call(depth))" : "show(\(call(depth)))"
    case 7:
      let leave =
        place.isInLoop ? pick(["break", "continue"]) : place.isInFunction ? "return cap(\(readable()))" : "show(1)"
      return "guard \(expression(depth)) else {\n\(statements(1, depth: depth - 1))\n\(leave)\n}"
    default:
      var inner = place
      inner.isInLoop = false
      return "defer \(block(depth, in: inner))"
    }
  }

  // MARK: Branches

  private mutating func branch(_ depth: Int) -> String {
    switch below(6) {
    case 0: return "if \(expression(depth)) \(block(depth)) else \(block(depth))"
    case 1, 2:
      let name = newName()
      let type = pick(["", "", ": E", ": Result", ": P"])
      let cleanup = below(2) == 0 ? " finally \(block(depth))" : ""
      return "try \(block(depth)) catch (\(name)\(type)) \(block(depth, binding: [name]))\(cleanup)"
    case 3: return "try \(block(depth)) finally \(block(depth))"
    case 4: return "try {\nthrow cap(E.B(\(expression(depth))))\n} catch (e: E) \(block(depth, binding: ["e"]))"
    default: return "match \(expression(depth)) {\n\(arms { $0.block(depth, binding: $1) })\n}"
    }
  }

  /// The arms of a `match`; `body` makes one with the names that its pattern binds.
  mutating func arms(_ body: (inout RandomProgram, [String]) -> String) -> String {
    var arms: [String] = []
    for _ in 0..<(1 + below(4)) {
      let (first, second) = (newName(), newName())
      let (pattern, names) = pick([
        ("E.A", []), ("E.B(\(first))", [first]), ("E.B(1)", []), ("E.C(\(first), \(second))", [first, second]),
        ("{a: \(first), b: 1}", [first]), ("{a: \(first)}", [first]), ("[\(first), \(second)]", [first, second]),
        ("[1, \(first)]", [first]), ("1 | \"a\" | nil", []), ("Result.Ok(\(first))", [first]), (first, [first]),
        ("[]", []), ("true", []),
      ])
      let condition = scoped { program in
        program.constants += names
        return program.below(3) == 0 ? " if \(program.expression(1))" : ""
      }
      arms.append("\(pattern)\(condition) -> \(body(&self, names))")
    }
    if below(4) > 0 { arms.append("_ -> \(body(&self, []))") }
    return arms.joined(separator: "\n")
  }
}
