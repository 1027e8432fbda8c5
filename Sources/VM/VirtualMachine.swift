import Bytecode
import Diagnostics
import Glibc

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
  /// Listens to calls of tracked functions.
  package weak var stepHooks: (any StepHooks)?
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
  var functions: [LoadedFunction] = []
  /// The locals of an input that runs or has run stay on the stack (07 §8.3).
  var inputLocalBytes: Int?
  /// Steps of assignment targets by number.
  var paths: [[AccessStep]] = []
  private var pathRecords: [UnsafeMutablePointer<AccessPath>] = []
  /// Parameter checks by number.
  var parameterChecks: [(parameter: String, type: ParameterType)] = []
  /// Numbers of the builtins by name.
  private(set) var builtinNumbers: [String: Int] = [:]
  /// Prelude functions that programs call by name.
  private(set) var preludeFunctions: [String: UnsafeMutablePointer<Function>] = [:]
  /// The declared names of what is loaded of the prelude.
  private(set) var loadedPrelude: Set<String> = []
  /// Builtins that were bound to other functions: the loader does not turn calls of them into instructions.
  private(set) var replacedBuiltins: Set<String> = []
  /// The error that `unwind` is to raise.
  var pendingError: HarnError?
  /// Its trace, when it is raised again.
  var pendingTrace: Trace?

  var units: [LoadedUnit] = []
  /// The imported modules by path.
  private(set) var modules: [String: LoadedUnit] = [:]
  /// Functions in the order of their code addresses.
  var codeRanges: [LoadedFunction] = []
  /// The protected code of all functions, in the order of addresses.
  private(set) var handlerRanges: [HandlerRange] = []
  private var globals: [String: Value] = [:]
  private var nativeCapacity = 1024
  private var nativeCount = 0
  private(set) var methodNumbers: [String: Int] = [:]
  private(set) var structMethods: [MethodKey: Value] = [:]
  private var tracked: Set<String> = []
  private let staticWords: Raw
  let stack: TaskStack
  private var outcome: RunResult?

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
        methodEpoch: 0,
        stepReturn: StaticWord.stepReturn.address(in: staticWords),
        programEnd: StaticWord.programEnd.address(in: staticWords),
        producerEnd: StaticWord.producerEnd.address(in: staticWords),
        taskBottom: StaticWord.taskBottom.address(in: staticWords),
        taskStart: StaticWord.taskStart.address(in: staticWords),
        taskStartWithArgument: StaticWord.taskStartWithArgument.address(in: staticWords),
        switchTask: StaticWord.switchTask.address(in: staticWords),
        interludeReturn: StaticWord.interludeReturn.address(in: staticWords),
        outgrownFrames: stack.start, failedArguments: stack.start,
        root: root.record, current: root.record, firstReady: nil, lastReady: nil, attention: false, hasTimers: false, switches: 0,
        hasResults: nil, taskCount: 0, liveTasks: 0, freeStacks: stacks.free, coroutine: nil, depthBase: 0,
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
    scheduler.watchdog.stop()
    scheduler.shared.removeAll()
    forwardCells.clearAll()
    if case .finished(let value)? = outcome { release(value) }
    for value in globals.values { release(value) }
    for value in structMethods.values { release(value) }
    for unit in units { unit.free() }
    for function in functions { function.free() }
    for path in pathRecords {
      path.pointee.steps.deallocate()
      path.deallocate()
    }
    machine.pointee.natives.deinitialize(count: nativeCount)
    machine.pointee.natives.deallocate()
    machine.pointee.methods.deallocate()
    machine.deallocate()
    staticWords.deallocate()
    stack.free()
  }

  // MARK: Definitions

  /// Makes a builtin callable by name; a second definition replaces the first.
  package func define(builtin name: String, _ function: @escaping NativeFunction) {
    if let number = builtinNumbers[name] {
      machine.pointee.natives[number] = function
    } else {
      builtinNumbers[name] = addNative(function)
    }
  }

  /// Whether a builtin has this name, written in Swift or in Harn.
  package func isBuiltin(_ name: String) -> Bool {
    builtinNumbers[name] != nil || preludeFunctions[name] != nil
  }

  /// Binds the name of a builtin to another function. Code that is loaded already keeps the old one.
  func replace(builtin name: String, _ function: @escaping NativeFunction) {
    builtinNumbers[name] = addNative(function)
    preludeFunctions[name] = nil
    replacedBuiltins.insert(name)
  }

  /// Binds a global name such as `argv` (02 §3.4); takes over the count of `value`.
  package func define(global name: String, _ value: Value) {
    if let old = globals.updateValue(value, forKey: name) { release(old) }
  }

  private func define(_ method: NativeMethod) {
    let number = addNative(method.function)
    methodEntry(method.kind.tag, method.name).pointee = MethodEntry(native: number, function: nil)
  }

  private func addNative(_ function: @escaping NativeFunction) -> Int {
    if nativeCount == nativeCapacity {
      let grown = UnsafeMutablePointer<NativeFunction>.allocate(capacity: nativeCapacity * 2)
      grown.moveInitialize(from: machine.pointee.natives, count: nativeCount)
      machine.pointee.natives.deallocate()
      machine.pointee.natives = grown
      nativeCapacity *= 2
    }
    (machine.pointee.natives + nativeCount).initialize(to: function)
    nativeCount += 1
    return nativeCount - 1
  }

  /// The number of a method name, the same in all units.
  func methodNumber(_ name: String) -> Int {
    if let known = methodNumbers[name] { return known }
    let number = methodNumbers.count
    methodNumbers[name] = number
    if number == machine.pointee.methodStride { growMethods() }
    return number
  }

  private func methodEntry(_ tag: Int, _ name: String) -> UnsafeMutablePointer<MethodEntry> {
    let number = methodNumber(name)
    return machine.pointee.methods + (tag * machine.pointee.methodStride + number)
  }

  private func growMethods() {
    let old = machine.pointee.methodStride
    let stride = old * 2
    let grown = UnsafeMutablePointer<MethodEntry>.allocate(capacity: 32 * stride)
    grown.initialize(repeating: MethodEntry(native: -1, function: nil), count: 32 * stride)
    for tag in 0..<32 {
      (grown + tag * stride).update(from: machine.pointee.methods + tag * old, count: old)
    }
    machine.pointee.methods.deallocate()
    machine.pointee.methods = grown
    machine.pointee.methodStride = stride
  }

  /// Defines a method of a struct type (02 §10.4); takes over the count of the closure.
  func setMethod(_ type: UnsafeMutablePointer<StructType>, number: Int, _ closure: Value) {
    let key = MethodKey(type: type, number: number)
    if let old = structMethods.updateValue(closure, forKey: key) { release(old) }
    machine.pointee.methodEpoch &+= 1
  }

  /// The method of a struct type, borrowed.
  func method(of type: UnsafeMutablePointer<StructType>, number: Int) -> Value? {
    structMethods[MethodKey(type: type, number: number)]
  }

  /// The value of a global or builtin name, borrowed; nil when there is none (02 §3.4 steps 4 and 5).
  func globalValue(_ name: String) -> Value? {
    if let value = globals[name] { return value }
    if let number = builtinNumbers[name], !callOnlyBuiltins.contains(name) {
      return Value(builtin: types.builtin(name, number: number))
    }
    return nil
  }

  /// The names of the globals.
  var globalNames: [String] { Array(globals.keys) }

  // MARK: Tracked functions

  /// Sets or clears the mark of all functions declared under `name` (06 §10.2). Linear in the number of functions.
  package func setTracked(_ isTracked: Bool, functionsNamed name: String) {
    if isTracked { tracked.insert(name) } else { tracked.remove(name) }
    for function in functions where function.code.declaredName == name {
      function.setTracked(isTracked)
    }
  }

  // MARK: Loading

  /// Verifies a unit and the modules that it imports, directly or not, and makes it runnable.
  /// - Throws: `VerificationError` for code that no compiler of ours emits.
  package func load(
    _ unit: CodeUnit, modules newModules: [CodeUnit] = []
  ) throws(VerificationError) -> LoadedUnit {
    let all = newModules + [unit]
    for unit in all { try verify(unit) }
    let first = functions.count
    let loaded = all.map(addUnit)
    for module in loaded.dropLast() { modules[module.path] = module }
    for (code, unit) in zip(all, loaded) { try unit.link(code) { modules[$0] } }
    // Translating adds functions: the constructors of structs.
    let last = functions.count
    for function in functions[first..<last] {
      var loader = FunctionLoader(function, unit: function.unit, vm: self)
      loader.load()
      if let name = function.code.declaredName, tracked.contains(name) { function.setTracked(true) }
    }
    codeRanges.append(contentsOf: functions[first..<last])
    codeRanges.sort { $0.record.pointee.code < $1.record.pointee.code }
    for function in functions[first..<last] { handlerRanges += function.handlerRanges }
    handlerRanges.sort { $0.from < $1.from }
    return loaded[loaded.count - 1]
  }

  private func addUnit(_ unit: CodeUnit) -> LoadedUnit {
    let loaded = LoadedUnit(unit, number: units.count, vm: self)
    units.append(loaded)
    let first = functions.count
    for code in unit.functions {
      functions.append(LoadedFunction(code, number: functions.count, unit: loaded))
    }
    loaded.functions = Array(functions[first...])
    return loaded
  }

  /// Loads code of the prelude and binds its functions: `__KIND_METHOD` becomes a method, `__function_NAME` a builtin. The
  /// value of the code, when it has one, is a dict of the namespaces.
  package func loadPrelude(_ unit: CodeUnit) throws(VerificationError) {
    let loaded = try load(unit)
    if case .finished(let namespaces) = run(loaded) {
      for (name, entries) in namespaces.dictEntries where entries.isDict {
        loadedPrelude.insert(name)
        define(global: name, newHandle(NamespaceState(entries.retained())))
      }
      release(namespaces)
    }
    for function in loaded.functions {
      guard let declaredName = function.code.declaredName else { continue }
      loadedPrelude.insert(declaredName)
      guard let (kind, name) = preludeNameParts(declaredName) else { continue }
      if kind == "function" { preludeFunctions[name] = function.record }
      guard let receiver = MethodReceiver(rawValue: kind) else { continue }
      methodEntry(receiver.tag, name).pointee = MethodEntry(
        native: -1, function: function.record)
    }
  }

  /// Forgets the protected code of a function.
  func forgetHandlers(of function: LoadedFunction) {
    let start = function.record.pointee.code
    handlerRanges.removeAll { $0.from >= start && $0.from < start + function.codeBytes }
  }

  /// The constructor function of a struct: takes a dict of fields (02 §10.1).
  func constructor(of structure: Int, in unit: LoadedUnit) -> LoadedFunction {
    let name = String(
      decoding: unit.shapes[structure].pointee.type.pointee.name.buffer, as: UTF8.self)
    var code = FunctionCode(name: name)
    code.parameters = [ParameterCode(name: "fields")]
    code.localCount = 1
    code.maximumDepth = 1
    code.instructions = [
      Instruction(.loadLocal, 0), Instruction(.structFromDict, structure), Instruction(.returnValue),
    ]
    code.ranges = [.none, .none, .none]
    code.isHidden = true
    let function = LoadedFunction(code, number: functions.count, unit: unit)
    functions.append(function)
    var loader = FunctionLoader(function, unit: unit, vm: self)
    loader.load()
    codeRanges.append(function)
    return function
  }

  /// The path of an assignment target; it lives as long as the machine.
  func addPath(_ steps: [PathStep]) -> UnsafeMutablePointer<AccessPath> {
    let cached = UnsafeMutablePointer<CachedStep>.allocate(capacity: max(steps.count, 1))
    var path: [AccessStep] = []
    for (index, step) in steps.enumerated() {
      var name: StringPointer?
      switch step {
      case .property(let text):
        let interned = types.intern(text)
        _ = hash(interned)
        name = interned
        path.append(.property(interned))
      case .index: path.append(.index)
      }
      (cached + index).initialize(to: CachedStep(name: name, shape: nil, place: 0))
    }
    let record = UnsafeMutablePointer<AccessPath>.allocate(capacity: 1)
    record.initialize(to: AccessPath(number: paths.count, count: steps.count, steps: cached))
    paths.append(path)
    pathRecords.append(record)
    return record
  }

  /// Adds a parameter check, which gets the last number; returns its accepted tags.
  func addParameterCheck(_ constant: Constant) -> ParameterTags {
    guard case .parameterType(let parameter, let type) = constant else {
      preconditionFailure("the verifier has checked the kind of the constant")
    }
    parameterChecks.append((parameter, type))
    return type.acceptedTags
  }

  // MARK: Running

  /// Runs the program of a unit to its end. Output is flushed.
  package func run(_ unit: LoadedUnit) -> RunResult { run(unit, variables: [], unset: .nilValue) }

  /// Runs the program of a unit whose first locals are `variables`, taken over; the other locals are `unset` at first.
  func run(_ unit: LoadedUnit, variables: [Value], unset: Value) -> RunResult {
    let main = unit.functions[0].record.pointee
    guard stack.start + main.frameBytes <= stack.end else {
      for variable in variables { release(variable) }
      return .failed(UncaughtError(message: "Stack overflow: too many nested calls"))
    }
    let bottom = stack.frames
    bottom.frame.pointee = Frame(
      returnPC: machine.pointee.programEnd, callerBase: stack.start, result: stack.start,
      machine: machine)
    (bottom + frameStride).frame.pointee = bottom.frame.pointee
    var sp = stack.start
    for variable in variables {
      sp.value = variable
      sp += 16
    }
    while sp < stack.start + main.localBytes {
      sp.value = unset
      sp += 16
    }
    outcome = nil
    scheduler.reset()
    machine.pointee.coroutine = nil
    machine.pointee.use(
      Registers(
        pc: main.code, sp: sp, base: stack.start, fp: bottom, stackEnd: stack.end,
        framesStart: stack.frames, framesEnd: stack.framesEnd, depthBase: 0))
    machine.pointee.pc = main.code
    machine.pointee.sp = sp
    machine.pointee.base = stack.start
    machine.pointee.fp = bottom + frameStride
    machine.pointee.running = true
    drive(machine)
    let result = outcome ?? .exited(status: 1)
    outcome = nil
    output.flush()
    return result
  }

  /// Ends the run with a value, owned.
  func finish(_ value: Value) {
    outcome = .finished(value)
    machine.pointee.running = false
    scheduler.finishProgram(errorText: nil)
  }

  /// Ends the run with an error that no handler took; consumes it.
  func finish(_ error: HarnError, _ trace: [TraceEntry]) {
    machine.pointee.running = false
    stepHooks?.didEnd(errorText: error.caughtText, task: currentTask)
    scheduler.finishProgram(errorText: error.caughtText)
    switch error {
    case .exit(let status): outcome = .exited(status: status)
    default: outcome = .failed(uncaughtError(error, trace))
    }
    if case .thrown(let value) = error { release(value) }
  }

  /// Asks the entry task to end (04 A5.2, 07 §3.3); may be called from any thread.
  package func interrupt() {
    let words = interruptWords
    words[1] = 1
    words[2] = 1
    words[0] = 1
    Bell.ring(interruptBell)
  }

  /// What safepoints look at, the request to stop, and what calls look at; all live as long as the machine. For those who
  /// cannot call `interrupt` because they may come too late: they set the second word, then the others to 1, and ring the
  /// bell.
  package var interruptWords: UnsafeMutablePointer<Int> {
    UnsafeMutableRawPointer(machine).advanced(by: MemoryLayout<Machine>.offset(of: \.interrupt)!)
      .assumingMemoryBound(to: Int.self)
  }

  /// The descriptor of the bell that wakes a program that waits; see `Bell.ring`.
  package var interruptBell: Int32 { scheduler.completions.bell.descriptor }

  /// Appends to standard output.
  package func write(_ text: String) { output.write(text) }

  // MARK: Places

  /// The function and instruction of an address in loaded code. O(log n).
  func location(_ pc: Raw) -> (function: Int, instruction: Int)? {
    var low = 0
    var high = codeRanges.count
    while low < high {
      let middle = (low + high) / 2
      if codeRanges[middle].record.pointee.code <= pc { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let function = codeRanges[low - 1]
    guard pc < function.record.pointee.code + function.codeBytes else { return nil }
    return (
      Int(function.record.pointee.number),
      function.instruction(atOffset: pc - function.record.pointee.code)
    )
  }

  /// The bottom frame of the entry task, whatever runs.
  var bottomFrame: Raw { stack.frames }

  /// The first slot of the entry task that is released with it.
  var entryStackStart: Raw { stack.start + (inputLocalBytes ?? 0) }

  /// The word that the bottom frame of the entry task returns to.
  var programEndWord: Raw { machine.pointee.programEnd }

  private func uncaughtError(_ error: HarnError, _ trace: [TraceEntry]) -> UncaughtError {
    var calls: [UncaughtError.Call] = []
    var origin: UncaughtError.Place?
    for entry in trace {
      guard let (number, instruction) = location(entry.pc) else { continue }
      let function = functions[number]
      if !function.code.isHidden {
        let place = UncaughtError.Place(
          path: function.unit.path, range: function.code.ranges[instruction])
        calls.append(UncaughtError.Call(function: function.code.name, place: place))
      }
      guard function.isModuleBody else { continue }
      // What goes wrong while a module is evaluated is an error of the import (04 B4).
      origin = calls.first?.place
      calls.removeAll()
    }
    var result = UncaughtError(
      message: error.uncaughtText, namesLine: error.namesLine, place: calls.first?.place,
      callers: Array(calls.dropFirst()))
    result.origin = origin
    return result
  }
}

/// The handler of the word that the bottom frame returns to: the program ended with the value on the stack.
@inline(never) func programEnd(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  fp.machine.vm.finish((sp - 16).value)
}

extension MethodReceiver {
  /// The row of the method table: the tag of the values, or a number beyond all tags for kinds of handles.
  var tag: Int {
    switch self {
    case .list: Int(ObjectKind.list.rawValue)
    case .dict: Int(ObjectKind.dict.rawValue)
    case .string: Int(ObjectKind.string.rawValue)
    case .range: Int(ObjectKind.range.rawValue)
    case .set: Int(ObjectKind.set.rawValue)
    case .iter: 24
    case .generator: 25
    case .channel: 26
    }
  }
}
