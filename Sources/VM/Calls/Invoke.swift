// Calls of builtins and native methods, and the look-up of names at run time.

/// Runs a native function on `bytes` of arguments at `from`, releases them and puts the result there. On an error the
/// arguments stay.
@inline(__always) private func runNative(
  _ number: Int, _ arguments: Raw, _ count: Int, _ fp: Raw
) -> Value? {
  let machine = fp.machine
  machine.pointee.callFrame = fp
  do {
    return try machine.pointee.natives[number].function(
      NativeCall(machine: machine, arguments: arguments.values, count: count))
  } catch {
    machine.pointee.failedArguments = arguments
    setError(error, fp)
    return nil
  }
}

/// How a call of a native function ended.
enum NativeOutcome {
  /// With a value, which is in its slot.
  case done
  /// With the pending error; the arguments stay.
  case failed
  /// Not yet: the running task waits. The arguments are gone.
  case suspended
}

/// Stores the result of a native function in the slot `result`, in front of the arguments up to `top`.
@inline(__always) private func store(_ value: Value?, _ result: Raw, _ top: Raw) -> NativeOutcome {
  guard let value else { return .failed }
  releaseDown(from: top, to: result)
  result.value = value
  return value.isAbsent ? .suspended : .done
}

/// The builtin of the instruction at `pc`, whose literal word is [number, name].
@inline(never) func invokeBuiltin(
  _ pc: Raw, _ from: Raw, _ bytes: Int, _ top: Raw, _ fp: Raw
) -> NativeOutcome {
  let number = (pc + 16).load(as: Int.self)
  fp.machine.pointee.callSite = pc
  if number < 0 { return callByName(pc.secondPointer(StringObject.self), bytes, top, fp) }
  return store(runNative(number, from, bytes / 16, fp), from, top)
}

/// A native method on the receiver in its slot.
@inline(never) func invokeNativeMethod(
  _ number: Int, _ receiver: Raw, _ bytes: Int, _ top: Raw, _ fp: Raw
) -> NativeOutcome {
  store(runNative(number, receiver + 16, bytes / 16, fp), receiver, top)
}

/// The builtin of this name on the `bytes` of arguments below `top`; the undefined-builtin error when there is none.
@inline(never) func callByName(
  _ name: StringPointer, _ bytes: Int, _ top: Raw, _ fp: Raw
) -> NativeOutcome {
  let vm = fp.machine.vm
  let text = String(decoding: name.buffer, as: UTF8.self)
  guard let number = vm.builtinNumbers[text] else {
    setError(.undefinedBuiltin(text, suggestion: vm.nearestBuiltin(text)), fp)
    return .failed
  }
  return store(runNative(number, top - bytes, bytes / 16, fp), top - bytes, top)
}

/// A callee that is no closure: a builtin value, else the builtin of the name as written (02 §5.5).
@inline(never) func callNotClosure(
  _ callee: Value, _ name: StringPointer, _ bytes: Int, _ top: Raw, _ fp: Raw
) -> NativeOutcome {
  if callee.isBuiltin {
    return store(
      runNative(callee.builtin.pointee.number, top - bytes, bytes / 16, fp), top - bytes, top)
  }
  if name.length == 0 {
    setError(.typeError("Cannot call \(displayText(callee))"), fp)
    return .failed
  }
  return callByName(name, bytes, top, fp)
}

/// What a method name means beyond the method tables (02 §5.8): a callable of a dict, a method of a struct type; nil else.
/// Borrowed.
@inline(never) func findMethod(_ receiver: Value, _ pc: Raw, _ fp: Raw) -> Value {
  if receiver.isDict {
    let callee = dictEntry(receiver.dict, pc.secondPointer(StringObject.self))
    return callee.isCallable ? callee : .nilValue
  }
  if let namespace = receiver.namespace {
    let callee = namespace.entry(pc.secondPointer(StringObject.self))
    return callee.isCallable ? callee : .nilValue
  }
  guard receiver.isStruct else { return .nilValue }
  // Literal word 2 remembers the shape of the struct and the method. A method that is defined again has another closure, so
  // `setMethod` advances the epoch, which empties every such cache.
  let vm = fp.machine.vm
  let shape = receiver.structure.pointee.shape
  let key = UInt(bitPattern: shape) &+ fp.machine.pointee.methodEpoch
  if (pc + 32).load(as: UInt.self) == key {
    return Value(object: (pc + 40).load(as: Raw.self), .closure)
  }
  guard let method = vm.method(of: shape.pointee.type, number: (pc + 16).load(as: Int.self)) else {
    return .nilValue
  }
  (pc + 32).storeBytes(of: key, as: UInt.self)
  (pc + 40).storeBytes(of: method.object, as: Raw.self)
  return method
}

/// The row of the method table for a handle, or for a range: a method that it lacks is that of an iterator, which then takes
/// the receiver's place (02 §12.3).
@inline(never) func methodRow(
  _ receiver: Raw, _ pc: Raw, _ machine: UnsafeMutablePointer<Machine>
) -> Int {
  let x = receiver.value
  if let sequence = x.sequence { return sequence.methods.tag }
  let own = Int(truncatingIfNeeded: x.tag)
  guard x.isA(.range) else { return own }
  let number = (pc + 16).load(as: Int.self)
  let stride = machine.pointee.methodStride
  if machine.pointee.methods[own * stride + number].isDefined { return own }
  let row = MethodReceiver.iter.tag
  guard machine.pointee.methods[row * stride + number].isDefined, let iterator = x.makeIterator()
  else { return own }
  receiver.value = iterator
  release(x)
  return row
}

// MARK: Names

/// The global or builtin of this name into the slot at `sp`, else the undefined-variable error (02 §3.4, §15.2).
@inline(never) func loadByName(_ name: StringPointer, _ pc: Raw, _ sp: Raw, _ fp: Raw) -> Bool {
  let vm = fp.machine.vm
  let text = String(decoding: name.buffer, as: UTF8.self)
  if let value = vm.globalValue(text) {
    sp.value = value.retained()
    return true
  }
  setError(.undefinedVariable(text, suggestion: vm.nearestVariable(text, at: pc)), fp)
  return false
}
