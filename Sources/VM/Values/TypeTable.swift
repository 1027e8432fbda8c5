/// The names, struct types, shapes, enum cases and builtin records of one machine; each exists once, so that identity is
/// equality of names.
///
/// Everything handed out is a plain record that lives as long as the table.
final class TypeTable {
  private var names = NameSet()
  private var structTypes: [StringPointer: UnsafeMutablePointer<StructType>] = [:]
  private var shapes: [ShapeKey: UnsafeMutablePointer<Shape>] = [:]
  /// All but `ok` and `err`: most programs have no other.
  private var enumCases: [NamePair: EnumCasePointer] = [:]
  private var builtins: [StringPointer: BuiltinPointer] = [:]

  /// The shapes by number.
  private(set) var allShapes: [UnsafeMutablePointer<Shape>] = []
  /// The struct types by number.
  private(set) var allStructTypes: [UnsafeMutablePointer<StructType>] = []

  /// `Result.Ok` (02 §9.3).
  let ok: EnumCasePointer
  /// `Result.Err` (02 §9.3).
  let err: EnumCasePointer

  private struct ShapeKey: Hashable {
    var type: UnsafeMutablePointer<StructType>
    var fields: [StringPointer]
  }

  private struct NamePair: Hashable {
    var enumName: StringPointer
    var variant: StringPointer

    init(enumName: StringPointer, variant: StringPointer) {
      self.enumName = enumName
      self.variant = variant
    }

    init(_ record: EnumCasePointer) {
      self.init(enumName: record.pointee.enumName, variant: record.pointee.variant)
    }
  }

  /// A table that knows `Result` and nothing else.
  init() {
    let result = names.insert("Result")
    ok = newEnumCase(result, names.insert("Ok"))
    err = newEnumCase(result, names.insert("Err"))
  }

  deinit {
    for record in builtins.values { record.deallocate() }
    for record in enumCases.values { record.deallocate() }
    ok.deallocate()
    err.deallocate()
    for record in allShapes {
      record.pointee.names.deallocate()
      record.deallocate()
    }
    for record in allStructTypes { record.deallocate() }
    names.removeAll()
  }

  /// The one string object with this text, borrowed; lives as long as the table.
  func intern(_ text: String) -> StringPointer {
    names.insert(text)
  }

  /// The struct type of this name.
  func structType(_ name: String) -> UnsafeMutablePointer<StructType> {
    let name = intern(name)
    if let known = structTypes[name] { return known }
    let type = UnsafeMutablePointer<StructType>.allocate(capacity: 1)
    type.initialize(to: StructType(name: name, number: allStructTypes.count))
    structTypes[name] = type
    allStructTypes.append(type)
    return type
  }

  /// The shape of instances of `type` with these fields in this order. The names are interned ones.
  func shape(
    _ type: UnsafeMutablePointer<StructType>, fields: [StringPointer]
  ) -> UnsafeMutablePointer<Shape> {
    let key = ShapeKey(type: type, fields: fields)
    if let known = shapes[key] { return known }
    let names = UnsafeMutablePointer<StringPointer>.allocate(capacity: max(fields.count, 1))
    for (index, name) in fields.enumerated() { (names + index).initialize(to: name) }
    let shape = UnsafeMutablePointer<Shape>.allocate(capacity: 1)
    shape.initialize(
      to: Shape(type: type, fieldCount: fields.count, names: names, number: allShapes.count))
    shapes[key] = shape
    allShapes.append(shape)
    return shape
  }

  /// The shape with the fields of `shape` and behind them `name` (02 §4.2: a field that the struct does not declare).
  func shape(
    _ shape: UnsafeMutablePointer<Shape>, adding name: StringPointer
  ) -> UnsafeMutablePointer<Shape> {
    var fields = (0..<shape.pointee.fieldCount).map { shape.pointee.names[$0] }
    fields.append(intern(String(decoding: name.buffer, as: UTF8.self)))
    return self.shape(shape.pointee.type, fields: fields)
  }

  /// The case of this enum and variant name.
  func enumCase(_ enumName: String, _ variant: String) -> EnumCasePointer {
    let key = NamePair(enumName: intern(enumName), variant: intern(variant))
    for known in [ok, err] where key == NamePair(known) { return known }
    if let known = enumCases[key] { return known }
    let record = newEnumCase(key.enumName, key.variant)
    enumCases[key] = record
    return record
  }

  /// The record of the builtin of this name; `number` is its index in the machine's table.
  func builtin(_ name: String, number: Int) -> BuiltinPointer {
    let name = intern(name)
    if let known = builtins[name] { return known }
    let record = BuiltinPointer.allocate(capacity: 1)
    record.initialize(to: BuiltinRecord(name: name, number: number))
    builtins[name] = record
    return record
  }

  /// `Result.Ok(value)` or `Result.Err(value)`; takes over the count of `value`.
  func result(_ enumCase: EnumCasePointer, _ value: Value) -> Value {
    let result = newEnum(enumCase, count: 1)
    result.enumeration.payload[0] = value
    return result
  }
}

private func newEnumCase(_ enumName: StringPointer, _ variant: StringPointer) -> EnumCasePointer {
  let record = EnumCasePointer.allocate(capacity: 1)
  record.initialize(to: EnumCase(enumName: enumName, variant: variant))
  return record
}
