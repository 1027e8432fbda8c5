import Glibc

/// A name as a key: compared scalar by scalar, without normalisation (01 "Identifiers").
///
/// `String` itself compares by canonical equivalence and would merge names that Harn keeps apart.
struct Spelling: Hashable {
  /// The name.
  let text: String

  /// The key of `text`.
  init(_ text: String) { self.text = text }

  static func == (lhs: Spelling, rhs: Spelling) -> Bool {
    let (left, right) = (lhs.text.utf8, rhs.text.utf8)
    guard left.count == right.count else { return false }
    let isEqual = left.withContiguousStorageIfAvailable { left in
      right.withContiguousStorageIfAvailable { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
      }
    }
    return isEqual.flatMap(\.self) ?? left.elementsEqual(right)
  }

  func hash(into hasher: inout Hasher) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if isDone == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}
