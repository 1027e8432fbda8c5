import Synchronization

/// A function as the interpreter sees it: a trivial record that instructions and closures point to.
struct Function {
  /// First instruction word.
  var code: Raw
  /// Bytes of the argument block when the fast call path may be taken, −1 when `enterSlowly` must arrange the call:
  /// captures, defaults, rest parameter, generator, tracked, struct constructor.
  var plainArgumentBytes: Int
  /// The same for `enterCapturing`: captures or a name for itself, otherwise plain; else −1.
  var capturingArgumentBytes: Int
  /// 16 × number of parameters.
  var parameterBytes: Int
  /// 16 × number of locals.
  var localBytes: Int
  /// Locals and deepest operand stack, with the words that a call may need on top.
  var frameBytes: Int
  /// Number of captured values, which follow the parameters.
  var captureCount: Int
  /// Byte offset of the local that receives the closure itself, −1 for none.
  var selfOffset: Int
  /// `FunctionFlags` raw value.
  var flags: UInt32
  /// Index in the machine's table of function descriptions.
  var number: Int32
  /// What a parameter holds when no argument is given: `absent` when it has a default, else nil; one per parameter.
  var missingArguments: ValuePointer
  /// For each capture, the local of the enclosing function that `makeClosure` copies.
  var captureSlots: UnsafeMutablePointer<UInt16>
  /// Its display form, `<fn(a, b)>` (01 "Display form"); the machine owns one count.
  var display: StringPointer?
  /// How many closures and producers of it are alive: its code must stay.
  var holders = 0
  /// What the step runtime keeps for the name of a tracked function; the machine owns it.
  var registration: Unmanaged<AnyObject>?
  /// What `code` points to until the first call, which translates the function.
  var firstCall: Word
}

/// What makes a call of a function take the slow path.
struct FunctionFlags: OptionSet {
  var rawValue: UInt32
  /// Registered as a step or persona (06 §3).
  static let tracked = FunctionFlags(rawValue: 1)
  /// The last parameter takes the remaining arguments.
  static let rest = FunctionFlags(rawValue: 2)
  /// Some parameter has a default.
  static let defaults = FunctionFlags(rawValue: 4)
  /// A call makes a generator or stream.
  static let generator = FunctionFlags(rawValue: 8)
  /// Hidden from traces.
  static let hidden = FunctionFlags(rawValue: 16)
  /// Declared in an imported file: while it runs, the folder of that file counts (04 B6).
  static let importedFile = FunctionFlags(rawValue: 32)
  /// Its calls have spans: tracing is on (05b §16).
  static let traced = FunctionFlags(rawValue: 64)
  /// Flags whose functions have a step frame below theirs.
  static let stepFrame: FunctionFlags = [.tracked, .traced]
  /// Flags that keep a tail call from reusing the frame.
  static let noTailCall: FunctionFlags = [.tracked, .generator]
  /// Flags that need the slow call path.
  static let slowCall: FunctionFlags = [.tracked, .traced, .rest, .defaults, .generator]
}

/// One active call. 32 bytes, in an array of its own.
struct Frame {
  /// Where the caller continues.
  var returnPC: Raw
  /// `base` of the caller.
  var callerBase: Raw
  /// The slot that gets the result; everything from here up is released on return.
  var result: Raw
  var machine: UnsafeMutablePointer<Machine>
}

