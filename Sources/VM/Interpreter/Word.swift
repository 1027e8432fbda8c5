// Threaded code, the four registers, and dispatch.
//
// Rules for everything that a handler reaches on its fast path:
//  1. A handler is a named function with the four registers as its only parameters, in the order pc, sp, base, fp. Four is
//     deliberate: on x86-64 it leaves five scratch registers, so that hot handlers push nothing.
//  2. It ends by calling `go` or another handler-like function, in tail position. LLVM turns that into a jump.
//  3. It never takes the address of a local (`inout`, `withUnsafe…`): then the call would stay a call and the stack would
//     grow. Work that needs it goes into an `@inline(never)` function of its own. The dispatch check guards this.
//  4. No class, array, string, existential or `throws` on the fast path; they are fine in `@inline(never)` functions.
//  5. An operation that fails leaves its operands on the operand stack and calls `fail` in tail position.

/// One instruction of threaded code, 16 bytes.
///
///      0  handler   address of the C-convention function that runs it
///      8  a         UInt16  byte offset of a local from `base`
///     10  b         UInt16  byte offset of a local, or a signed 16-bit immediate, or bytes of an argument block
///     12  c         Int32   byte offset of a destination local, or a jump distance in bytes
///
/// Literals, call targets and inline caches follow as whole words, so that code needs no constant table.
struct Word {
  var handler: UInt
  var a: UInt16
  var b: UInt16
  var c: Int32
}

/// The four machine registers are the arguments of every handler:
/// `pc` current instruction, `sp` first free operand slot, `base` first local of the frame, `fp` current `Frame`.
typealias Handler = @convention(c) (Raw, Raw, Raw, Raw) -> Void

extension UnsafeMutableRawPointer {
  @inline(__always) var values: ValuePointer { assumingMemoryBound(to: Value.self) }
  @inline(__always) var value: Value {
    @inline(__always) get { assumingMemoryBound(to: Value.self).pointee }
    @inline(__always) nonmutating set { assumingMemoryBound(to: Value.self).pointee = newValue }
  }

  // Operands of the instruction at self.
  @inline(__always) var a: Int { Int(load(fromByteOffset: 8, as: UInt16.self)) }
  @inline(__always) var b: Int { Int(load(fromByteOffset: 10, as: UInt16.self)) }
  @inline(__always) var immediate: Int { Int(load(fromByteOffset: 10, as: Int16.self)) }
  @inline(__always) var c: Int { Int(load(fromByteOffset: 12, as: Int32.self)) }
  @inline(__always) var next: Raw { self + 16 }
  /// The first literal word.
  @inline(__always) var literal: Value { (self + 16).value }
  @inline(__always) var afterLiteral: Raw { self + 32 }
  @inline(__always) var jump: Raw { self + c }
  /// The first pointer of the first literal word.
  @inline(__always) func pointer<Pointee>(_ type: Pointee.Type) -> UnsafeMutablePointer<Pointee> {
    load(fromByteOffset: 16, as: UnsafeMutablePointer<Pointee>.self)
  }
  /// The second half of the first literal word.
  @inline(__always) func secondPointer<Pointee>(_ type: Pointee.Type)
    -> UnsafeMutablePointer<Pointee>
  {
    load(fromByteOffset: 24, as: UnsafeMutablePointer<Pointee>.self)
  }
  /// The second half of the first literal word as a number.
  @inline(__always) var secondNumber: Int { load(fromByteOffset: 24, as: Int.self) }

  @inline(__always) var frame: UnsafeMutablePointer<Frame> { assumingMemoryBound(to: Frame.self) }
  @inline(__always) var machine: UnsafeMutablePointer<Machine> { frame.pointee.machine }
}

/// Bytes of a frame.
@inline(__always) var frameStride: Int { 32 }

/// Continue with the instruction at `pc`. In optimised builds this is a sibling call, which LLVM turns into one indirect
/// jump; in debug builds control returns to the driver after every instruction, because nothing turns calls in tail
/// position into jumps there.
@inline(__always) func go(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  #if DEBUG || TRAMPOLINE
    park(pc, sp, base, fp)
  #else
    unsafeBitCast(pc.load(as: UInt.self), to: Handler.self)(pc, sp, base, fp)
  #endif
}

/// Stores the registers; control goes back to the driver.
@inline(__always) func park(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let machine = fp.machine
  machine.pointee.pc = pc
  machine.pointee.sp = sp
  machine.pointee.base = base
  machine.pointee.fp = fp
}

/// Continues with the registers that a preparing function has parked.
@inline(__always) func resume(_ fp: Raw) {
  let machine = fp.machine
  go(machine.pointee.pc, machine.pointee.sp, machine.pointee.base, machine.pointee.fp)
}

/// The driver: the only Swift activation of the interpreter. Harn calls, callbacks, exceptions and task switches all
/// happen by changing the four registers.
func drive(_ machine: UnsafeMutablePointer<Machine>) {
  while machine.pointee.running {
    let pc = machine.pointee.pc
    let handler = unsafeBitCast(pc.load(as: UInt.self), to: Handler.self)
    handler(pc, machine.pointee.sp, machine.pointee.base, machine.pointee.fp)
    #if DEBUG
      if machine.pointee.running { checkStack(machine) }
    #endif
  }
}
