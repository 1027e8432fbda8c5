import TestSupport

/// A generator of programs that mix assignments to variables and their parts, closures, patterns, generators and tasks with
/// every way of leaving a block.
///
/// The programs make no sense and most of their statements fail, but what they print must not depend on how the loader
/// joins instructions, and they must leave nothing on the heap. Loops and calls use up a shared supply, so that every program
/// ends soon, and `cap` keeps values small.
struct RandomProgram {
  /// Variables that can be assigned, innermost last.
  var variables: [String] = []
  /// Names that can be read only.
  var constants: [String] = []
  /// Names of functions, and of functions that make generators.
  var functions: [String] = []
  var generators: [String] = []
  /// What may stand here.
  var place = Place()
  private var names = 0
  private var choices: Choices

  /// What surrounds a statement.
  struct Place {
    var isInLoop = false
    var isInFunction = false
    var isInGenerator = false
  }

  /// A generator whose choices follow from `seed`.
  init(seed: UInt64) { choices = Choices(seed: seed) }

  /// The text of a program.
  mutating func text() -> String {
    var lines = [Self.preamble]
    for name in ["one", "two"] { lines.append(function(name)) }
    lines.append(producer("fn items", "yield"))
    lines.append(producer("gen fn flow", "emit"))
    for name in ["a", "b", "c"] {
      lines.append("var \(name) = id(\(literal()))")
      variables.append(name)
    }
    functions = ["one", "two"]
    generators = ["items", "flow"]
    for _ in 0..<5 {
      lines.append("try \(block(3)) catch (e) { println(\"caught ${e}\") }")
      lines += ["a", "b", "c"].map { "println(\($0))\nif big(\($0)) { \($0) = 1 }" }
    }
    for call in ["one(a, 2)", "two([1], b)", "iter(items(c)).take(4).to_list()", "flow(a).next()"] {
      lines.append("try { println(\(call)) } catch (e) { println(\"caught ${e}\") }")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let preamble = """
    struct P { a: any, b: any }
    impl P {
      fn get(self) { return self.a }
      fn with(self, v, ...more) {
        var copy = self
        copy.a = v
        copy.b = more
        return copy
      }
    }
    enum E { A, B(x: any), C(x: any, y: any) }
    let supply = atomic(150)
    fn tick() { if atomic_add(supply, -1) <= 0 { throw "supply" } }
    fn id(v) { return v }
    fn apply(f, v) { return f(v) }
    fn xs(v) { return if type_of(v) == "list" { v } else { [v] } }
    fn ds(v) { return if type_of(v) == "dict" { v } else { {a: v, b: [v]} } }
    fn mk(v) { return P {a: v, b: [v]} }
    fn big(v) { return len("${v}") > 120 }
    fn num(v) { return if type_of(v) == "int" { v % 1000 } else { len("${v}") } }
    fn cap(v) { return if big(v) { nil } else { v } }
    fn show(v) {
      println(v)
      return v
    }
    """
}

// MARK: Choices

extension RandomProgram {
  mutating func below(_ bound: Int) -> Int { choices.below(bound) }

  mutating func pick<Element>(_ list: [Element]) -> Element { choices.pick(list) }

  mutating func newName() -> String {
    names += 1
    return "v\(names)"
  }

  /// A name that has a value here, or a literal.
  mutating func readable() -> String {
    let all = variables + constants
    return all.isEmpty || below(8) == 0 ? literal() : pick(all)
  }

  mutating func literal() -> String {
    pick([
      "0", "1", "2", "-1", "1.5", "nil", "true", "\"a\"", "\"é\"", "[]", "{}", "[1, 2, 3]", "[[1], [2, [3]]]",
      "{a: 1}", "{a: [1, 2], b: {a: [3]}}", "E.A", "E.B([1])", "E.C(1, {a: 2})", "Ok([1])", "Err(\"bad\")", "set(1, 2)",
      "pair(1, [2])", "(1 to 3)",
    ])
  }

  /// Runs `body` and forgets the names that it declared.
  mutating func scoped(in place: Place? = nil, _ body: (inout RandomProgram) -> String) -> String {
    let outer = (variables, constants, functions, generators, self.place)
    defer { (variables, constants, functions, generators, self.place) = outer }
    if let place { self.place = place }
    return body(&self)
  }
}

// MARK: Functions

extension RandomProgram {
  /// A function with a default and a rest parameter.
  mutating func function(_ name: String, depth: Int = 3) -> String {
    let body = scoped(in: Place(isInFunction: true)) { program in
      program.parameters(["p", "q"]) + program.statements(3, depth: depth)
        + "\nreturn cap(\(program.expression(2)))"
    }
    return "fn \(name)(p, q = [p, 1], ...r) {\ntick()\n\(body)\n}"
  }

  /// A function that makes a generator or stream. `word` hands out an item.
  mutating func producer(_ head: String, _ word: String) -> String {
    let type = word == "emit" ? " -> Stream<any>" : ""
    let body = scoped(in: Place(isInFunction: true, isInGenerator: word == "yield")) { program in
      program.parameters(["p"]) + program.statements(2, depth: 2)
        + "\n\(word) cap(\(program.expression(2)))\n\(program.statements(2, depth: 2))\n\(word) 2"
    }
    return "\(head)(p)\(type) {\ntick()\n\(body)\n}"
  }

  private mutating func parameters(_ names: [String]) -> String {
    names.map { parameter in
      let name = newName()
      variables.append(name)
      return "var \(name) = cap(\(parameter))\n"
    }.joined()
  }

  mutating func closure(_ depth: Int) -> String {
    let parameter = newName()
    let body = scoped(in: Place(isInFunction: true)) { program in
      "\(program.parameters([parameter]))\(program.statements(1, depth: depth - 1))\ncap(\(program.expression(depth - 1)))"
    }
    return "{ \(parameter) ->\ntick()\n\(body)\n}"
  }
}
