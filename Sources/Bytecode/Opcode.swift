/// One instruction of the portable stack machine.
///
/// The pictures show the operand stack before and after, top at the right. `a` and `b` are the operands of the
/// instruction. A jump target is the index of an instruction of the same function.
package enum Opcode: UInt8, CaseIterable, Sendable {
  // MARK: Constants and variables

  /// `… → … value`: push constant `a`.
  case constant
  /// `… → … nil`.
  case pushNil
  /// `… → … true`.
  case pushTrue
  /// `… → … false`.
  case pushFalse
  /// `… → … value`: push local `a`.
  case loadLocal
  /// `… value → …`: local `a` becomes the value.
  case storeLocal
  /// `… → …`: local `a` becomes nil, so that it holds on to nothing.
  case clearLocal
  /// `… → … value`: push global `a` of the unit. Not yet defined: undefined-variable error (02 §15.2).
  case loadGlobal
  /// `… value → …`: define or change global `a` of the unit.
  case storeGlobal
  /// `… → …`: local `a` and global `b` of the unit exchange their values. Global not yet defined: undefined-variable error.
  case exchangeGlobal
  /// `… → … value`: push the global or builtin named by constant `a` (02 §3.4 steps 4–6). Unknown: undefined-variable error.
  case loadName
  /// `… → … value`: push global `a` of the unit as the callee of a call: nil when it is not yet defined.
  case loadCallee
  /// `… value → …`.
  case pop
  /// `… value → … value value`.
  case duplicate

  // MARK: Operators (01 "Operators by operand type")

  /// `… l r → … l+r`, likewise the following.
  case add
  case subtract
  case multiply
  case divide
  case remainder
  case power
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  /// `… x c → … bool`: membership `x in c`.
  case contains
  /// `… x c → … bool`: `x not in c`.
  case notContains
  /// `… v → … -v`.
  case negate
  /// `… v → … bool`: negated truthiness.
  case not
  /// `… v → … bool`: truthiness.
  case truth

  // MARK: Jumps

  /// Continue at `a`.
  case jump
  /// `… v → …`: continue at `a` when `v` is falsy.
  case jumpIfFalse
  /// `… v → …`: continue at `a` when `v` is truthy.
  case jumpIfTrue
  /// `… v → … v`, continuing at `a`, when `v` is not nil; else `… v → …`.
  case jumpIfNotNil
  /// Continue at `b` when an argument was given for parameter `a` (02 §5.2).
  case jumpIfGiven
  /// `… Ok(v) → … v`; `… Err(x) → … Err(x)` continuing at `a`; else the type error of 02 §14.6.
  case jumpIfError

  // MARK: Aggregates

  /// `… v1 … va → … list`.
  case makeList
  /// `… list v → … list` with `v` appended.
  case listAppend
  /// `… list xs → … list` with the items of list `xs` appended (type error of 02 §5.3).
  case listSpread
  /// `… k1 v1 … ka va → … dict`; keys by display form, later keys win.
  case makeDict
  /// `… dict k v → … dict` with `k` set.
  case dictPut
  /// `… dict d → … dict` merged with dict `d` (type error of 02 §5.3).
  case dictSpread
  /// `… from to → … range`; `a` 1: exclusive.
  case makeRange
  /// `… v1 … va → … string`: display forms joined.
  case interpolate
  /// `… v1 … vn → … struct`: constant `a` is a `structLiteral`, `n` the number of its field names.
  case makeStruct
  /// `… dict → … struct`: instance of struct `a` of the unit from the declared fields in the dict (02 §10.1).
  case structFromDict
  /// `… v1 … vb → … enum`: constant `a` is an `enumCase`, `b` the number of payload values.
  case makeEnum
  /// `… list → … enum`: the same with the payload in a list; constant `a` is an `enumCase`.
  case makeEnumSpread
  /// `… → … closure` of function `a` of the unit; captures are copied from the locals that it lists.
  case makeClosure
  /// `… → … closure`: the constructor of struct `a` of the unit.
  case makeConstructor
  /// `… closure → …`: method `b` (constant) of the struct type named by constant `a`.
  case defineMethod

  // MARK: Access (01 "Postfix forms")

  /// `… v → … v.p`, `p` constant `a`.
  case getProperty
  /// `… v → … v?.p`, `p` constant `a`.
  case getPropertyOptional
  /// `… v i → … v[i]`.
  case getIndex
  /// `… v i → … v?[i]`.
  case getIndexOptional
  /// `… v from to → … v[from:to]`; an omitted bound is nil.
  case getSlice

  // MARK: Assignment to a part of local `a` (02 §4.2)

  /// `… v i → …`: `local[i] = v`.
  case setIndex
  /// `… v → …`: `local.p = v`, `p` constant `b`.
  case setProperty
  /// `… v k1 … kn → …`: assign along constant `b`, a `path`; `n` its number of index steps.
  case setPath
  /// `… k1 … kn → … k1 … kn v`: read along constant `b`.
  case getPath
  /// `… k1 … kn v → …`: assign along constant `b`.
  case updatePath

  // MARK: Calls. Arguments are pushed left to right; a callee lies below them.

  /// `… f v1 … va → … result`. `b`: constant with the name as written, −1 when there is none; a builtin of that name
  /// is called when `f` is not callable (02 §5.5).
  case call
  /// As `call`, reusing the frame when it may (02 §5.9); a `return` follows.
  case tailCall
  /// `… f list → … result`; `b` as for `call`.
  case callSpread
  /// As `callSpread`, reusing the frame when it may; a `return` follows.
  case tailCallSpread
  /// `… v1 … vb → … result`: call global `a` of the unit.
  case callGlobal
  /// As `callGlobal`, reusing the frame when it may; a `return` follows.
  case tailCallGlobal
  /// `… v1 … vb → … result`: call the builtin named by constant `a`; unknown: undefined-builtin error.
  case callBuiltin
  /// `… list → … result`: the same with the arguments in a list.
  case callBuiltinSpread
  /// `… receiver v1 … vb → … result`: method named by constant `a` (02 §5.8).
  case callMethod
  /// The same; nil when the receiver is nil.
  case callMethodOptional
  /// `… receiver list → … result`: method named by constant `a`.
  case callMethodSpread
  /// The same; nil when the receiver is nil.
  case callMethodSpreadOptional
  /// `… v f → … result`: `v |> f` (01 "Pipe and placeholder").
  case pipe
  /// As `pipe`, reusing the frame when it may; a `return` follows.
  case tailPipe
  /// `… v →`: leave the function with `v`.
  case returnValue
  /// `… v →`: end the program with `v`; the locals of its frame stay for the host (07 §8.3).
  case endInput

  // MARK: Errors

  /// `… v →`: throw `v`.
  case throwValue
  /// `… exception →`: go on raising what a handler received.
  case rethrow
  /// `… exception → … value`: what `catch` binds (02 §14.1).
  case caughtValue
  /// `… exception → … exception`, continuing at `b` unless the thrown value is an enum value of the enum named by
  /// constant `a` (02 §14.3), or the error is one of `transientErrors`.
  case jumpUnlessThrown
  /// Raise the error of kind `a` (`RaisedError`) with constant `b` as its text or name.
  case raise

  // MARK: Patterns and destructuring (02 §7, §8)

  /// `… v → … bool`: is it the enum case of constant `a`, whatever its payload?
  case isEnumCase
  /// `… enum → … v`: payload value `a`, nil if absent.
  case enumField
  /// `… v → … bool`.
  case isDict
  /// `… v → … bool`: is it a list with at least `a` elements?
  case isList
  /// `… v → … v`: type error of 02 §7.1 unless it is a list.
  case checkList
  /// `… v → … v`: type error of 02 §7.2 unless it is a dict.
  case checkDict
  /// `… list → … list` of the elements from position `a` on.
  case listRest
  /// `… dict → … dict` without the keys of constant `a`, a `names`.
  case dictRest

  // MARK: Iteration (02 §12)

  /// `… iterable → …`: locals `a` and `a + 1` become its iterator.
  case iterate
  /// `… → … item`, or `… → …` continuing at `b` when the iterator in locals `a`, `a + 1` is at its end, which clears them.
  case iterateNext
  /// `… v → …`: hand `v` to the consumer and wait for the next demand (02 §13.1).
  case yieldValue

  // MARK: Modules (04 B6)

  /// `… → … value`: run function 0 of imported module `a`.
  case evaluateModule

  // MARK: Function entry

  /// Check parameter local `a` against constant `b`, a `parameterType` (02 §5.4).
  case checkParameter
}

/// The name for `Opcode.jumpUnlessThrown` of the errors that are worth another attempt (04 A15.4). No enum has it: names have
/// no blanks.
package let transientErrors = "transient errors"

/// What `Opcode.raise` raises; the text of constant `b` is a name or a message.
package enum RaisedError: Int32, CaseIterable, Sendable {
  /// Runtime error with constant `b` as message.
  case runtimeError
  /// `Cannot assign to immutable binding: {b}`.
  case immutableAssignment
  /// Undefined variable named `b`, with suggestion (02 §15.2).
  case undefinedVariable
  /// The thrown string `b`.
  case thrown
}
