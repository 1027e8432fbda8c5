/// The pages of `harn explain`, in the order of the codes.
extension DiagnosticCode {
  /// The page of this kind of diagnostic.
  package var explanation: Explanation {
    switch self {
    case .unexpectedCharacter:
      return Explanation(
        #"""
        A character that means nothing in Harn stands outside a string. Comments begin with `//`.
        """#,
        wrong: #"""
        let a = 1 # one
        """#,
        mended: #"""
        let a = 1  // one
        """#)
    case .unterminatedString:
      return Explanation(
        #"""
        A string in double quotes ends on its own line. Text of several lines stands in triple quotes.
        """#,
        wrong: #"""
        let s = "abc
        """#,
        mended: #"""
        let s = "abc"
        """#)
    case .unterminatedComment:
      return Explanation(
        #"""
        A comment that begins with `/*` ends with `*/`. Comments nest, so each `/*` needs its own end.
        """#,
        wrong: #"""
        /* a note
        """#,
        mended: #"""
        /* a note */
        """#)
    case .unexpectedToken:
      return Explanation(
        #"""
        The grammar wants something else at this place. The message names what was expected, and what stands
        there.
        """#,
        wrong: #"""
        let total = )
        """#,
        mended: #"""
        let total = 1
        """#)
    case .unexpectedEndOfFile:
      return Explanation(
        #"""
        The text ends inside a construct. Mostly a closing bracket is missing.
        """#,
        wrong: #"""
        pipeline main(task) {
          println(1)
        """#,
        mended: #"""
        pipeline main(task) {
          println(1)
        }
        """#)
    case .nestingTooDeep:
      let deep = String(repeating: "[", count: 1100) + String(repeating: "]", count: 1100)
      return Explanation(
        "Brackets, blocks or types stand inside one another more often than the limit allows. Give parts a name.",
        wrong: "let deep = \(deep)", mended: "let inner = [[]]\nlet deep = [inner]")
    case .unknownCallee:
      return Explanation(
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
    case .attribute:
      return Explanation(
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
    case .personaBody:
      return Explanation(
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
    case .personaHookTarget:
      return Explanation(
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
    case .preflight:
      return Explanation(
        #"""
        An import cannot be carried out: there is no such module, or two imports bring the same name.
        """#,
        wrong: #"""
        import "missing"
        """#,
        mended: #"""
        import "std/math"
        """#)
    case .orPatternAlternative:
      return Explanation(
        #"""
        The alternatives of an or-pattern are literals or `_`. A name would be bound by one alternative
        only, so use an arm of its own for it.
        """#,
        wrong: #"""
        fn f(v) {
          match v {
            1 | other -> { println(v) }
          }
        }
        """#,
        mended: #"""
        fn f(v) {
          match v {
            1 -> { println(v) }
            other -> { println(other) }
          }
        }
        """#)
    case .misplacedTryStar:
      return Explanation(
        #"""
        `try*` passes an error on to the caller, so it needs a function around it. At the top level use
        `try` with `catch`.
        """#,
        wrong: #"""
        fn load() { return 1 }
        let x = try* load()
        """#,
        mended: #"""
        fn load() { return 1 }
        fn twice() { return try* load() }
        """#)
    case .misplacedYield:
      return Explanation(
        #"""
        `yield` makes a generator out of a plain `fn`. A `gen fn` makes a stream, and passes values on with
        `emit`.
        """#,
        wrong: #"""
        gen fn numbers() { yield 1 }
        """#,
        mended: #"""
        gen fn numbers() { emit 1 }
        """#)
    case .misplacedEmit:
      return Explanation(
        #"""
        `emit` passes a value of a stream on, so it stands in a `gen fn`. In a plain `fn`, `yield` makes a
        generator.
        """#,
        wrong: #"""
        fn numbers() { emit 1 }
        """#,
        mended: #"""
        gen fn numbers() { emit 1 }
        """#)
    case .wrongInitializer:
      return Explanation(
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
    case .wrongReturn:
      return Explanation(
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
    case .wrongArgument:
      return Explanation(
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
    case .wrongAssignment:
      return Explanation(
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
    case .wrongOperands:
      return Explanation(
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
    case .conflictingTypeArgument:
      return Explanation(
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
    case .wrongTypeArguments:
      return Explanation(
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
    case .unsatisfiedBound:
      return Explanation(
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
    case .unknownStruct:
      return Explanation(
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
    case .wrongField:
      return Explanation(
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
    case .wrongVariance:
      return Explanation(
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
    case .nonExhaustiveMatch:
      return Explanation(
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
    case .reachable:
      return Explanation(
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
    case .wrongEmit:
      return Explanation(
        #"""
        A `gen fn` that declares `-> Stream<T>` emits values of type T.
        """#,
        wrong: #"""
        gen fn numbers() -> Stream<int> { emit "one" }
        """#,
        mended: #"""
        gen fn numbers() -> Stream<int> { emit 1 }
        """#)
    case .nonStreamResult:
      return Explanation(
        #"""
        Calling a `gen fn` gives a stream, so its result type is `Stream<T>`.
        """#,
        wrong: #"""
        gen fn numbers() -> list<int> { emit 1 }
        """#,
        mended: #"""
        gen fn numbers() -> Stream<int> { emit 1 }
        """#)
    case .wrongConcurrency:
      return Explanation(
        #"""
        `max_concurrent` is a number of tasks.
        """#,
        wrong: #"""
        let xs = parallel each [1, 2] with { max_concurrent: "2" } { x -> x }
        """#,
        mended: #"""
        let xs = parallel each [1, 2] with { max_concurrent: 2 } { x -> x }
        """#)
    case .unreachableCode:
      return Explanation(
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
    case .assignmentToImmutable:
      return Explanation(
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
    case .wrongArgumentCount:
      return Explanation(
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
    case .doubtfulComparison:
      return Explanation(
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
    case .patternMismatch:
      return Explanation(
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
    case .unknownField:
      return Explanation(
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
    case .missingField:
      return Explanation(
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
    case .methodNotInInterface:
      return Explanation(
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
    case .uncoveredUnknown:
      return Explanation(
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
    case .deprecated:
      return Explanation(
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
    case .uncompilable:
      return Explanation(
        #"""
        The text is correct piece by piece, but cannot be turned into code: `break` and `continue` need a loop of the
        same function, a spread needs a list, a dict or a call around it, and literals have limits.
        """#,
        wrong: #"""
        fn first(xs) {
          break
        }
        """#,
        mended: #"""
        fn first(xs) {
          for x in xs { break }
        }
        """#)
    }
  }
}
