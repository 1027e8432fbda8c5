import Bytecode

// How verified code gets into the machine.

extension VirtualMachine {
  /// Verifies a unit and the modules that it imports, directly or not, and makes it runnable.
  /// - Throws: `VerificationError` for code that no compiler of ours emits.
  package func load(
    _ unit: CodeUnit, modules newModules: [CodeUnit] = []
  ) throws(VerificationError) -> LoadedUnit {
    let all = newModules + [unit]
    for unit in all { try verify(unit) }
    let loaded = all.map(addUnit)
    for module in loaded.dropLast() { modules[module.path] = module }
    for (code, unit) in zip(all, loaded) { try unit.link(code) { modules[$0] } }
    for function in loaded.flatMap(\.functions) {
      if let name = function.code.declaredName, let registration = tracked[name] {
        function.setTracking(registration)
      }
      if machine.pointee.isTracing { function.setTracing(true) }
    }
    return loaded[loaded.count - 1]
  }

  private func addUnit(_ unit: CodeUnit) -> LoadedUnit {
    let loaded = LoadedUnit(unit, vm: self)
    units.append(loaded)
    loaded.functions = unit.functions.map { addFunction($0, of: loaded) }
    return loaded
  }

  private func addFunction(_ code: FunctionCode, of unit: LoadedUnit) -> LoadedFunction {
    let function = LoadedFunction(code, number: functions.nextNumber, unit: unit)
    functions.add(function)
    return function
  }

  /// Loads code of the prelude and binds its functions: `__KIND_METHOD` becomes a method, `__function_NAME` a builtin. The
  /// value of the code, when it has one, is a dict of the namespaces.
  package func loadPrelude(_ unit: CodeUnit) throws(VerificationError) {
    let loaded = try load(unit)
    translateAll()
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

  /// Gives back the code of a unit that no value refers to any more; false when one does. Inputs of a session are such units:
  /// the frames of a program are gone when it has ended.
  package func unload(_ unit: LoadedUnit) -> Bool {
    guard !machine.pointee.running, unit.isUnused else { return false }
    let all = unit.functions + unit.constructors
    units.removeAll { $0 === unit }
    unit.free()
    for function in all { forget(function) }
    for path in unit.paths {
      paths[path].free()
      paths.remove(path)
    }
    for check in unit.parameterChecks { parameterChecks.remove(check) }
    return true
  }

  private func forget(_ function: LoadedFunction) {
    let start = function.record.pointee.code
    codeRanges.removeAll { $0 === function }
    handlerRanges.removeAll { $0.from >= start && $0.from < start + function.codeBytes }
    functions.remove(Int(function.record.pointee.number))
    function.free()
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
    let function = addFunction(code, of: unit)
    unit.constructors.append(function)
    return function
  }

  /// The path of an assignment target in the code of `unit`.
  func addPath(_ steps: [PathStep], of unit: LoadedUnit) -> UnsafeMutablePointer<AccessPath> {
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
    record.initialize(to: AccessPath(number: paths.nextNumber, count: steps.count, steps: cached))
    unit.paths.append(paths.add(LoadedPath(steps: path, record: record)))
    return record
  }

  /// Adds a parameter check in the code of `unit`: its number and its accepted tags.
  func addParameterCheck(_ constant: Constant, of unit: LoadedUnit) -> (number: Int, tags: ParameterTags) {
    guard case .parameterType(let parameter, let type) = constant else {
      preconditionFailure("the verifier has checked the kind of the constant")
    }
    let number = parameterChecks.add((parameter, type))
    unit.parameterChecks.append(number)
    return (number, type.acceptedTags)
  }
}
