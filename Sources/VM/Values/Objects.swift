import Glibc

// The smaller counted objects. Values that stand inline behind a record start at a fixed offset.

/// A function value: the function and the captured values inline.
struct ClosureObject {
  var header: Header
  var function: UnsafeMutablePointer<Function>
  var captureCount: Int
  var pad: Int
}

typealias ClosurePointer = UnsafeMutablePointer<ClosureObject>

extension UnsafeMutablePointer where Pointee == ClosureObject {
  @inline(__always) var captures: ValuePointer {
    (Raw(self) + 32).assumingMemoryBound(to: Value.self)
  }
}

/// A struct type by name; one record per name and machine.
struct StructType {
  var name: StringPointer
  /// Index into the machine's method tables.
  var number: Int
}

/// The fields of struct instances that were made alike: type and field names in the order of their slots.
struct Shape {
  var type: UnsafeMutablePointer<StructType>
  var fieldCount: Int
  var names: UnsafeMutablePointer<StringPointer>
  /// Index in the machine's table of shapes.
  var number: Int
}

/// A struct instance: its shape and its fields inline; an unset field is `absent`.
struct StructObject {
  var header: Header
  var shape: UnsafeMutablePointer<Shape>
  static let fieldsOffset = 16
}

typealias StructPointer = UnsafeMutablePointer<StructObject>

extension UnsafeMutablePointer where Pointee == StructObject {
  @inline(__always) var fields: ValuePointer {
    (Raw(self) + StructObject.fieldsOffset).assumingMemoryBound(to: Value.self)
  }
}

/// A case of an enum by name; one record per pair of names and machine, so that identity is equality of names.
struct EnumCase {
  var enumName: StringPointer
  var variant: StringPointer
}

typealias EnumCasePointer = UnsafeMutablePointer<EnumCase>

/// A builtin function by name; one record per name and machine, so that identity is equality of names.
struct BuiltinRecord {
  var name: StringPointer
  /// Index in the machine's table of builtins.
  var number: Int
}

typealias BuiltinPointer = UnsafeMutablePointer<BuiltinRecord>

/// An enum value with payload inline.
struct EnumObject {
  var header: Header
  var enumCase: EnumCasePointer
  var count: Int
  var pad: Int
}

typealias EnumPointer = UnsafeMutablePointer<EnumObject>

extension UnsafeMutablePointer where Pointee == EnumObject {
  @inline(__always) var payload: ValuePointer {
    (Raw(self) + 32).assumingMemoryBound(to: Value.self)
  }
}

/// A pair.
struct PairObject {
  var header: Header
  var pad: Int
  var first: Value
  var second: Value
}

/// A range: its two bounds and whether the upper one is excluded.
struct RangeObject {
  var header: Header
  var from: Int
  var upTo: Int

  /// Flag: `upTo` is excluded.
  static let isExclusive: UInt8 = 1
}

/// A set: its items in insertion order in a list, and indexes over them.
struct SetObject {
  var header: Header
  /// A list value with a count of its own: the items, and `absent` in the place of each that was removed. As long as there
  /// are such places, nobody else holds the list.
  var places: Value
  /// By a hash that agrees with `==`.
  var byEquality: ItemIndex
  /// By the hash of the structural key.
  var byKey: ItemIndex
  /// How many places are those of removed items.
  var holes: Int

  /// Gives the memory of the indexes back.
  func freeIndexes() {
    free(byEquality.places)
    free(byKey.places)
  }
}

/// Where the items of a set are, by one kind of hash.
struct ItemIndex {
  /// Places in the list of the items, −1 free; nil until the first search in a larger set.
  var places: UnsafeMutablePointer<Int32>?
  var mask = 0
}

/// Octets inline behind the record.
struct BytesObject {
  var header: Header
  var length: Int
}

/// A value whose state is a Swift object: iterators, generators, channels, tasks. It has identity.
struct HandleObject {
  var header: Header
  var state: Unmanaged<HandleState>
  /// What the header marks; see `channelMark`.
  var record: Raw

  /// In the `spare` of the header: `record` is a `ChannelRecord`.
  static let channelMark: UInt16 = 1
  /// In the `spare` of the header: `record` is a `TaskRecord`.
  static let taskMark: UInt16 = 2
  /// In the `spare` of the header: `record` is an `IteratorRecord`.
  static let iteratorMark: UInt16 = 3
  /// In the `spare` of the header: `record` is a `Coroutine`.
  static let producerMark: UInt16 = 4
}

/// The state of a handle. Subclasses say what `type_of` and display show and which values they hold.
package class HandleState {
  /// The name that `type_of` returns.
  package var typeName: String { "handle" }
  /// The display form (01 "Display form").
  package var display: String { "<\(typeName)>" }
  /// Whether `==` holds between two handles (01 "Equality"); most kinds equal nothing, not even themselves.
  package func isEqual(to other: HandleState) -> Bool { false }
  /// A hash that is equal for handles that are equal by `==`; nil for a kind that equals nothing.
  package var equalityHash: UInt64? { nil }
  /// Calls `body` with every value of which the state owns a count; asked once, when the handle dies.
  package func forEachHeldValue(_ body: (Value) -> Void) {}
  /// This state if items can be drawn from it.
  var sequence: SequenceState? { nil }
  /// A state without content.
  package init() {}
}

