// How the library reads and makes the kinds of values whose records it does not see.

extension Value {
  /// Whether this is a bytes value.
  package var isBytes: Bool { isA(.bytes) }
  /// Whether this is a set.
  package var isSet: Bool { isA(.set) }
  /// Whether this is a range.
  package var isRange: Bool { isA(.range) }

  /// The UTF-8 bytes of a string, valid while the string lives; empty for anything else.
  package var utf8: UnsafeBufferPointer<UInt8> {
    isString ? string.buffer : UnsafeBufferPointer(start: nil, count: 0)
  }

  /// A string with a copy of these bytes, which must be valid UTF-8.
  package init(utf8: UnsafeBufferPointer<UInt8>) { self.init(newString(copying: utf8)) }

  /// The item of a list, borrowed; nil when the position is outside or this is no list.
  package func listItem(_ position: Int) -> Value? {
    isList && list.isInBounds(position) ? list.pointee.items[position] : nil
  }

  /// The first int of a range and how many there are, saturated at the largest int; nil for anything else.
  package var rangeExtent: (start: Int, count: Int)? {
    isRange ? (range.pointee.from, rangeLength(self)) : nil
  }

  /// A bytes value of these octets.
  package init(octets: [UInt8]) { self = octets.withUnsafeBufferPointer { Value(octets: $0) } }
}

extension VirtualMachine {
  /// `Result.Ok(value)`; takes over the count (02 §9.3).
  package func ok(_ value: Value) -> Value { types.result(types.ok, value) }
  /// `Result.Err(value)`; takes over the count (02 §9.3).
  package func err(_ value: Value) -> Value { types.result(types.err, value) }
}

extension NativeCall {
  /// Whether the run shall stop: what takes long looks and ends early with any result.
  package var isInterrupted: Bool { machine.pointee.stopRequested != 0 }
}

extension VirtualMachine {
  /// Whether the run shall stop.
  package var isInterrupted: Bool { machine.pointee.stopRequested != 0 }
}

extension NativeCall {
  /// The path of the source file whose directory counts for the call (04 B6), as it was given: that of the innermost active
  /// function of an imported file, else that of the program; nil when no file is known. O(depth).
  package var callingSourcePath: String? {
    let vm = self.vm
    let site = machine.pointee.callSite
    for entry in vm.captureTrace(site, machine.pointee.callFrame) {
      guard let (function, _) = vm.location(entry.pc) else { continue }
      let unit = vm.functions[function].unit
      if unit.isImportedFile { return unit.path }
    }
    if !vm.sourcePath.isEmpty { return vm.sourcePath }
    return vm.location(site).map { vm.functions[$0.function].unit.path }
  }
}
