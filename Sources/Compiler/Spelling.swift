/// A name as a key: compared scalar by scalar, without normalisation (01 "Identifiers").
///
/// `String` itself compares by canonical equivalence and would merge names that Harn keeps apart.
struct Spelling: Hashable {
  /// The name.
  let text: String

  /// The key of `text`.
  init(_ text: String) { self.text = text }

  static func == (lhs: Spelling, rhs: Spelling) -> Bool {
    lhs.text.utf8.elementsEqual(rhs.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
