import VM

/// Reports of test runs in JUnit's XML form (05b §12).
func junitBuiltins() -> BuiltinGroup {
  [.init("parse_junit_xml", parseReport)]
}

private func parseReport(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let input = call.value(0)
  let text: String
  if input.isNil || input.isAbsent {
    text = ""
  } else if let string = input.stringValue {
    text = string
  } else if typeName(input) == "bytes" {
    text = String(decoding: input.octets, as: UTF8.self)
  } else {
    throw .thrown(text: "parse_junit_xml: expected string or bytes, got \(typeName(input))")
  }
  var reader = ReportReader(text)
  return Value(list: reader.cases().map(\.value))
}

/// One `testcase` element.
private struct TestCase {
  var attributes: [String: String]
  /// The first child of each name: attributes and content.
  var children: [String: (attributes: [String: String], content: String)] = [:]

  /// The dict that programs see, owned by the caller.
  var value: Value {
    let failed = [("failure", "failed"), ("error", "errored"), ("skipped", "skipped")]
      .first { children[$0.0] != nil }
    let message = failed.flatMap { $0.1 == "skipped" ? nil : text(of: $0.0) }
    return Value(dict: [
      ("duration_ms", Value(int: milliseconds)), ("message", optional(message)), ("name", Value(string: name)),
      ("status", Value(string: failed?.1 ?? "passed")),
      ("stderr", optional(children["system-err"].map { $0.content.trimmed })),
      ("stdout", optional(children["system-out"].map { $0.content.trimmed })),
    ])
  }

  private var name: String {
    let name = attributes["name"] ?? ""
    guard let group = attributes["classname"], !group.isEmpty, !name.isEmpty else { return name }
    return "\(group)::\(name)"
  }

  private var milliseconds: Int {
    let product = (attributes["time"].flatMap(Double.init) ?? 0) * 1000
    return Int(exactly: product.rounded(.towardZero)) ?? 0
  }

  /// The message of a child and its content, whichever there are.
  private func text(of child: String) -> String? {
    guard let found = children[child] else { return nil }
    let parts = [found.attributes["message"] ?? "", found.content.trimmed].filter { !$0.isEmpty }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  private func optional(_ text: String?) -> Value { text.map { Value(string: $0) } ?? .nilValue }
}

/// Finds the test cases of a text. What is no XML ends the search; nothing is an error.
private struct ReportReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func cases() -> [TestCase] {
    var cases: [TestCase] = []
    while let tag = nextTag() {
      guard tag.name == "testcase", !tag.isClosing else { continue }
      var found = TestCase(attributes: tag.attributes)
      if !tag.isEmpty { readChildren(of: &found) }
      cases.append(found)
    }
    return cases
  }

  private mutating func readChildren(of testCase: inout TestCase) {
    while let tag = nextTag() {
      if tag.isClosing {
        if tag.name == "testcase" { return }
        continue
      }
      let content = tag.isEmpty ? "" : readContent(of: tag.name)
      if testCase.children[tag.name] == nil { testCase.children[tag.name] = (tag.attributes, content) }
    }
  }

  /// A tag between `<` and `>`.
  private struct Tag {
    var name: String
    var attributes: [String: String] = [:]
    var isClosing = false
    var isEmpty = false
  }

  /// The next tag; text, comments, declarations and CDATA sections before it are passed over.
  private mutating func nextTag() -> Tag? {
    while let start = find("<", from: position) {
      position = start + 1
      if starts("!--") {
        guard skip(to: "-->") else { return nil }
      } else if starts("![CDATA[") {
        guard skip(to: "]]>") else { return nil }
      } else if starts("!") || starts("?") {
        guard skip(to: ">") else { return nil }
      } else {
        return readTag()
      }
    }
    return nil
  }

  private mutating func readTag() -> Tag? {
    let isClosing = starts("/")
    if isClosing { position += 1 }
    var tag = Tag(name: readName())
    tag.isClosing = isClosing
    while position < bytes.count {
      skipBlanks()
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      if byte == UInt8(ascii: ">") {
        position += 1
        return tag
      }
      if byte == UInt8(ascii: "/") {
        tag.isEmpty = true
        position += 1
        continue
      }
      let name = readName()
      guard !name.isEmpty else { return nil }
      skipBlanks()
      if starts("=") {
        position += 1
        skipBlanks()
        guard let value = readQuoted() else { return nil }
        tag.attributes[name] = value
      }
    }
    return nil
  }

  private mutating func readName() -> String {
    let start = position
    let ends = Set(" \t\r\n=/><\"'".utf8)
    while position < bytes.count, !ends.contains(bytes[position]) { position += 1 }
    return text(start..<position)
  }

  private mutating func readQuoted() -> String? {
    guard position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position]) else { return nil }
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: bytes[position]) else { return nil }
    position = end + 1
    return decoded(start..<end)
  }

  /// The text up to the closing tag of `name`, which is taken; tags inside are left out.
  private mutating func readContent(of name: String) -> String {
    var content = ""
    while position < bytes.count {
      let start = find("<", from: position) ?? bytes.count
      content += decoded(position..<start)
      position = start
      if starts("<![CDATA[") {
        let end = find("]]>", from: position + 9) ?? bytes.count
        content += text((position + 9)..<end)
        position = min(end + 3, bytes.count)
      } else if let tag = nextTag(), tag.isClosing, tag.name == name {
        return content
      } else if position >= bytes.count {
        return content
      }
    }
    return content
  }

  // MARK: Bytes

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A piece of text with the five entities of XML decoded.
  private func decoded(_ range: Range<Int>) -> String {
    let parts = text(range).split(separator: "&", omittingEmptySubsequences: false)
    let entities = ["lt;": "<", "gt;": ">", "quot;": "\"", "apos;": "'", "amp;": "&"]
    var result = String(parts[0])
    for part in parts.dropFirst() {
      if let entity = entities.first(where: { part.hasPrefix($0.key) }) {
        result += entity.value + part.dropFirst(entity.key.count)
      } else {
        result += "&" + part
      }
    }
    return result
  }

  private func starts(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private func find(_ text: String, from start: Int) -> Int? {
    guard start <= bytes.count, let first = text.utf8.first else { return nil }
    var rest = bytes[start...]
    while let found = rest.firstIndex(of: first) {
      if bytes[found...].starts(with: text.utf8) { return found }
      rest = bytes[(found + 1)...]
    }
    return nil
  }

  private mutating func skip(to end: String) -> Bool {
    guard let found = find(end, from: position) else { return false }
    position = found + end.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }
}
