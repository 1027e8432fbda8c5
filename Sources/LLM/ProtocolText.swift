/// A reply text seen through the tagged text protocol (06 §12.4 `prose`, `visible_text`).
struct ProtocolText {
  /// The part for people.
  let prose: String
  /// The text without reasoning and protocol blocks.
  let visible: String
  /// The content of the last `<done>`.
  private(set) var doneMarker: String?
  /// Whether a block of the protocol occurs; reasoning alone is none.
  private(set) var isProtocolUsed = false

  /// Nil when the text has no tags, so that all of it is meant for people.
  init?(_ text: String) {
    guard contains(text, byte: UInt8(ascii: "<")) else { return nil }
    var bytes = Array(text.utf8)
    var isTagged = false
    for tag in ["think", "tool_call", "done"] {
      while let block = block(tag, in: bytes) {
        if tag == "done" { doneMarker = String(decoding: bytes[block.inner], as: UTF8.self) }
        if tag != "think" { isProtocolUsed = true }
        bytes.removeSubrange(block.outer)
        isTagged = true
      }
    }
    var proses: [String] = []
    while let block = block("assistant_prose", in: bytes) {
      proses.append(String(decoding: bytes[block.inner], as: UTF8.self))
      bytes.replaceSubrange(block.outer, with: Array(bytes[block.inner]))
    }
    if !proses.isEmpty { isProtocolUsed = true }
    let rest = String(decoding: bytes, as: UTF8.self)
    visible = isTagged || !proses.isEmpty ? trimmed(rest) : text
    prose = proses.isEmpty ? text : proses.joined(separator: "\n")
  }
}

/// The first complete block of a tag: with and without the tags.
private func block(_ tag: String, in text: [UInt8]) -> (outer: Range<Int>, inner: Range<Int>)? {
  guard let open = range(of: "<\(tag)>", in: text, from: 0),
    let close = range(of: "</\(tag)>", in: text, from: open.upperBound)
  else { return nil }
  return (open.lowerBound..<close.upperBound, open.upperBound..<close.lowerBound)
}