/// The state of a handle that is not a sequence and belongs to this target. The class in between exists because Swift 6.3
/// reports a recursion that is not there for an internal class with stored properties directly below a `package` one.
class InternalState: HandleState {}

/// An error on its way to a handler.
struct ExceptionObject {
  var header: Header
  /// What kind of error it is: `ErrorKind` raw value.
  var kind: UInt8
  /// The thrown value, or the message or name of an engine error as a string value.
  var value: Value
  /// The calls that were active where the error was raised, innermost first; nil when nobody will ask for them.
  var trace: Unmanaged<Trace>?

  /// Gives the trace back.
  func freeTrace() { trace?.release() }
}

/// The calls that were active where an error was raised, innermost first.
final class Trace {
  let entries: [TraceEntry]
  init(_ entries: [TraceEntry]) { self.entries = entries }
}

/// One active call of a trace: the address of the instruction that it executes.
struct TraceEntry {
  var pc: Raw
}

extension Value {
  @inline(__always) init(_ structure: StructPointer) {
    self.init(object: Raw(structure), .structure)
  }
  @inline(__always) var closure: ClosurePointer { object.assumingMemoryBound(to: ClosureObject.self) }
  @inline(__always) var structure: StructPointer { object.assumingMemoryBound(to: StructObject.self) }
  @inline(__always) var enumeration: EnumPointer { object.assumingMemoryBound(to: EnumObject.self) }
  @inline(__always) var pair: UnsafeMutablePointer<PairObject> {
    object.assumingMemoryBound(to: PairObject.self)
  }
  @inline(__always) var range: UnsafeMutablePointer<RangeObject> {
    object.assumingMemoryBound(to: RangeObject.self)
  }
  @inline(__always) var set: UnsafeMutablePointer<SetObject> {
    object.assumingMemoryBound(to: SetObject.self)
  }
  @inline(__always) var bytes: UnsafeMutablePointer<BytesObject> {
    object.assumingMemoryBound(to: BytesObject.self)
  }
  @inline(__always) var handle: UnsafeMutablePointer<HandleObject> {
    object.assumingMemoryBound(to: HandleObject.self)
  }
  @inline(__always) var exception: UnsafeMutablePointer<ExceptionObject> {
    object.assumingMemoryBound(to: ExceptionObject.self)
  }
  /// The record of the case of an enum value, with or without payload.
  @inline(__always) var enumCase: EnumCasePointer {
    tag == Value.enumCaseTag
      ? EnumCasePointer(bitPattern: UInt(bits)).unsafelyUnwrapped : enumeration.pointee.enumCase
  }
  /// The record of a builtin value.
  @inline(__always) var builtin: BuiltinPointer {
    BuiltinPointer(bitPattern: UInt(bits)).unsafelyUnwrapped
  }
  @inline(__always) var isEnum: Bool { tag == Value.enumCaseTag || isA(.enumeration) }
}

/// A struct instance of this shape with all fields `absent`; the caller fills them in.
func newStruct(_ shape: UnsafeMutablePointer<Shape>) -> StructPointer {
  let count = shape.pointee.fieldCount
  let structure = allocate(StructObject.fieldsOffset + count * 16, .structure)
    .assumingMemoryBound(to: StructObject.self)
  structure.pointee.shape = shape
  for index in 0..<count { structure.fields[index] = .absent }
  return structure
}

/// An enum value with `count` payload values, which the caller fills in. Without payload it is a trivial value.
func newEnum(_ enumCase: EnumCasePointer, count: Int) -> Value {
  if count == 0 {
    return Value(tag: Value.enumCaseTag, bits: UInt64(UInt(bitPattern: enumCase)))
  }
  let object = allocate(32 + count * 16, .enumeration).assumingMemoryBound(to: EnumObject.self)
  object.pointee.enumCase = enumCase
  object.pointee.count = count
  object.pointee.pad = 0
  for index in 0..<count { object.payload[index] = .nilValue }
  return Value(object: Raw(object), .enumeration)
}

/// A range value.
func newRange(from: Int, upTo: Int, isExclusive: Bool) -> Value {
  let range = allocate(MemoryLayout<RangeObject>.stride, .range)
    .assumingMemoryBound(to: RangeObject.self)
  range.pointee.from = from
  range.pointee.upTo = upTo
  range.pointee.header.flags = isExclusive ? RangeObject.isExclusive : 0
  return Value(object: Raw(range), .range)
}

/// A pair value; takes over the caller's counts.
func newPair(_ first: Value, _ second: Value) -> Value {
  let pair = allocate(MemoryLayout<PairObject>.stride, .pair)
    .assumingMemoryBound(to: PairObject.self)
  pair.pointee.pad = 0
  pair.pointee.first = first
  pair.pointee.second = second
  return Value(object: Raw(pair), .pair)
}

/// A handle value with this state.
package func newHandle(_ state: HandleState) -> Value {
  let handle = allocate(MemoryLayout<HandleObject>.stride, .handle)
    .assumingMemoryBound(to: HandleObject.self)
  (Raw(handle) + MemoryLayout<HandleObject>.offset(of: \HandleObject.state)!)
    .initializeMemory(as: Unmanaged<HandleState>.self, to: Unmanaged.passRetained(state))
  return Value(object: Raw(handle), .handle)
}
