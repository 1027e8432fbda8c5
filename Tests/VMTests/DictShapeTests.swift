import TestSupport
import Testing
import VM

private let keys: [StaticString] = [
  "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q",
]

@Suite struct DictShapeTests {
  /// With and without an index, and with as many keys as there is room for.
  @Test(arguments: [1, 2, 4, 8, 9, 10, 11, 15, 16, 17])
  func `a dict of a shape behaves like any other`(count: Int) throws {
    try balancingHeap {
      let names = keys.prefix(count).map { "\($0)" }
      let shape = DictShape(names.reversed(), in: nil)
      func filled() -> DictFiller {
        var dict = shape.begin()
        for number in 0..<count { dict.set(keys[number], Value(int: number)) }
        return dict
      }
      let dict = filled().finish()
      let extended = filled().finish(adding: [("A", Value(int: 1)), ("z", Value(int: 2))])
      var grown = filled().finish()
      for number in 0..<20 {
        let key = Value(string: "new\(number)")
        try grown.setElement(key, to: Value(int: -number))
        key.released()
      }
      #expect(dict.dictEntries.map(\.key) == names)
      #expect(extended.dictEntries.map(\.key) == ["A"] + names + ["z"])
      #expect(grown.itemCount == count + 20)
      for value in [dict, extended, grown] {
        #expect(names.map { value.entry($0)?.intValue } == Array(0..<count))
        #expect(value.entry(named: "a")?.intValue == 0)
        #expect(value.entry("absent")?.isNil ?? true)
      }
      #expect((0..<20).map { grown.entry("new\($0)")?.intValue } == (0..<20).map { -$0 })
      for value in [dict, extended, grown] { value.released() }
    }
  }

  @Test func `a repeated text is told from one that Swift calls equal`() {
    balancingHeap {
      var text = RepeatedText()
      for spelling in ["a", "a", "\u{e9}", "e\u{301}", "e\u{301}", "", "a"] {
        #expect(Array(consumedText(text.value(of: spelling)).utf8) == Array(spelling.utf8))
      }
    }
  }
}
