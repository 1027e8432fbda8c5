/// Pages about names, declarations, attributes and imports, in the order of the codes.
extension Explanation {
  static let unknownCallee = Explanation(
    #"""
    A call names something that is no builtin, is not declared in the file and is not imported. The
    spelling may be wrong.
    """#,
    wrong: #"""
      pipeline main(task) {
        prnt(1)
      }
      """#,
    mended: #"""
      pipeline main(task) {
        println(1)
      }
      """#)

  static let attribute = Explanation(
    #"""
    An attribute, or one of its arguments, is not understood. The program runs, but the attribute has no
    effect.
    """#,
    wrong: #"""
      @stepp(name: "read")
      fn read(path) { return path }
      """#,
    mended: #"""
      @step(name: "read")
      fn read(path) { return path }
      """#)

  static let personaBody = Explanation(
    #"""
    A persona calls a function that is no step. Its work should be done by steps, so that it counts against their
    budgets and stands in the log.
    """#,
    wrong: #"""
      fn read(path) { return path }
      @persona(name: "reader")
      fn reader(task) { return read(task) }
      """#,
    mended: #"""
      @step(name: "read")
      fn read(path) { return path }
      @persona(name: "reader")
      fn reader(task) { return read(task) }
      """#)

  static let personaHookTarget = Explanation(
    #"""
    A hook names a persona or a step that this file does not declare, so it never runs.
    """#,
    wrong: #"""
      @step(name: "read")
      fn read(path) { return path }
      @persona(name: "reader")
      fn reader(task) { return read(task) }
      register_step_hook("riter", "read", "PreStep", { step -> nil })
      """#,
    mended: #"""
      @step(name: "read")
      fn read(path) { return path }
      @persona(name: "reader")
      fn reader(task) { return read(task) }
      register_step_hook("reader", "read", "PreStep", { step -> nil })
      """#)

  static let preflight = Explanation(
    #"""
    An import cannot be carried out: there is no such module, or two imports bring the same name.
    """#,
    wrong: #"""
      import "missing"
      """#,
    mended: #"""
      import "std/math"
      """#)

  static let unknownStruct = Explanation(
    #"""
    `Name {...}` makes a struct, and no struct of that name is declared here.
    """#,
    wrong: #"""
      struct Point { x: int }
      let p = Pont {x: 1}
      """#,
    mended: #"""
      struct Point { x: int }
      let p = Point {x: 1}
      """#)

  static let wrongField = Explanation(
    #"""
    The value of a field does not fit the type that the struct declares.
    """#,
    wrong: #"""
      struct Point { x: int }
      let p = Point {x: "1"}
      """#,
    mended: #"""
      struct Point { x: int }
      let p = Point {x: 1}
      """#)

  static let assignmentToImmutable = Explanation(
    #"""
    Only names that `var` binds can be assigned. The program runs up to the assignment and fails there.
    """#,
    wrong: #"""
      pipeline main(task) {
        let n = 1
        n = 2
      }
      """#,
    mended: #"""
      pipeline main(task) {
        var n = 1
        n = 2
      }
      """#)

  static let wrongArgumentCount = Explanation(
    #"""
    A call has too few or too many arguments. Missing ones are nil, and superfluous ones are dropped, so
    this is a warning.
    """#,
    wrong: #"""
      fn add(a, b) { return a + b }
      println(add(1))
      """#,
    mended: #"""
      fn add(a, b) { return a + b }
      println(add(1, 2))
      """#)

  static let unknownField = Explanation(
    #"""
    The struct does not declare this field; it is dropped.
    """#,
    wrong: #"""
      struct Point { x: int }
      let p = Point {x: 1, z: 2}
      """#,
    mended: #"""
      struct Point { x: int }
      let p = Point {x: 1}
      """#)

  static let missingField = Explanation(
    #"""
    A field without `?` is left out. Reading it gives nil.
    """#,
    wrong: #"""
      struct Point { x: int, y: int }
      let p = Point {x: 1}
      """#,
    mended: #"""
      struct Point { x: int, y: int }
      let p = Point {x: 1, y: 2}
      """#)

  static let methodNotInInterface = Explanation(
    #"""
    A value of a bounded type parameter is only known to have the methods of the interface.
    """#,
    wrong: #"""
      interface Labeled { fn label(self) -> string }
      fn f<T>(x: T) where T: Labeled { return x.size() }
      """#,
    mended: #"""
      interface Labeled { fn label(self) -> string }
      fn f<T>(x: T) where T: Labeled { return x.label() }
      """#)

  static let deprecated = Explanation(
    #"""
    The function will go away. The help names what to call instead, when its author said so.
    """#,
    wrong: #"""
      @deprecated(since: "2.0", use: "fresh")
      fn stale() { return 1 }
      fn fresh() { return 1 }
      println(stale())
      """#,
    mended: #"""
      @deprecated(since: "2.0", use: "fresh")
      fn stale() { return 1 }
      fn fresh() { return 1 }
      println(fresh())
      """#)
}
