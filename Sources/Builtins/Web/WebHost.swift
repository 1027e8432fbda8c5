import VM

/// The host of a web URL as the WHATWG writes it: numbers in their usual form, names in lower case and in ASCII.
enum WebHost {
  /// A name, or the numbers of an IPv4 address in whatever form. The percent signs are decoded.
  static func text(_ name: String) throws(WebURL.Failure) -> String {
    let plain = try asciiName(compatiblyComposed(name).lowercased())
    // Octets that are not UTF-8 come as U+FFFD.
    guard !plain.isEmpty, !plain.utf8.contains(where: isForbidden), !name.unicodeScalars.contains("\u{FFFD}") else {
      throw WebURL.Failure(text: "invalid domain character")
    }
    return try address(plain) ?? plain
  }

  private static func isForbidden(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x7f || "#/:<>?@[\\]^|%".utf8.contains(byte)
  }

  // MARK: IPv4

  /// The address that a name ending in a number is; nil for any other name.
  private static func address(_ name: String) throws(WebURL.Failure) -> String? {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last == "" { parts.removeLast() }
    guard let last = parts.last, !last.isEmpty,
      number(last) != nil || last.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let numbers = parts.map(number)
    guard parts.count <= 4, let tail = numbers[parts.count - 1], tail < 1 << (8 * (5 - parts.count)) else {
      throw WebURL.Failure(text: "invalid IPv4 address")
    }
    var bits = tail
    for (place, part) in numbers.dropLast().enumerated() {
      guard let part, part < 256 else { throw WebURL.Failure(text: "invalid IPv4 address") }
      bits += part << (8 * (3 - place))
    }
    return (0..<4).map { String(bits >> (24 - 8 * $0) & 255) }.joined(separator: ".")
  }

  /// A decimal number, an octal one after `0`, or a hexadecimal one after `0x`.
  private static func number(_ part: Substring) -> Int? {
    if part.hasPrefix("0x") { return part.utf8.count == 2 ? 0 : Int(part.dropFirst(2), radix: 16) }
    guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return part.count > 1 && part.hasPrefix("0") ? Int(part, radix: 8) : Int(part)
  }

  // MARK: IPv6

  /// The address between the brackets of a host, in its shortest form.
  static func shortAddress(_ text: Substring) throws(WebURL.Failure) -> String {
    guard let pieces = pieces(text) else { throw WebURL.Failure(text: "invalid IPv6 address") }
    var longest = 0..<0
    var start = 0
    for (place, piece) in (pieces + [1]).enumerated() where piece != 0 {
      if place - start > max(1, longest.count) { longest = start..<place }
      start = place + 1
    }
    let parts = pieces.map { String($0, radix: 16) }
    if longest.isEmpty { return parts.joined(separator: ":") }
    return parts[..<longest.lowerBound].joined(separator: ":") + "::"
      + parts[longest.upperBound...].joined(separator: ":")
  }

  /// The eight numbers of an address; nil when it has another form.
  private static func pieces(_ text: Substring) -> [Int]? {
    var halves: [[Int]] = [[]]
    var rest = text
    if rest.hasPrefix("::") {
      halves.append([])
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: ":") ?? rest.endIndex
      let part = rest[..<end]
      rest = rest[end...].dropFirst()
      if part.contains(".") {
        let octets = part.split(separator: ".", omittingEmptySubsequences: false).map {
          $0.count <= 3 ? UInt8($0) : nil
        }
        guard rest.isEmpty, octets.count == 4, !octets.contains(nil) else { return nil }
        let numbers = octets.map { Int($0 ?? 0) }
        halves[halves.count - 1] += [numbers[0] << 8 | numbers[1], numbers[2] << 8 | numbers[3]]
        break
      }
      guard part.utf8.count <= 4, part.utf8.allSatisfy({ hexDigit($0) != nil }), let piece = Int(part, radix: 16) else {
        return nil
      }
      halves[halves.count - 1].append(piece)
      if rest.hasPrefix(":") {
        guard halves.count == 1 else { return nil }
        halves.append([])
        rest = rest.dropFirst()
      } else if rest.isEmpty, end != text.endIndex {
        return nil
      }
    }
    let count = halves.reduce(0) { $0 + $1.count }
    if halves.count == 1 { return count == 8 ? halves[0] : nil }
    return count < 8 ? halves[0] + Array(repeating: 0, count: 8 - count) + halves[1] : nil
  }

  // MARK: Names beyond ASCII

  /// The labels that are not ASCII in Punycode (RFC 3492).
  private static func asciiName(_ name: String) throws(WebURL.Failure) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return name }
    let scalars = name.unicodeScalars.map { $0.value == 0x3002 ? "." : $0 }
    let labels = scalars.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy({ $0.count <= longestLabel }) else {
      throw WebURL.Failure(text: "invalid international domain name")
    }
    return labels.map { label in
      label.allSatisfy(\.isASCII) ? String(String.UnicodeScalarView(label)) : "xn--" + punycode(Array(label))
    }.joined(separator: ".")
  }

  /// Longer labels are no names; the time for one grows with the square of its length.
  private static let longestLabel = 1000

  private static func punycode(_ label: [Unicode.Scalar]) -> String {
    let basic = label.filter(\.isASCII)
    var text = String(String.UnicodeScalarView(basic)) + (basic.isEmpty ? "" : "-")
    var (code, delta, bias, done) = (UInt32(128), 0, 72, basic.count)
    while done < label.count {
      let next = label.lazy.map(\.value).filter { $0 >= code }.min() ?? code
      delta += Int(next - code) * (done + 1)
      code = next
      for scalar in label {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        append(delta, bias, to: &text)
        bias = adapted(delta, done + 1, isFirst: done == basic.count)
        delta = 0
        done += 1
      }
      delta += 1
      code += 1
    }
    return text
  }

  /// A number in digits of which each says whether it is the last.
  private static func append(_ number: Int, _ bias: Int, to text: inout String) {
    let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789".unicodeScalars)
    var rest = number
    var base = 36
    while true {
      let threshold = min(max(base - bias, 1), 26)
      if rest < threshold { break }
      text.unicodeScalars.append(digits[threshold + (rest - threshold) % (36 - threshold)])
      rest = (rest - threshold) / (36 - threshold)
      base += 36
    }
    text.unicodeScalars.append(digits[rest])
  }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var rest = isFirst ? delta / 700 : delta / 2
    rest += rest / count
    var steps = 0
    while rest > 455 {
      rest /= 35
      steps += 36
    }
    return steps + 36 * rest / (rest + 38)
  }
}
