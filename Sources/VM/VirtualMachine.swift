import Bytecode

/// Runs portable code: owns the loaded units, the builtins, the globals and the tasks of one program.
///
/// A machine is used by one thread at a time.
package final class VirtualMachine {
  /// The limits of this run.
  package let limits: Limits
  /// Where output goes.
  package let host: any Host
  /// What the program wrote and the host has not yet got.
  package let output: OutputBuffer
  /// Listens to calls of tracked functions. Unchecked, because every such call asks for it: who listens takes itself away
  /// before it goes.
  @exclusivity(unchecked) package unowned(unsafe) var stepHooks: (any StepHooks)?
  /// What every call of a step goes through; nil when nobody listens. Unchecked for the same reason.
  @exclusivity(unchecked) package var stepEntries: StepEntries?
  /// Records spans; nil while tracing is off.
  package var spanRecorder: (any SpanRecorder)? { didSet { tracingDidChange() } }
  /// Whether a handler of steps is registered: calls of tracked functions may be interrupted then (06 §7).
  package var hasStepHandlers: Bool {
    get { machine.pointee.hasStepHandlers }
    set { machine.pointee.hasStepHandlers = newValue }
  }
  /// Whether the loader may choose fused instructions; off only to test that it makes no difference.
  package let isFusionEnabled: Bool
  /// Finds the line of a byte of a source file, by its path; nil when the text is not known.
  package var sourceLine: (_ path: String, _ offset: Int) -> Int? = { _, _ in nil }
  /// The tasks of the program.
  private(set) var scheduler: Scheduler!
  /// The task whose code runs; builtins that act on their task ask for it (06 §9).
  package var currentTask: TaskState { scheduler.current }
  /// The clock of the program (05 §21).
  package var clock: ProgramClock { scheduler.clock }
  /// The path of the source file of the program, as messages name it.
  package var sourcePath = ""
  /// The working directory of the run as an absolute path; nil: that of the process. Source paths start in that of the process.
  package var workingDirectory: String?
  /// What the program writes to standard error, while it is captured instead of written (05 §3).
  package var capturedErrors: String?
  /// Searches a text for a regular expression, as the patterns of schemas want it (05 §17.1).
  package var searchPattern: ((_ pattern: String, _ text: String) -> PatternVerdict)?

  /// Stacks of tasks and producers.
  let stacks: StackPool
  /// Names, shapes and enum cases of this machine.
  let types = TypeTable()
  /// How functions of a block reach those declared further down.
  let forwardCells = ForwardCells()
  /// The record that handlers reach.
  let machine: UnsafeMutablePointer<Machine>
  /// All loaded functions by number.
  var functions = NumberedTable<LoadedFunction>()
  /// The locals of an input that runs or has run stay on the stack (07 §8.3).
  var inputLocalBytes: Int?
  /// Assignment targets by number.
  var paths = NumberedTable<LoadedPath>()
  /// Parameter checks by number.
  var parameterChecks = NumberedTable<(parameter: String, type: ParameterType)>()
  /// Numbers of the builtins by name.
  var builtinNumbers: [String: Int] = [:]
  /// Prelude functions that programs call by name.
  var preludeFunctions: [String: UnsafeMutablePointer<Function>] = [:]
  /// The declared names of what is loaded of the prelude.
  var loadedPrelude: Set<String> = []
  /// Builtins that were bound to other functions: the loader does not turn calls of them into instructions.
  var replacedBuiltins: Set<String> = []
  /// The error that `unwind` is to raise.
  var pendingError: HarnError?
  /// Its trace, when it is raised again.
  var pendingTrace: Trace?

  /// The loaded units by number.
  var units: [LoadedUnit] = []
  /// The imported modules by path.
  var modules: [String: LoadedUnit] = [:]
  /// Functions in the order of their code addresses.
  var codeRanges: [LoadedFunction] = []
  /// The protected code of all functions, in the order of addresses.
  var handlerRanges: [HandlerRange] = []
  /// The values of global names (02 §3.4), owned.
  var globals: [String: Value] = [:]
  /// How many functions the table of natives has room for.
  var nativeCapacity = 1024
  /// How many it has.
  var nativeCount = 0
  /// Numbers of the method names, the same in all units.
  var methodNumbers: [String: Int] = [:]
  /// The methods of struct types (02 §10.4), owned.
  var structMethods: [MethodKey: Value] = [:]
  /// What the step runtime keeps for the names whose functions are tracked.
  var tracked: [String: AnyObject] = [:]
  /// The instructions that no program has; see `StaticWord`.
  private let staticWords: Raw
  /// The stack of the entry task.
  let stack: TaskStack
  /// What the run that goes on has come to.
  var outcome: RunResult?

  struct MethodKey: Hashable {
    var type: UnsafeMutablePointer<StructType>
    var number: Int
  }

  /// A machine with the builtins of the value types and without any code.
  package init(
    host: any Host, limits: Limits = Limits(), isFusionEnabled: Bool = true,
    time: any TimeSource = SystemTime()
  ) {
    self.host = host
    self.limits = limits
    self.isFusionEnabled = isFusionEnabled
    output = OutputBuffer(host: host)
    staticWords = Raw.allocate(byteCount: 16 * StaticWord.count, alignment: 16)
    guard let stack = TaskStack(frames: limits.callDepth) else { outOfMemory() }
    self.stack = stack
    stacks = StackPool(frames: limits.callDepth)
    machine = .allocate(capacity: 1)
    let root = TaskState()
    root.origin = .root
    let characters = UnsafeMutablePointer<StringPointer?>.allocate(capacity: 128)
    characters.initialize(repeating: nil, count: 128)
    let methodStride = 128
    let methods = UnsafeMutablePointer<MethodEntry>.allocate(capacity: 32 * methodStride)
    methods.initialize(repeating: MethodEntry(native: -1, function: nil), count: 32 * methodStride)
    machine.initialize(
      to: Machine(
        stackEnd: stack.end, frameLimit: stack.framesEnd, framesStart: stack.frames, interrupt: 0,
        stopRequested: 0, framesEnd: stack.framesEnd,
        running: false, pc: staticWords, sp: stack.start, base: stack.start, fp: stack.frames,
        callSite: staticWords, callFrame: stack.frames,
        natives: .allocate(capacity: nativeCapacity), methods: methods, methodStride: methodStride,
        methodEpoch: 0, hasStepHandlers: false, isTracing: false, openCallSpans: 0,
        stepReturn: StaticWord.stepReturn.address(in: staticWords),
        programEnd: StaticWord.programEnd.address(in: staticWords),
        producerEnd: StaticWord.producerEnd.address(in: staticWords),
        taskBottom: StaticWord.taskBottom.address(in: staticWords),
        taskStart: StaticWord.taskStart.address(in: staticWords),
        taskStartWithArgument: StaticWord.taskStartWithArgument.address(in: staticWords),
        switchTask: StaticWord.switchTask.address(in: staticWords),
        interludeReturn: StaticWord.interludeReturn.address(in: staticWords),
        outgrownFrames: stack.start, failedArguments: stack.start,
        root: root.record, current: root.record, firstReady: nil, lastReady: nil, attention: false, hasTimers: false,
        switches: 0,
        hasResults: nil, taskCount: 0, liveTasks: 0, freeStacks: stacks.free, coroutine: nil, depthBase: 0,
        keyName: types.intern("key"), valueName: types.intern("value"), characters: characters,
        host: Unmanaged.passUnretained(self)))
    writeStaticWords(staticWords, anonymousName: types.intern(""))
    output.watch(machine)
    scheduler = Scheduler(self, root: root, time: time)
    builtinNumbers.reserveCapacity(nativeCapacity)
    methodNumbers.reserveCapacity(methodStride)
    for builtin in nativeBuiltins { define(builtin: builtin.name, builtin.function) }
    for method in nativeMethods { define(method) }
    for constant in mathConstants { define(global: constant.name, Value(float: constant.value)) }
  }

  deinit {
    stepHooks?.machineEnds()
    scheduler.watchdog.stop()
    scheduler.shared.removeAll()
    forwardCells.clearAll()
    if case .finished(let value)? = outcome { release(value) }
    for value in globals.values { release(value) }
    for value in structMethods.values { release(value) }
    for unit in units { unit.free() }
    for function in functions.elements { function.free() }
    for path in paths.elements { path.free() }
    machine.pointee.natives.deinitialize(count: nativeCount)
    machine.pointee.natives.deallocate()
    machine.pointee.methods.deallocate()
    machine.pointee.characters.deallocate()
    machine.deallocate()
    staticWords.deallocate()
    stack.free()
  }
}
