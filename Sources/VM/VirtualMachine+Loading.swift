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
}
