/// Pages about types and what follows from them, in the order of the codes.
extension Explanation {
  static let wrongInitializer = Explanation(
    #"""
    The value does not fit the type behind the name. Values are never converted: an int is no string.
    Mend the value or the type.
    """#,
    wrong: #"""
      pipeline main(task) {
        let port: int = "8080"
      }
      """#,
    mended: #"""
      pipeline main(task) {
        let port: int = 8080
      }
      """#)

  static let wrongReturn = Explanation(
    #"""
    A returned value does not fit the result type behind `->`.
    """#,
    wrong: #"""
      fn size(s: string) -> int {
        return s
      }
      """#,
    mended: #"""
      fn size(s: string) -> int {
        return len(s)
      }
      """#)

  static let wrongArgument = Explanation(
    #"""
    An argument does not fit the type of its parameter.
    """#,
    wrong: #"""
      fn double(n: int) { return n * 2 }
      println(double("4"))
      """#,
    mended: #"""
      fn double(n: int) { return n * 2 }
      println(double(4))
      """#)

  static let wrongAssignment = Explanation(
    #"""
    A variable keeps the type of its declaration. Declare it with a union if it takes values of several
    types.
    """#,
    wrong: #"""
      pipeline main(task) {
        var n = 1
        n = "two"
      }
      """#,
    mended: #"""
      pipeline main(task) {
        var n: int | string = 1
        n = "two"
      }
      """#)

  static let wrongOperands = Explanation(
    #"""
    An operator does not take these operands. Nothing is converted to a string by `+`: use `${...}` or
    `to_string`.
    """#,
    wrong: #"""
      let line = "n=" + 4
      """#,
    mended: #"""
      let line = "n=${4}"
      """#)

  static let conflictingTypeArgument = Explanation(
    #"""
    A type parameter stands for one type in a call, but two arguments determine it differently.
    """#,
    wrong: #"""
      fn same<T>(a: T, b: T) { return a }
      same(1, "a")
      """#,
    mended: #"""
      fn same<T>(a: T, b: T) { return a }
      same(1, 2)
      """#)

  static let wrongTypeArguments = Explanation(
    #"""
    The types between `<` and `>` do not match the type parameters of the function.
    """#,
    wrong: #"""
      fn id<T>(x: T) { return x }
      id<int, string>(1)
      """#,
    mended: #"""
      fn id<T>(x: T) { return x }
      id<int>(1)
      """#)

  static let unsatisfiedBound = Explanation(
    #"""
    `where T: I` demands a type whose `impl` block has every method of the interface I, with fitting
    types.
    """#,
    wrong: #"""
      interface Labeled { fn label(self) -> string }
      struct Rock { weight: int }
      fn show<T>(x: T) where T: Labeled { return x.label() }
      show(Rock {weight: 1})
      """#,
    mended: #"""
      interface Labeled { fn label(self) -> string }
      struct Rock { weight: int }
      impl Rock { fn label(self) -> string { return "rock" } }
      fn show<T>(x: T) where T: Labeled { return x.label() }
      show(Rock {weight: 1})
      """#)

  static let wrongVariance = Explanation(
    #"""
    A type parameter with `out` may only stand where values come out, one with `in` only where they go
    in. Leave the marker out if the parameter needs both.
    """#,
    wrong: #"""
      type Check<out T> = fn(T) -> bool
      """#,
    mended: #"""
      type Check<in T> = fn(T) -> bool
      """#)

  static let nonExhaustiveMatch = Explanation(
    #"""
    The arms of a `match` leave out cases of the matched type. Add the missing arms, or a last arm `_`.
    """#,
    wrong: #"""
      enum Color { Red, Green }
      fn name(c: Color) {
        match c {
          Color.Red -> { println("red") }
        }
      }
      """#,
    mended: #"""
      enum Color { Red, Green }
      fn name(c: Color) {
        match c {
          Color.Red -> { println("red") }
          Color.Green -> { println("green") }
        }
      }
      """#)

  static let reachable = Explanation(
    #"""
    `unreachable(x)` claims that every case of x was handled before, but a type is left.
    """#,
    wrong: #"""
      fn unit(v: int | bool) {
        if type_of(v) == "int" { return "i" }
        unreachable(v)
      }
      """#,
    mended: #"""
      fn unit(v: int | bool) {
        if type_of(v) == "int" { return "i" }
        if type_of(v) == "bool" { return "b" }
        unreachable(v)
      }
      """#)

  static let wrongEmit = Explanation(
    #"""
    A `gen fn` that declares `-> Stream<T>` emits values of type T.
    """#,
    wrong: #"""
      gen fn numbers() -> Stream<int> { emit "one" }
      """#,
    mended: #"""
      gen fn numbers() -> Stream<int> { emit 1 }
      """#)

  static let nonStreamResult = Explanation(
    #"""
    Calling a `gen fn` gives a stream, so its result type is `Stream<T>`.
    """#,
    wrong: #"""
      gen fn numbers() -> list<int> { emit 1 }
      """#,
    mended: #"""
      gen fn numbers() -> Stream<int> { emit 1 }
      """#)

  static let wrongConcurrency = Explanation(
    #"""
    `max_concurrent` is a number of tasks.
    """#,
    wrong: #"""
      let xs = parallel each [1, 2] with { max_concurrent: "2" } { x -> x }
      """#,
    mended: #"""
      let xs = parallel each [1, 2] with { max_concurrent: 2 } { x -> x }
      """#)

  static let unreachableCode = Explanation(
    #"""
    Every way leaves the block before this statement, so it never runs.
    """#,
    wrong: #"""
      fn f() {
        return 1
        println("never")
      }
      """#,
    mended: #"""
      fn f() {
        println("first")
        return 1
      }
      """#)

  static let doubtfulComparison = Explanation(
    #"""
    `<`, `>`, `<=` and `>=` order numbers and strings. Other values count as equal, so the result says
    nothing.
    """#,
    wrong: #"""
      fn f(a: string, b: int) { return a < b }
      """#,
    mended: #"""
      fn f(a: string, b: int) { return a < to_string(b) }
      """#)

  static let patternMismatch = Explanation(
    #"""
    The matched value can never be this literal.
    """#,
    wrong: #"""
      fn f(n: int) {
        match n {
          "one" -> { println(1) }
          _ -> { println(2) }
        }
      }
      """#,
    mended: #"""
      fn f(n: int) {
        match n {
          1 -> { println(1) }
          _ -> { println(2) }
        }
      }
      """#)

  static let uncoveredUnknown = Explanation(
    #"""
    A value of type `unknown` was tested for some types, and the program then claims that nothing is
    left. Test the missing ones, or give up with `return`.
    """#,
    wrong: #"""
      fn f(v: unknown) {
        if type_of(v) == "int" { return 1 }
        unreachable()
      }
      """#,
    mended: #"""
      fn f(v: unknown) {
        if type_of(v) == "int" { return 1 }
        return nil
      }
      """#)

  static let unvalidatedAccess = Explanation(
    #"""
    Data from outside may have any form. With `--strict-types` a program must say what it expects before it
    looks into such data: with an annotation, `schema_expect`, or a test with `schema_is`.
    """#,
    wrong: #"""
      let data = json_parse("{\"port\": 80}")
      println(data.port)
      """#,
    mended: #"""
      let data: {port: int} = json_parse("{\"port\": 80}")
      println(data.port)
      """#)
}
