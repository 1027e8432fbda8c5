// Functions are verified when they are loaded and translated when they are called for the first time, so that what is never
// called costs little.

/// The first call of a function: makes its code and goes on with it. The frame is complete.
@inline(never) func translateAndGo(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let function = (pc - firstCallOffset).assumingMemoryBound(to: Function.self)
  translate(function, fp)
  go(function.pointee.code, sp, base, fp)
}
/// Apart from the handler, which must hold no object.
@inline(never) private func translate(_ function: UnsafeMutablePointer<Function>, _ fp: Raw) {
  let vm = fp.machine.vm
  let loaded = vm.functions[Int(function.pointee.number)]
  // Producers that were made before the first of them ran come here too.
  if !loaded.isTranslated { vm.translate(loaded) }
}

/// Bytes from a function record to its word `firstCall`, the last field.
var firstCallOffset: Int { MemoryLayout<Function>.size - MemoryLayout<Word>.size }

extension VirtualMachine {
  /// Makes the threaded code of a function that has none.
  func translate(_ function: LoadedFunction) {
    var loader = FunctionLoader(function, unit: function.unit, vm: self)
    loader.load()
    let code = function.record.pointee.code
    codeRanges.insert(function, at: codeRanges.partitioningIndex { $0.record.pointee.code > code })
    let ranges = function.handlerRanges
    guard let first = ranges.first else { return }
    handlerRanges.insert(contentsOf: ranges, at: handlerRanges.partitioningIndex { $0.from > first.from })
  }

  /// Binds the names in all code that is loaded, called or not, to what they mean now.
  func translateAll() {
    // Translating adds functions: the constructors of structs.
    while true {
      let waiting = functions.elements.filter { !$0.isTranslated }
      if waiting.isEmpty { return }
      for function in waiting { translate(function) }
    }
  }
}
