// The run of a program, from its first instruction to its result.

extension VirtualMachine {
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
}

// MARK: Places

extension VirtualMachine {
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
