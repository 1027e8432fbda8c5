/// A Harn value: a tag and a payload word, 16 bytes, trivial.
///
/// Trivial means that Swift never retains or releases it: counting is explicit (`retain`, `release` in `Heap.swift`).
/// Who holds a value owns one count of its object; what a borrowed value may be used for is said where it is handed out.
package struct Value: Sendable {
  /// What the value is; see the constants below. From `firstCountedTag` on it equals the `ObjectKind` raw value.
  package var tag: UInt64
  /// The payload: the int, the bit pattern of the float, 0 or 1, or the address of the object.
  package var bits: UInt64

  // Int is tag 0 so that "both are ints" is one OR and one test.
  static let intTag: UInt64 = 0
  static let floatTag: UInt64 = 1
  static let nilTag: UInt64 = 2
  static let boolTag: UInt64 = 3
  /// An enum value without payload; the bits are the address of its `EnumCase`.
  static let enumCaseTag: UInt64 = 4
  /// A duration; the bits are signed milliseconds.
  static let durationTag: UInt64 = 5
  /// A builtin function as a value; the bits are the address of its `BuiltinRecord`.
  static let builtinTag: UInt64 = 6
  /// No value at all: an argument that was not given, a global not yet defined, an unset field. Harn code never sees it.
  static let absentTag: UInt64 = 7
  /// Tags from here on carry the address of a counted object.
  static let firstCountedTag: UInt64 = 8

  /// A value of these two words; the object of a counted one keeps its count.
  @inline(__always) package init(tag: UInt64, bits: UInt64) {
    self.tag = tag
    self.bits = bits
  }

  /// An int.
  @inline(__always) package init(int: Int) {
    tag = Value.intTag
    bits = UInt64(bitPattern: Int64(int))
  }

  /// A float.
  @inline(__always) package init(float: Double) {
    tag = Value.floatTag
    bits = float.bitPattern
  }

  /// A bool.
  @inline(__always) package init(bool: Bool) {
    tag = Value.boolTag
    bits = bool ? 1 : 0
  }

  /// A duration in milliseconds.
  @inline(__always) package init(milliseconds: Int) {
    tag = Value.durationTag
    bits = UInt64(bitPattern: Int64(milliseconds))
  }

  /// A builtin function as a value.
  @inline(__always) init(builtin record: BuiltinPointer) {
    tag = Value.builtinTag
    bits = UInt64(UInt(bitPattern: record))
  }

  /// A counted object of this kind; takes over the caller's count.
  @inline(__always) init(object: Raw, _ kind: ObjectKind) {
    tag = UInt64(kind.rawValue)
    bits = UInt64(UInt(bitPattern: object))
  }

  /// The value nil. A computed property, because a stored static would be initialised lazily at each use.
  @inline(__always) package static var nilValue: Value { Value(tag: nilTag, bits: 0) }
  /// No value; see `absentTag`.
  @inline(__always) package static var absent: Value { Value(tag: absentTag, bits: 0) }

  @inline(__always) package var isInt: Bool { tag == Value.intTag }
  @inline(__always) package var isFloat: Bool { tag == Value.floatTag }
  @inline(__always) package var isNil: Bool { tag == Value.nilTag }
  @inline(__always) package var isBool: Bool { tag == Value.boolTag }
  @inline(__always) package var isDuration: Bool { tag == Value.durationTag }
  @inline(__always) package var isBuiltin: Bool { tag == Value.builtinTag }
  @inline(__always) package var isAbsent: Bool { tag == Value.absentTag }
  @inline(__always) var isTrue: Bool { tag == Value.boolTag && bits != 0 }
  @inline(__always) var isFalse: Bool { tag == Value.boolTag && bits == 0 }
  /// Whether the value refers to a counted object.
  @inline(__always) package var isCounted: Bool { tag >= Value.firstCountedTag }
  @inline(__always) func isA(_ kind: ObjectKind) -> Bool { tag == UInt64(kind.rawValue) }
  @inline(__always) package var isString: Bool { isA(.string) }
  @inline(__always) package var isList: Bool { isA(.list) }
  @inline(__always) package var isDict: Bool { isA(.dict) }
  @inline(__always) package var isClosure: Bool { isA(.closure) }
  @inline(__always) package var isStruct: Bool { isA(.structure) }
  @inline(__always) static func bothInt(_ a: Value, _ b: Value) -> Bool { (a.tag | b.tag) == 0 }
  @inline(__always) static func bothFloat(_ a: Value, _ b: Value) -> Bool {
    a.tag == floatTag && b.tag == floatTag
  }

  /// The payload of an int or duration.
  @inline(__always) package var int: Int { Int(Int64(bitPattern: bits)) }
  /// The payload of a float.
  @inline(__always) package var float: Double { Double(bitPattern: bits) }
  /// The address of the counted object.
  @inline(__always) var object: Raw { Raw(bitPattern: UInt(bits)).unsafelyUnwrapped }
}

typealias Raw = UnsafeMutableRawPointer
typealias ValuePointer = UnsafeMutablePointer<Value>
