import Bytecode

/// A function in a machine: its portable code, its record, and the map between the two forms of code.
final class LoadedFunction {
  /// The portable code.
  let code: FunctionCode
  /// The unit that it belongs to.
  let unit: LoadedUnit
  /// What instructions and closures point to.
  let record: UnsafeMutablePointer<Function>
  /// Size of the threaded code.
  private(set) var codeBytes = 0
  /// For each piece of threaded code, in order: its offset and the portable instruction it carries out.
  private var map: [(offset: Int, instruction: Int)] = []
  /// Offset of the threaded code of each portable instruction that control can jump to.
  private var offsets: [Int] = []

  /// Whether this evaluates an imported module.
  var isModuleBody: Bool { unit.isModule && unit.functions.first === self }

  /// Whether the code has been translated.
  var isTranslated: Bool { codeBytes > 0 }

  /// The record of a function whose code is filled in by `install`, at its first call.
  init(_ code: FunctionCode, number: Int, unit: LoadedUnit) {
    self.code = code
    self.unit = unit
    let parameters = code.parameters
    var flags: FunctionFlags = []
    if parameters.contains(where: \.isRest) { flags.insert(.rest) }
    if parameters.contains(where: \.hasDefault) { flags.insert(.defaults) }
    if code.kind != .plain { flags.insert(.generator) }
    if code.isHidden { flags.insert(.hidden) }
    if unit.isImportedFile { flags.insert(.importedFile) }
    let missing = ValuePointer.allocate(capacity: max(parameters.count, 1))
    for (index, parameter) in parameters.enumerated() {
      (missing + index).initialize(to: parameter.hasDefault ? .absent : .nilValue)
    }
    let names = parameters.map(\.name).joined(separator: ", ")
    record = .allocate(capacity: 1)
    record.initialize(
      to: Function(
        code: Raw(record), plainArgumentBytes: -1, capturingArgumentBytes: -1,
        parameterBytes: parameters.count * 16, localBytes: code.localCount * 16,
        // Above the deepest operand stack, calls need a few slots of their own.
        frameBytes: (code.localCount + code.maximumDepth + 8) * 16,
        captureCount: code.captures.count, selfOffset: code.selfSlot.map { $0 * 16 } ?? -1,
        flags: flags.rawValue, number: Int32(number), missingArguments: missing,
        captureSlots: unit.buffer(code.captures.map { UInt16($0) }),
        display: Value(string: "<fn(\(names))>").string,
        firstCall: Word(handler: handlerAddress(translateAndGo), a: 0, b: 0, c: 0)))
    record.pointee.code = Raw(record) + firstCallOffset
    setFastPaths()
  }

  /// Frees record and code.
  func free() {
    record.pointee.missingArguments.deallocate()
    if let display = record.pointee.display { release(Value(display)) }
    if isTranslated { record.pointee.code.deallocate() }
    record.deallocate()
  }

  /// Sets or clears the mark of a step or persona function; the machine holds the registration.
  func setTracking(_ registration: AnyObject?) {
    var flags = FunctionFlags(rawValue: record.pointee.flags)
    if registration != nil { flags.insert(.tracked) } else { flags.remove(.tracked) }
    record.pointee.flags = flags.rawValue
    record.pointee.registration = registration.map { Unmanaged.passUnretained($0) }
    setFastPaths()
  }

  /// What a span of its call covers; nil when its calls have none: those of anonymous functions and of the prelude, and of
  /// generator functions, which make a producer.
  var spanKind: SpanKind? {
    if isModuleBody { return .import }
    return code.isHidden || code.kind != .plain || code.name.hasPrefix("<") ? nil : .call
  }

  /// Sets or clears the mark of a function whose calls have spans.
  func setTracing(_ isOn: Bool) {
    guard spanKind != nil else { return }
    var flags = FunctionFlags(rawValue: record.pointee.flags)
    if isOn { flags.insert(.traced) } else { flags.remove(.traced) }
    record.pointee.flags = flags.rawValue
    setFastPaths()
  }

  private func setFastPaths() {
    let needsSlowCall = record.pointee.flags & FunctionFlags.slowCall.rawValue != 0
    let hasPrologue = !code.captures.isEmpty || code.selfSlot != nil
    let bytes = record.pointee.parameterBytes
    record.pointee.plainArgumentBytes = needsSlowCall || hasPrologue ? -1 : bytes
    record.pointee.capturingArgumentBytes = !needsSlowCall && hasPrologue ? bytes : -1
  }

  /// Copies the threaded code to its place.
  func install(_ words: [Word], map: [(offset: Int, instruction: Int)], offsets: [Int]) {
    codeBytes = words.count * 16
    let memory = Raw.allocate(byteCount: codeBytes, alignment: 16)
    words.withUnsafeBytes {
      memory.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: codeBytes)
    }
    record.pointee.code = memory
    self.map = map
    self.offsets = offsets
  }

  /// The address of the threaded code of a portable instruction that control can jump to.
  func address(ofInstruction index: Int) -> Raw { record.pointee.code + offsets[index] }

  /// The portable instruction that the threaded code at `offset` bytes carries out. O(log n).
  func instruction(atOffset offset: Int) -> Int {
    let next = map.partitioningIndex { $0.offset > offset }
    return next > 0 ? map[next - 1].instruction : 0
  }

  /// The innermost handler that protects an instruction.
  func handler(at instruction: Int) -> ExceptionHandler? {
    code.handlers.first { $0.from <= instruction && instruction < $0.to }
  }

  /// The protected code as ranges of addresses, which do not overlap.
  var handlerRanges: [HandlerRange] {
    guard !code.handlers.isEmpty else { return [] }
    var ranges: [HandlerRange] = []
    let handlerAt = code.innermostHandlers()
    for (number, entry) in map.enumerated() where handlerAt[entry.instruction] >= 0 {
      let handler = code.handlers[Int(handlerAt[entry.instruction])]
      let from = record.pointee.code + entry.offset
      let to = record.pointee.code + (number + 1 < map.count ? map[number + 1].offset : codeBytes)
      let range = HandlerRange(
        from: from, to: to, target: address(ofInstruction: handler.target),
        depthBytes: record.pointee.localBytes + handler.depth * 16, kind: kind(of: handler))
      if let last = ranges.last, last.to == from, last.target == range.target {
        ranges[ranges.count - 1].to = to
      } else {
        ranges.append(range)
      }
    }
    return ranges
  }

  private func kind(of handler: ExceptionHandler) -> HandlerRange.Kind {
    switch code.instructions[handler.target].opcode {
    case .caughtValue: .binds
    case .pop: .drops
    default: .other
    }
  }

  /// Whether a handler ends every error, so that nobody will ask for its trace.
  func catchesAll(_ handler: ExceptionHandler) -> Bool {
    switch code.instructions[handler.target].opcode {
    case .caughtValue, .pop: true
    default: false
    }
  }
}

/// A piece of threaded code and the handler for errors that it raises.
struct HandlerRange {
  var from: Raw
  var to: Raw
  /// The first instruction of the handler.
  var target: Raw
  /// Bytes from the base of the frame to the depth at which the handler begins.
  var depthBytes: Int
  var kind: Kind

  /// What a handler does with the exception first.
  enum Kind {
    /// Binds what was thrown, in one word of code.
    case binds
    /// Drops it, in one word of code.
    case drops
    case other
  }
}
