// Counted heap objects: plain records in malloc memory behind typed pointers.
//
// Ownership. Every operand-stack slot, local, element, dict value, field and capture owns one count of the object it
// refers to. A fused instruction that names a local borrows it and touches no count. Counts are not atomic: the objects
// of a machine are used by one thread at a time.
//
// Closures capture by value and containers are values, so cycles cannot arise; keep it so. The exception are forward cells,
// which look after their cycles themselves.

import Glibc
import Synchronization

/// What a counted object is. The raw value is also the tag of the values that refer to it.
enum ObjectKind: UInt8, CaseIterable {
  case string = 8
  case list
  case dict
  case closure
  case structure
  /// An enum value with payload.
  case enumeration
  case pair
  case range
  case set
  case bytes
  /// A handle whose state is a Swift object: iterators, channels, tasks and the like.
  case handle
  /// An error on its way to a handler; Harn code never sees it as such.
  case exception
}

/// The first eight bytes of every counted object.
struct Header {
  /// How many holders there are. 1 means that nobody else can see the object: it may be changed in place.
  var count: UInt32
  var kind: ObjectKind
  /// Meaning depends on the kind.
  var flags: UInt8
  var spare: UInt16
}

#if DEBUG
  /// Live objects of this process by kind; debug builds only. Tests compare it before and after a run.
  let liveObjects = LiveObjects()

  /// The counters behind the leak accounting of debug builds.
  final class LiveObjects: Sendable {
    private let counts = Mutex([Int](repeating: 0, count: 32))

    /// One object of `kind` more or less.
    func add(_ difference: Int, _ kind: ObjectKind) {
      counts.withLock { $0[Int(kind.rawValue)] += difference }
    }

    /// All objects alive.
    var total: Int { counts.withLock { $0.reduce(0, +) } }

    /// A line that names the kinds with live objects, for the message of a failed test.
    var summary: String {
      counts.withLock { counts in
        ObjectKind.allCases.filter { counts[Int($0.rawValue)] != 0 }
          .map { "\($0): \(counts[Int($0.rawValue)])" }.joined(separator: ", ")
      }
    }
  }

  /// Number of counted objects alive in this process; debug builds only.
  package func liveObjectCount() -> Int { liveObjects.total }
  /// The same by kind, as text; debug builds only.
  package func liveObjectSummary() -> String { liveObjects.summary }
#endif

extension Value {
  @inline(__always) var header: UnsafeMutablePointer<Header> {
    object.assumingMemoryBound(to: Header.self)
  }
}

/// Adds one holder.
@inline(__always) func retain(_ value: Value) {
  if value.isCounted { value.header.pointee.count &+= 1 }
}

/// Takes one holder away; frees the object when it was the last.
@inline(__always) func release(_ value: Value) {
  if value.isCounted {
    let header = value.header
    #if DEBUG
      precondition(
        header.pointee.count > 0 && header.pointee.count < 0x4000_0000, "release of a dead object")
    #endif
    let count = header.pointee.count &- 1
    header.pointee.count = count
    if count == 0 { destroy(value) }
  }
}

extension Value {
  /// Adds one holder and returns the value. For code outside the interpreter's hot paths.
  @discardableResult package func retained() -> Value {
    retain(self)
    return self
  }

  /// Takes one holder away. For code outside the interpreter's hot paths.
  package func released() { release(self) }
}

/// Memory for an object of `size` bytes with a count of 1. The caller initialises everything behind the header.
/// Memory that cannot be had ends the process with a message, as in any Swift program: sizes that a program chooses
/// are checked against `Limits` before.
@inline(__always) func allocate(_ size: Int, _ kind: ObjectKind) -> Raw {
  #if DEBUG
    liveObjects.add(1, kind)
  #endif
  guard let object = malloc(size) else { outOfMemory() }
  object.assumingMemoryBound(to: Header.self).initialize(
    to: Header(count: 1, kind: kind, flags: 0, spare: 0))
  return object
}

/// Turns memory from `malloc` that was filled in advance into an object with a count of 1.
func adopt(_ memory: Raw, _ kind: ObjectKind) {
  #if DEBUG
    liveObjects.add(1, kind)
  #endif
  memory.assumingMemoryBound(to: Header.self).initialize(
    to: Header(count: 1, kind: kind, flags: 0, spare: 0))
}

/// Memory outside objects: elements of lists, entries of dicts.
@inline(__always) func allocateBuffer(_ bytes: Int) -> Raw {
  guard let buffer = malloc(max(bytes, 16)) else { outOfMemory() }
  return buffer
}

/// Ends the process: the operating system has no memory left.
@inline(never) func outOfMemory() -> Never {
  preconditionFailure("out of memory")
}

/// Frees an object whose last holder is gone. Children whose count reaches zero go on a work list instead of being
/// freed by recursion, so that a list nested a million deep does not exhaust the Swift stack.
@inline(never) func destroy(_ value: Value) {
  switch value.header.pointee.kind {
  case .string, .bytes, .range: freeObject(value)
  default: destroyWithChildren(value)
  }
}

/// The general case of `destroy`.
private func destroyWithChildren(_ value: Value) {
  var pending: [Value] = []
  pending.reserveCapacity(14)
  pending.append(value)
  while let next = pending.popLast() {
    forEachChild(next) { child in
      guard child.isCounted else { return }
      child.header.pointee.count &-= 1
      guard child.header.pointee.count == 0 else { return }
      // A string has no children. Most lists hold nothing else, and this spares them the way over the work list.
      if child.isString { freeObject(child) } else { pending.append(child) }
    }
    freeObject(next)
  }
}

/// Calls `body` with every value that the object owns a count of.
private func forEachChild(_ value: Value, _ body: (Value) -> Void) {
  switch value.header.pointee.kind {
  case .string, .bytes, .range: break
  case .list:
    let list = value.list
    guard list.pointee.header.flags & ListObject.holdsCounted != 0 else { return }
    for index in 0..<list.pointee.count { body(list.pointee.items[index]) }
  case .dict:
    let dict = value.dict
    for index in 0..<dict.pointee.used {
      guard let key = dict.pointee.entries[index].key else { continue }
      body(Value(key))
      body(dict.pointee.entries[index].value)
    }
  case .closure:
    for index in 0..<value.closure.pointee.captureCount { body(value.closure.captures[index]) }
  case .structure:
    for index in 0..<value.structure.pointee.shape.pointee.fieldCount {
      body(value.structure.fields[index])
    }
  case .enumeration:
    for index in 0..<value.enumeration.pointee.count { body(value.enumeration.payload[index]) }
  case .pair:
    body(value.pair.pointee.first)
    body(value.pair.pointee.second)
  case .set: body(value.set.pointee.places)
  case .handle: value.handle.pointee.state.takeUnretainedValue().forEachHeldValue(body)
  case .exception: body(value.exception.pointee.value)
  }
}

/// Gives the memory of one object back; its children are taken care of.
func freeObject(_ value: Value) {
  let kind = value.header.pointee.kind
  switch kind {
  case .list: free(value.list.buffer)
  case .dict:
    freeParts(of: value.dict)
  case .set: value.set.pointee.freeIndexes()
  case .handle: value.handle.pointee.state.release()
  case .exception: value.exception.pointee.freeTrace()
  case .closure: value.closure.pointee.function.pointee.holders &-= 1
  default: break
  }
  #if DEBUG
    liveObjects.add(-1, kind)
    value.header.pointee.count = 0xdead_beef
  #endif
  free(value.object)
}
