/// Pages about the text of a program: characters, tokens, and what stands where it may not, in the order of the codes.
extension Explanation {
  static let unexpectedCharacter = Explanation(
    #"""
    A character that means nothing in Harn stands outside a string. In the place of characters that other
    languages use:
      '  `  “ ”   strings stand in plain double quotes: "..."
      #          comments begin with //
      &          the operator is &&
      ^          ** is the operator for powers
      $          names stand without it; ${...} inserts a value inside a string
      –  −       the minus sign is -
    White space is blanks, tabs and line ends only: a no-break space or a byte order mark is refused.
    """#,
    wrong: #"""
      let a = 1 # one
      """#,
    mended: #"""
      let a = 1  // one
      """#)

  static let unterminatedString = Explanation(
    #"""
    A string in double quotes ends on its own line. Text of several lines stands in triple quotes.
    """#,
    wrong: #"""
      let s = "abc
      """#,
    mended: #"""
      let s = "abc"
      """#)

  static let unterminatedComment = Explanation(
    #"""
    A comment that begins with `/*` ends with `*/`. Comments nest, so each `/*` needs its own end.
    """#,
    wrong: #"""
      /* a note
      """#,
    mended: #"""
      /* a note */
      """#)

  static let unexpectedToken = Explanation(
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

  static let unexpectedEndOfFile = Explanation(
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

  static let nestingTooDeep = Explanation(
    "Brackets, blocks or types stand inside one another more often than the limit allows. Give parts a name.",
    wrong: "let deep = " + String(repeating: "[", count: 1100) + String(repeating: "]", count: 1100),
    mended: "let inner = [[]]\nlet deep = [inner]")

  static let orPatternAlternative = Explanation(
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

  static let misplacedTryStar = Explanation(
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

  static let misplacedYield = Explanation(
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

  static let misplacedEmit = Explanation(
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

  static let uncompilable = Explanation(
    #"""
    The text is correct piece by piece, but cannot be turned into code: `break` and `continue` need a loop of the
    same function, a spread needs a list, a dict or a call around it, and literals have limits.
    """#,
    wrong: #"""
      let pause = 999999999999999999w
      """#,
    mended: #"""
      let pause = 2w
      """#)
}
