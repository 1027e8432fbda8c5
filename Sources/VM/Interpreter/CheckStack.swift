#if DEBUG
  /// Checks the operand stack after an instruction: no function takes what it did not push, or pushes beyond its frame.
  func checkStack(_ machine: UnsafeMutablePointer<Machine>) {
    let vm = machine.vm
    guard let (number, _) = vm.location(machine.pointee.pc) else { return }
    let function = vm.functions[number].record.pointee
    let sp = machine.pointee.sp
    let base = machine.pointee.base
    precondition(
      base + function.localBytes <= sp && sp <= base + function.frameBytes,
      "operand stack out of its frame in \(vm.functions[number].code.name)")
  }
#endif
