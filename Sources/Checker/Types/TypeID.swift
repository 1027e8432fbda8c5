/// One type, as its number in a `TypeTable`. Equal types have equal numbers, so comparing types is comparing numbers.
struct TypeID: Hashable {
  var number: Int32
}

/// The types that every table starts with (03 §3).
extension TypeID {
  /// Not known: compatible with everything, never reported.
  static let dynamic = TypeID(number: 0)
  /// `_`, an undetermined type argument.
  static let wildcard = TypeID(number: 1)
  /// The unsafe top.
  static let any = TypeID(number: 2)
  /// The safe top.
  static let unknown = TypeID(number: 3)
  /// The bottom.
  static let never = TypeID(number: 4)

  static var int: TypeID { named(.int) }
  static var float: TypeID { named(.float) }
  static var string: TypeID { named(.string) }
  static var bool: TypeID { named(.bool) }
  static var null: TypeID { named(.null) }
  static var list: TypeID { named(.list) }
  static var dict: TypeID { named(.dict) }
  static var set: TypeID { named(.set) }
  static var closure: TypeID { named(.closure) }
  static var duration: TypeID { named(.duration) }
  static var range: TypeID { named(.range) }
  static var iter: TypeID { named(.iter) }

  /// The plain type of that name.
  static func named(_ name: BuiltinTypeName) -> TypeID {
    TypeID(number: 5 + name.rawValue)
  }
}

/// The plain names of types that the rules mention. They are the first names of every `NameTable`.
///
/// The first nine are those that `type_of` conditions tell apart, in the order of 03 §9.3.
enum BuiltinTypeName: Int32, CaseIterable {
  case int, string, float, bool, null, list, dict, closure, bytes
  case set, duration, range, iter, lowerGenerator, generator, lowerStream, stream
  case result, schema, pair

  /// How many names `type_of` conditions tell apart.
  static let tested: Int32 = 9

  /// As programs write it.
  var spelling: String {
    switch self {
    case .int: "int"
    case .string: "string"
    case .float: "float"
    case .bool: "bool"
    case .null: "nil"
    case .list: "list"
    case .dict: "dict"
    case .closure: "closure"
    case .bytes: "bytes"
    case .set: "set"
    case .duration: "duration"
    case .range: "range"
    case .iter: "iter"
    case .lowerGenerator: "generator"
    case .generator: "Generator"
    case .lowerStream: "stream"
    case .stream: "Stream"
    case .result: "Result"
    case .schema: "Schema"
    case .pair: "Pair"
    }
  }

  /// The number of the name.
  var id: NameID { NameID(number: rawValue) }
}