/// What the handlers of one virtual machine share: registers while no handler runs, limits, and the way to Swift.
struct Machine {
  /// First byte behind the operand stack of the running task.
  var stackEnd: Raw
  /// First byte behind its frames.
  var frameLimit: Raw
  /// First frame of the running task.
  var framesStart: Raw
  /// Makes safepoints look closer; see `atSafepoint`. Set from outside together with `stopRequested`, and by the scheduler.
  var interrupt: Int
  /// Set from outside to ask the entry task to end.
  var stopRequested: Int
  /// `frameLimit`, or a low address set from outside: the next call then finds no room and looks closer.
  var framesEnd: Raw
  var running: Bool
  // The registers while no handler runs.
  var pc: Raw
  var sp: Raw
  var base: Raw
  var fp: Raw
  /// The instruction of the latest call of a builtin by name.
  var callSite: Raw
  /// The frame of the latest call of a builtin or native method, while that runs.
  var callFrame: Raw
  /// Builtins and native methods by number.
  var natives: UnsafeMutablePointer<NativeEntry>
  /// Methods: one row of `methodStride` entries for each value tag.
  var methods: UnsafeMutablePointer<MethodEntry>
  var methodStride: Int
  /// Advances when a method of a struct is defined, so that inline caches of methods are not trusted any more.
  var methodEpoch: UInt
  /// Whether a handler of steps is registered.
  var hasStepHandlers: Bool
  /// Whether spans are recorded, and how many of calls are open in all tasks; see `TaskSpans.swift`.
  var isTracing: Bool
  var openCallSpans: Int
  /// The word to which a tracked or traced function returns; see `StepFrames.swift`.
  var stepReturn: Raw
  /// The word to which the bottom frame of a task returns.
  var programEnd: Raw
  /// The word to which the bottom frame of a producer returns.
  var producerEnd: Raw
  /// The word to which the stack of a task other than the entry task returns at its very bottom; it is never executed.
  var taskBottom: Raw
  /// Words that call the body of a task and end the task with the result.
  var taskStart: Raw
  /// The same for a body with one argument.
  var taskStartWithArgument: Raw
  /// The word that makes the next task run.
  var switchTask: Raw
  /// The word to which a handler of an interlude returns; see `Interludes.swift`.
  var interludeReturn: Raw
  /// Where the frames were that moved last; see `growFrames`.
  var outgrownFrames: Raw
  /// The arguments of the native function that failed last.
  var failedArguments: Raw
  /// The entry task.
  let root: TaskRecordPointer
  /// The task whose code runs; the entry task when that one has ended and no other runs yet.
  var current: TaskRecordPointer
  /// The line of tasks that can run.
  var firstReady: TaskRecordPointer?
  var lastReady: TaskRecordPointer?
  /// The next switch asks the scheduler what happened meanwhile.
  var attention: Bool
  /// Some task waits for a time.
  var hasTimers: Bool
  /// Switches so far.
  var switches: Int
  /// Whether other threads have finished something; see `CompletionQueue`.
  var hasResults: UnsafeMutablePointer<Atomic<Bool>>?
  /// Tasks made so far, and those alive; the entry task left out.
  var taskCount: Int
  var liveTasks: Int
  /// Stacks at hand.
  var freeStacks: UnsafeMutablePointer<FreeStacks>
  /// The producer that runs, nil outside.
  var coroutine: UnsafeMutablePointer<Coroutine>?
  /// Frames of the task below `framesStart`: those of the consumers of the running producer.
  var depthBase: Int
  /// The names of what `for` yields for a dict (02 §12.1), interned.
  var keyName: StringPointer
  var valueName: StringPointer
  /// The strings of one ASCII character that were needed so far, by character; interned.
  var characters: UnsafeMutablePointer<StringPointer?>
  /// The virtual machine; it outlives the record.
  var host: Unmanaged<VirtualMachine>
}

extension Machine {
  /// Whether this switch looks at the clock although tasks can run.
  @inline(__always) var isTurnOfTimers: Bool { switches & 31 == 0 }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The virtual machine of this record. For code outside fast paths.
  var vm: VirtualMachine { pointee.host.takeUnretainedValue() }
}

/// The string of one ASCII character, borrowed. The same object each time, and that of literals.
@inline(__always) func character(_ byte: UInt8, _ machine: UnsafeMutablePointer<Machine>) -> StringPointer {
  machine.pointee.characters[Int(byte)] ?? makeCharacter(byte, machine)
}
@inline(never) private func makeCharacter(
  _ byte: UInt8, _ machine: UnsafeMutablePointer<Machine>
) -> StringPointer {
  let string = machine.vm.types.intern(String(Unicode.Scalar(byte)))
  machine.pointee.characters[Int(byte)] = string
  return string
}

/// What a method name means for the receivers of one tag.
struct MethodEntry {
  /// `natives` number of a native method, −1 for none.
  var native: Int
  /// A prelude function that takes the receiver as first argument.
  var function: UnsafeMutablePointer<Function>?

  /// Whether the name means anything.
  var isDefined: Bool { native >= 0 || function != nil }
}
