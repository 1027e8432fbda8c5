/// Pages of lint rules (03 §16): calls, declarations and the text, in the order of the codes.
extension Explanation {
  static let breakOutsideLoop = Explanation(
    #"""
    `break` and `continue` belong to a loop in the same function. A closure inside a loop is a function
    of its own.
    """#,
    wrong: #"""
      fn f(n) { if n > 3 { break } }
      f(1)
      """#,
    mended: #"""
      fn f(n) { if n > 3 { return } }
      f(1)
      """#)

  static let invalidBinaryOperandLiteral = Explanation(
    #"""
    Arithmetic with `true`, `false` or `nil` fails when it runs. Insert values into text with `${...}`.
    """#,
    wrong: #"""
      println("ready: " + true)
      """#,
    mended: #"""
      println("ready: ${true}")
      """#)

  static let unnecessaryCast = Explanation(
    #"""
    A conversion gets a value that has the type already.
    """#,
    wrong: #"""
      println(to_string("text"))
      """#,
    mended: #"""
      println("text")
      """#)

  static let redundantClone = Explanation(
    #"""
    A copy is made only to be passed on. Values never change under the hands of a caller, so the
    original can be passed.
    """#,
    wrong: #"""
      fn f(xs) { println(xs.clone()) }
      f([1])
      """#,
    mended: #"""
      fn f(xs) { println(xs) }
      f([1])
      """#)

  static let eagerCollectionConversion = Explanation(
    #"""
    The methods of iterators are lazy and give iterators. Where a collection is declared, say when to
    collect.
    """#,
    wrong: #"""
      let doubled: list = [1, 2].iter().map({ x -> x * 2 })
      println(doubled)
      """#,
    mended: #"""
      let doubled: list = [1, 2].iter().map({ x -> x * 2 }).to_list()
      println(doubled)
      """#)

  static let untypedDictAccess = Explanation(
    #"""
    Data from outside may have any form. Give it a name and a type, or check it with a schema, before
    looking into it.
    """#,
    wrong: #"""
      println(json_parse("{\"a\": 1}").a)
      """#,
    mended: #"""
      let data: {a: int} = json_parse("{\"a\": 1}")
      println(data.a)
      """#)

  static let namingConvention = Explanation(
    #"""
    Functions are named in snake_case, types in PascalCase.
    """#,
    wrong: #"""
      fn readAll() { return 1 }
      println(readAll())
      """#,
    mended: #"""
      fn read_all() { return 1 }
      println(read_all())
      """#)

  static let missingDocComment = Explanation(
    #"""
    A public function is used by readers of other files. A `/** ... */` comment directly above tells
    them what it does.
    """#,
    wrong: #"""
      pub fn area(w, h) { return w * h }
      """#,
    mended: #"""
      /** The area of a rectangle. */
      pub fn area(w, h) { return w * h }
      """#)

  static let pipelineReturnType = Explanation(
    #"""
    A public pipeline says what it returns.
    """#,
    wrong: #"""
      pub pipeline build(task) { return 1 }
      """#,
    mended: #"""
      pub pipeline build(task) -> int { return 1 }
      """#)

  static let cyclomaticComplexity = Explanation(
    #"""
    A function has very many branches. Split it, or mark it with `@complexity(allow)` if it must be so.
    `[lint].complexity_threshold` in `harn.toml` sets the limit; it is 25 without.
    """#,
    wrong: #"""
      fn f(n) {
        if n == 1 { println(1) }
        if n == 2 { println(2) }
        if n == 3 { println(3) }
        if n == 4 { println(4) }
        if n == 5 { println(5) }
        if n == 6 { println(6) }
        if n == 7 { println(7) }
        if n == 8 { println(8) }
        if n == 9 { println(9) }
        if n == 10 { println(10) }
        if n == 11 { println(11) }
        if n == 12 { println(12) }
        if n == 13 { println(13) }
        if n == 14 { println(14) }
        if n == 15 { println(15) }
        if n == 16 { println(16) }
        if n == 17 { println(17) }
        if n == 18 { println(18) }
        if n == 19 { println(19) }
        if n == 20 { println(20) }
        if n == 21 { println(21) }
        if n == 22 { println(22) }
        if n == 23 { println(23) }
        if n == 24 { println(24) }
        if n == 25 { println(25) }
      }
      f(1)
      """#,
    mended: #"""
      fn f(n) {
        if n > 0 && n < 26 { println(n) }
      }
      f(1)
      """#)

  static let assertOutsideTest = Explanation(
    #"""
    Assertions belong into test pipelines: those called `test` or `test_...`. Elsewhere `require` states
    what must hold.
    """#,
    wrong: #"""
      fn f(n) { assert(n > 0) }
      f(1)
      """#,
    mended: #"""
      fn f(n) { require n > 0, "n must be positive" }
      f(1)
      """#)

  static let requireInTest = Explanation(
    #"""
    In a test an assertion says what went wrong.
    """#,
    wrong: #"""
      pipeline test_sum(task) { require 1 + 1 == 2 }
      """#,
    mended: #"""
      pipeline test_sum(task) { assert_eq(1 + 1, 2) }
      """#)

  static let legacyDocComment = Explanation(
    #"""
    Comments that describe a declaration are written as `/** ... */`.
    """#,
    wrong: #"""
      /// The area of a rectangle.
      pub fn area(w, h) { return w * h }
      """#,
    mended: #"""
      /** The area of a rectangle. */
      pub fn area(w, h) { return w * h }
      """#)

  static let blankLineBetweenItems = Explanation(
    #"""
    Declarations are separated by a blank line. Comments stay with the declaration below them.
    """#,
    wrong: #"""
      fn a() { return 1 }
      fn b() { return a() }

      println(b())
      """#,
    mended: #"""
      fn a() { return 1 }

      fn b() { return a() }

      println(b())
      """#)

  static let trailingComma = Explanation(
    #"""
    A list over several lines ends in a comma, so that a new line at its end changes no other line.
    """#,
    wrong: #"""
      let xs = [
        1,
        2
      ]
      println(xs)
      """#,
    mended: #"""
      let xs = [
        1,
        2,
      ]
      println(xs)
      """#)

  static let importOrder = Explanation(
    #"""
    Imports stand in order: `std/` first, then by path, whole modules before selected names.
    """#,
    wrong: #"""
      import { lines } from "std/text"
      import "std/math"
      """#,
    mended: #"""
      import "std/math"
      import { lines } from "std/text"
      """#)

  static let requireFileHeader = Explanation(
    #"""
    With `--require-file-header` or `[lint].require_file_header` each file begins with a doc comment.
    """#,
    wrong: #"""
      println(1)
      """#,
    mended: #"""
      /** Prints a number. */
      println(1)
      """#)
}
