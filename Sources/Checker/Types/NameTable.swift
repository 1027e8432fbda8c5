/// A name as a number of a `NameTable`.
struct NameID: Hashable {
  var number: Int32
}

/// Every spelling that the checker met, once.
struct NameTable {
  private var numbers: [String: Int32] = [:]
  private var texts: [String] = []

  /// The number of `text`, a new one if it was not met before.
  mutating func id(_ text: String) -> NameID {
    if let number = numbers[text] { return NameID(number: number) }
    let number = Int32(texts.count)
    numbers[text] = number
    texts.append(text)
    return NameID(number: number)
  }

  /// The number of `text` if it was met before.
  func known(_ text: String) -> NameID? { numbers[text].map { NameID(number: $0) } }

  /// The spelling of a name.
  func text(_ name: NameID) -> String { texts[Int(name.number)] }

  /// How many names there are.
  var count: Int { texts.count }
}
