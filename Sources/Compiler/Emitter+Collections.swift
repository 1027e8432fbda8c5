import Bytecode
import Diagnostics
import Syntax

// MARK: - Lists, dicts, structs, enums (01 "Collection literals and spread", 02 §9, §10)

extension FunctionEmitter {
  /// Literals longer than this are built piece by piece, so that their size costs no stack.
  static let chunk = 64

  /// Pushes a list.
  func emitList(_ items: [ListItem], at range: SourceRange) throws(CompileError) {
    var pending = 0
    var isStarted = false
    for item in items {
      if !isStarted, item.isSpread || pending == Self.chunk {
        emit(.makeList, pending, at: range)
        isStarted = true
      }
      try emitValue(item.value)
      pending += 1
      if isStarted { emit(item.isSpread ? .listSpread : .listAppend, at: item.value.range) }
    }
    if !isStarted { emit(.makeList, pending, at: range) }
  }

  /// Pushes a dict.
  func emitDict(_ entries: [DictEntry], at range: SourceRange) throws(CompileError) {
    var pending = 0
    var isStarted = false
    func start() {
      if !isStarted { emit(.makeDict, pending, at: range) }
      isStarted = true
    }
    for entry in entries {
      if pending == Self.chunk / 2 { start() }
      switch entry {
      case .spread(let operand, let spreadRange):
        start()
        try emitValue(operand)
        emit(.dictSpread, at: spreadRange)
        continue
      case .named(let key, let value):
        emitConstant(.string(key.text), at: key.range)
        try emitEntryValue(value, key: key.text)
      case .computed(let key, let value):
        try emitValue(key)
        try emitValue(value)
      }
      pending += 1
      if isStarted { emit(.dictPut, at: range) }
    }
    start()
  }

  /// Pushes the value of a dict entry; under `output_schema` an alias name is its schema (03 §13.2).
  private func emitEntryValue(_ value: Expression, key: String) throws(CompileError) {
    if key == "output_schema", try emitSchema(namedBy: value) { return }
    try emitValue(value)
  }

  /// Pushes an instance of a struct (02 §10.1).
  func emitStruct(
    _ name: Name, _ entries: [DictEntry], at range: SourceRange
  ) throws(CompileError) {
    var fields: [String] = []
    for case .named(let key, _) in entries { fields.append(key.text) }
    let structure = unit.structure(name.text, mentioned: fields)
    guard fields.count == entries.count, fields.count <= Self.chunk else {
      try emitDict(entries, at: range)
      return emit(.structFromDict, structure, at: range)
    }
    for case .named(_, let value) in entries { try emitValue(value) }
    let literal = Constant.structLiteral(structure: structure, fields: fields)
    emit(.makeStruct, unit.constant(literal), at: range)
  }

  /// Pushes a variant of the enum that `receiver` names (02 §9.2).
  func emitEnum(
    _ receiver: Expression, _ variant: Name, _ payload: [ListItem]
  ) throws(CompileError) {
    let enumName = enumName(receiver) ?? ""
    if payload.contains(where: \.isSpread) || payload.count > Self.chunk {
      try emitList(payload, at: variant.range)
      let enumCase = Constant.enumCase(enumName: enumName, variant: variant.text)
      return emit(.makeEnumSpread, unit.constant(enumCase), at: variant.range)
    }
    for item in payload { try emitValue(item.value) }
    emitEnumCase(enumName, variant.text, payloadCount: payload.count, at: variant.range)
  }

  /// Turns the topmost values into an enum value.
  func emitEnumCase(
    _ enumName: String, _ variant: String, payloadCount: Int, at range: SourceRange
  ) {
    let enumCase = Constant.enumCase(enumName: enumName, variant: variant)
    emit(.makeEnum, unit.constant(enumCase), payloadCount, at: range)
  }
}
