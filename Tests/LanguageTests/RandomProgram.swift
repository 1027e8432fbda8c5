/// A generator of programs that mix assignments to variables and their parts with every way of leaving a block.
///
/// The programs make no sense and most of their statements fail, but what they print must not depend on how the loader
/// joins instructions, and they must leave nothing on the heap.
struct RandomProgram {
  /// Variables that can be assigned, innermost last.
  private var variables: [String] = []
  private var names = 0
  private var isInLoop = false
  private var isInFunction = false
  private var state: UInt64

  /// A generator whose choices follow from `seed`.
  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  /// The text of a program.
  mutating func text() -> String {
    var lines = [Self.preamble]
    for name in ["one", "two"] { lines.append(function(name)) }
    lines.append("fn items(p) {\n\(function(body: ["p"], yields: true))\n}")
    for name in ["a", "b", "c"] {
      lines.append("var \(name) = id(\(literal()))")
      variables.append(name)
    }
    for _ in 0..<5 {
      lines.append("try {\n\(statements(2, depth: 3))\n} catch (e) { println(\"caught ${e}\") }")
      lines += ["a", "b", "c"].map { "println(\($0))\nif big(\($0)) { \($0) = 1 }" }
    }
    for call in ["one(a, 2)", "two([1], b)", "iter(items(c)).take(4).to_list()"] {
      lines.append("try { println(\(call)) } catch (e) { println(\"caught ${e}\") }")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let preamble = """
    struct P { a: any, b: any }
    impl P { fn get(self) { return self.a } }
    enum E { A, B(x: any) }
    fn id(v) { return v }
    fn apply(f, v) { return f(v) }
    fn xs(v) { return if type_of(v) == "list" { v } else { [v] } }
    fn ds(v) { return if type_of(v) == "dict" { v } else { {a: v, b: [v]} } }
    fn mk(v) { return P {a: v, b: [v]} }
    fn big(v) { return len("${v}") > 120 }
    fn cap(v) { return if big(v) { nil } else { v } }
    fn show(v) {
      println(v)
      return v
    }
    """

  // MARK: Choices

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  private mutating func newName() -> String {
    names += 1
    return "v\(names)"
  }

  // MARK: Functions

  private mutating func function(_ name: String) -> String {
    "fn \(name)(p, q = [p, 1], ...r) {\n\(function(body: ["p", "q"], yields: false))\n}"
  }

  private mutating func function(body parameters: [String], yields: Bool) -> String {
    let outer = (variables, isInLoop, isInFunction)
    (variables, isInLoop, isInFunction) = ([], false, !yields)
    defer { (variables, isInLoop, isInFunction) = outer }
    var lines = parameters.map { parameter in
      let name = newName()
      variables.append(name)
      return "var \(name) = \(parameter)"
    }
    lines.append(statements(3, depth: 3))
    lines.append(yields ? "yield \(expression(2))\n\(statements(1, depth: 2))\nyield 2" : "return \(expression(2))")
    return lines.joined(separator: "\n")
  }

  private mutating func closure(_ depth: Int) -> String {
    let outer = (variables, isInLoop, isInFunction)
    (isInLoop, isInFunction) = (false, true)
    defer { (variables, isInLoop, isInFunction) = outer }
    let parameter = newName()
    return "{ \(parameter) ->\nlet w\(parameter) = \(parameter)\n\(statements(1, depth: depth - 1))\n"
      + "\(expression(depth - 1))\n}"
  }

  // MARK: Statements

  private mutating func statements(_ count: Int, depth: Int) -> String {
    (0..<count).map { _ in statement(depth) }.joined(separator: "\n")
  }

  private mutating func block(_ depth: Int) -> String {
    let outer = variables
    defer { variables = outer }
    return "{\n\(statements(1 + below(2), depth: depth - 1))\n}"
  }

  private mutating func loopBody(_ depth: Int, binding name: String? = nil) -> String {
    let outer = (variables, isInLoop)
    defer { (variables, isInLoop) = outer }
    if let name { variables.append(name) }
    isInLoop = true
    return statements(2, depth: depth - 1)
  }

  private mutating func statement(_ depth: Int) -> String {
    guard let name = variables.isEmpty ? nil : pick(variables) else { return declaration(depth) }
    let guarded = "\nif big(\(name)) { \(name) = \(pick(["[]", "{}", "nil", "mk(1)"])) }"
    let choice = below(depth > 0 ? 22 : 10)
    switch choice {
    case 0: return declaration(depth)
    case 1: return "\(name) = \(expression(depth))\(guarded)"
    case 2: return "\(name) = \(name) \(pick(["+", "-", "*"])) \(expression(depth))\(guarded)"
    case 3: return "\(name) = \(name).push(\(expression(depth)))\(guarded)"
    case 4: return "\(target(name)) = \(expression(depth))\(guarded)"
    case 5: return "\(target(name)) \(pick(["+=", "-=", "*="])) \(expression(depth))\(guarded)"
    case 6:
      let part = target(name)
      let value = pick([".push(\(expression(depth)))", " + [\(expression(depth))]", " + \"s\"", " + \(expression(depth))"])
      return "let k\(names) = \(pick([name, "1"]))\n\(part) = \(part)\(value)\nshow(k\(names))\(guarded)"
    case 7: return "\(name) = \(pick(["xs", "ds", "mk", "id"]))(\(name))"
    case 8: return "\(name) = \(name) + \(name)\(guarded)"
    case 9: return "show(\(name))"
    case 10: return "if \(expression(depth)) \(block(depth)) else \(block(depth))"
    case 11, 12:
      let item = newName()
      let items = pick(["xs(\(expression(depth)))", "ds(\(name))", "1 to 3", name, "items(\(name))"])
      return "for \(item) in \(items) {\n\(loopBody(depth, binding: item))\n}"
    case 13:
      let counter = newName()
      return "var \(counter) = 0\nwhile \(counter) < \(1 + below(3)) {\n\(counter) = \(counter) + 1\n"
        + "\(loopBody(depth))\n}"
    case 14, 15: return "try \(block(depth)) catch (e) \(block(depth)) finally \(block(depth))"
    case 16: return "if \(expression(depth)) { throw \(expression(depth)) }"
    case 17: return isInFunction ? "if \(expression(depth)) { return \(expression(depth)) }" : "show(nil)"
    case 18: return isInLoop ? "if \(expression(depth)) { \(pick(["break", "continue"])) }" : "show(true)"
    case 19: return "retry 2 \(block(depth))"
    case 20:
      let wasInLoop = isInLoop
      defer { isInLoop = wasInLoop }
      isInLoop = false
      return "defer \(block(depth))"
    default: return "show(\(expression(depth)))"
    }
  }

  private mutating func declaration(_ depth: Int) -> String {
    let value = expression(depth)
    let name = newName()
    variables.append(name)
    return "var \(name) = cap(\(value))"
  }

  private mutating func target(_ name: String) -> String {
    (0..<(1 + below(2))).reduce(name) { path, _ in
      path + pick([".a", ".b", "[0]", "[1]", "[-1]", "[\"a\"]", "[\(pick(variables))]"])
    }
  }

  // MARK: Expressions

  private mutating func literal() -> String {
    pick([
      "0", "1", "2", "-1", "1.5", "nil", "true", "\"a\"", "\"é\"", "[]", "{}", "[1, 2, 3]", "[[1], [2, [3]]]",
      "{a: 1}", "{a: [1, 2], b: {a: [3]}}", "E.A", "E.B([1])",
    ])
  }

  private mutating func value(_ depth: Int) -> String {
    let outer = variables
    defer { variables = outer }
    return "{\n\(statements(below(2), depth: depth - 1))\n\(expression(depth - 1))\n}"
  }

  private mutating func expression(_ depth: Int) -> String {
    guard depth > 0, let name = variables.isEmpty ? nil : pick(variables) else {
      return variables.isEmpty || below(3) == 0 ? literal() : pick(variables)
    }
    switch below(20) {
    case 0, 1: return "(\(expression(depth - 1)) \(pick(["+", "-", "*", "/", "%"])) \(expression(depth - 1)))"
    case 2, 3: return "(\(name) + \(expression(depth - 1)))"
    case 4: return "(\(expression(depth - 1)) \(pick(["==", "<", ">=", "&&", "||", "??", "in"])) \(name))"
    case 5: return "[\(expression(depth - 1)), ...xs(\(expression(depth - 1)))]"
    case 6: return "{a: \(expression(depth - 1)), ...ds(\(name))}"
    case 7: return "\(name)?.\(pick(["a", "b"]))"
    case 8: return "xs(\(name))[\(pick(["0", "-1", "1:", ":1"]))]"
    case 9: return "xs(\(expression(depth - 1))).push(\(expression(depth - 1)))"
    case 10: return "xs(\(name)).map(\(closure(depth)))"
    case 11, 12: return "(if \(expression(depth - 1)) \(value(depth)) else \(value(depth)))"
    case 13, 14: return "(try \(value(depth)) catch (e) \(value(depth)))"
    case 15:
      return "(match \(expression(depth - 1)) {\n1 -> \(value(depth))\n[_, _] -> \(value(depth))\n_ -> \(value(depth))\n})"
    case 16: return "\"<${\(name)}>\""
    case 17: return "(\(expression(depth - 1)) |> \(closure(depth)))"
    case 18: return "apply(\(closure(depth)), \(expression(depth - 1)))"
    default: return "mk(\(expression(depth - 1))).get()"
    }
  }
}
