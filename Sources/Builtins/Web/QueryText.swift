/// Form encoding (05b §7): letters, digits and `*-._` stay, a blank becomes `+`.
func formEncoded(_ text: String) -> String {
  percentEncoded(text) { byte in
    isASCIILetter(byte) || (0x30...0x39).contains(byte) || [0x2a, 0x2d, 0x2e, 0x5f, 0x20].contains(byte)
  }.replacingBlanks()
}

extension String {
  fileprivate func replacingBlanks() -> String {
    String(decoding: utf8.map { $0 == 0x20 ? 0x2b : $0 }, as: UTF8.self)
  }
}

/// The pairs of a query in order; a leading `?` does not count.
func queryPairs(_ text: String) -> [(key: String, value: String)] {
  let query = text.utf8.first == UInt8(ascii: "?") ? text.utf8.dropFirst() : text.utf8[...]
  func decoded(_ text: Substring.UTF8View) -> String {
    String(decoding: percentDecoded(String(Substring(text)), plusIsBlank: true), as: UTF8.self)
  }
  return query.split(separator: UInt8(ascii: "&")).map { part in
    let equals = part.firstIndex(of: UInt8(ascii: "="))
    return (decoded(equals.map { part[..<$0] } ?? part), equals.map { decoded(part[part.index(after: $0)...]) } ?? "")
  }
}
