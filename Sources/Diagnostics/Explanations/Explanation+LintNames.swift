/// Pages of lint rules (03 §16): names and statements, in the order of the codes.
extension Explanation {
  static let unusedVariable = Explanation(
    #"""
    A variable is declared and nothing reads it. Remove it, or begin its name with `_` to say that this
    is meant.
    """#,
    wrong: #"""
      fn area(w, h) {
        let sum = w + h
        return w * h
      }
      println(area(1, 2))
      """#,
    mended: #"""
      fn area(w, h) {
        return w * h
      }
      println(area(1, 2))
      """#)

  static let unusedPatternBinding = Explanation(
    #"""
    A pattern binds a name that nothing reads. Leave it out, or begin the name with `_`.
    """#,
    wrong: #"""
      let {width, height} = {width: 1, height: 2}
      println(width)
      """#,
    mended: #"""
      let {width} = {width: 1, height: 2}
      println(width)
      """#)

  static let unusedParameter = Explanation(
    #"""
    A parameter is declared and the function does not read it. Begin its name with `_` when callers must
    pass it anyway.
    """#,
    wrong: #"""
      fn greet(name, title) { return "hello ${name}" }
      println(greet("ada", "dr"))
      """#,
    mended: #"""
      fn greet(name, _title) { return "hello ${name}" }
      println(greet("ada", "dr"))
      """#)

  static let unusedImport = Explanation(
    #"""
    A name is imported and nothing uses it.
    """#,
    wrong: #"""
      import { clamp, lerp } from "std/math"
      println(clamp(3, 0, 1))
      """#,
    mended: #"""
      import { clamp } from "std/math"
      println(clamp(3, 0, 1))
      """#)

  static let unusedFunction = Explanation(
    #"""
    A function is declared and nothing in the file calls it. Functions for other files are marked `pub`.
    """#,
    wrong: #"""
      fn double(x) { return x * 2 }
      println(4)
      """#,
    mended: #"""
      fn double(x) { return x * 2 }
      println(double(2))
      """#)

  static let unusedType = Explanation(
    #"""
    A struct, enum or interface is declared and nothing names it.
    """#,
    wrong: #"""
      struct Point { x: int }
      println(1)
      """#,
    mended: #"""
      struct Point { x: int }
      println(Point {x: 1})
      """#)

  static let undefinedFunction = Explanation(
    #"""
    `harn lint` says so about a call that `harn check` refuses as `unknown-callee`.
    """#,
    wrong: #"""
      prnt(1)
      """#,
    mended: #"""
      print(1)
      """#)

  static let mutableNeverReassigned = Explanation(
    #"""
    A variable that is never assigned again is declared with `let`: readers then know that it keeps its
    value.
    """#,
    wrong: #"""
      var total = 3
      println(total)
      """#,
    mended: #"""
      let total = 3
      println(total)
      """#)

  static let shadowVariable = Explanation(
    #"""
    A variable has the name of another one around it, so the outer one cannot be reached there. In one
    scope a `let` cannot be declared twice at all.
    """#,
    wrong: #"""
      pipeline main(task) {
        let n = 1
        if n > 0 {
          let n = 2
          println(n)
        }
      }
      """#,
    mended: #"""
      pipeline main(task) {
        let n = 1
        if n > 0 {
          let inner = 2
          println(inner)
        }
      }
      """#)

  static let deadCode = Explanation(
    #"""
    Nothing runs behind `return`, `throw`, `break` and `continue` in the same block. With `harn check`
    the same place is called `unreachable-code`.
    """#,
    wrong: #"""
      fn f() {
        return 1
        println(2)
      }
      println(f())
      """#,
    mended: #"""
      fn f() {
        println(2)
        return 1
      }
      println(f())
      """#)

  static let letThenReturn = Explanation(
    #"""
    A variable is made only to be returned by the next statement.
    """#,
    wrong: #"""
      fn f(a) {
        let result = a + 1
        return result
      }
      println(f(1))
      """#,
    mended: #"""
      fn f(a) {
        return a + 1
      }
      println(f(1))
      """#)

  static let comparisonToBool = Explanation(
    #"""
    A condition is compared with `true` or `false`. It is a truth value already.
    """#,
    wrong: #"""
      fn f(ready: bool) { if ready == true { println(1) } }
      f(true)
      """#,
    mended: #"""
      fn f(ready: bool) { if ready { println(1) } }
      f(true)
      """#)

  static let pointlessComparison = Explanation(
    #"""
    A value is compared with itself, or a condition is a constant: the outcome is known before the
    program runs. Mostly another name was meant.
    """#,
    wrong: #"""
      fn f(a, b) { return a == a && b }
      println(f(1, 2))
      """#,
    mended: #"""
      fn f(a, b) { return a == b }
      println(f(1, 2))
      """#)

  static let redundantNilTernary = Explanation(
    #"""
    A ternary replaces nil by something else. That is what `??` does.
    """#,
    wrong: #"""
      fn f(name) { return name == nil ? "nobody" : name }
      println(f(nil))
      """#,
    mended: #"""
      fn f(name) { return name ?? "nobody" }
      println(f(nil))
      """#)

  static let unnecessaryElseReturn = Explanation(
    #"""
    When the first branch returns, what follows is the other branch: no `else` is needed.
    """#,
    wrong: #"""
      fn f(n) {
        if n > 0 {
          return 1
        } else {
          return 2
        }
      }
      println(f(1))
      """#,
    mended: #"""
      fn f(n) {
        if n > 0 {
          return 1
        }
        return 2
      }
      println(f(1))
      """#)

  static let emptyBlock = Explanation(
    #"""
    A block does nothing. Remove it, or say in a comment why it is empty.
    """#,
    wrong: #"""
      fn f(n) { if n > 0 {} }
      f(1)
      """#,
    mended: #"""
      fn f(n) { if n > 0 { println(n) } }
      f(1)
      """#)

  static let duplicateMatchArm = Explanation(
    #"""
    Two arms have the same pattern and guard; the second one never runs.
    """#,
    wrong: #"""
      fn f(n) {
        match n {
          1 -> { println("a") }
          1 -> { println("b") }
          _ -> { println("c") }
        }
      }
      f(1)
      """#,
    mended: #"""
      fn f(n) {
        match n {
          1 -> { println("a") }
          2 -> { println("b") }
          _ -> { println("c") }
        }
      }
      f(1)
      """#)
}
