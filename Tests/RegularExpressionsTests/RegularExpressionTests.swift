import RegularExpressions
import Testing

/// The matches of a pattern.
private func matches(_ pattern: String, _ text: String) throws -> [String] {
  let expression = try RegularExpression(pattern)
  return Array(text.utf8).withUnsafeBufferPointer { bytes in
    var matches = RegularExpression.Matches(of: expression, in: bytes)
    var found: [String] = []
    while let match = matches.next() { found.append(String(decoding: bytes[match], as: UTF8.self)) }
    return found
  }
}

@Suite struct RegularExpressionTests {
  @Test func `a text that needs many states is still searched`() throws {
    // The automaton for this pattern has 2^16 states; random text visits more than fit.
    var state: UInt64 = 7
    let text = String(
      (0..<40_000).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return state >> 40 & 1 == 0 ? "a" : "b"
      })
    let found = try matches("a[ab]{15}c", text + "abbbbbbbbbbbbbbbc")
    #expect(found == ["abbbbbbbbbbbbbbbc"])
  }

  @Test func `groups of a long match are found`() throws {
    let expression = try RegularExpression("(a+)(b+)")
    let text = Array((String(repeating: "a", count: 300_000) + String(repeating: "b", count: 300_000)).utf8)
    text.withUnsafeBufferPointer { bytes in
      let groups = expression.groups(in: bytes, of: 0..<600_000)
      #expect(groups == [0..<600_000, 0..<300_000, 300_000..<600_000])
    }
  }

  @Test func `a search from the middle sees what is before it`() throws {
    let expression = try RegularExpression("\\bb|^b")
    Array("ab b".utf8).withUnsafeBufferPointer { bytes in
      #expect(expression.firstMatch(in: bytes, from: 1) == 3..<4)
    }
  }

  @Test(arguments: ["(", "a{1000000000}{100}", "(?P<1>a)", "[", "\\", "a**+", "\\xZZ", "[[:alpha:]", "(?i", "(?-)"])
  func `a bad pattern is refused`(_ pattern: String) {
    #expect(throws: PatternError.self) { try RegularExpression(pattern) }
  }
}
