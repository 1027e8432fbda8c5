import Testing
import VM

@Suite struct MethodTests {
  typealias Row = (receiver: Sample, method: String, arguments: [Sample], expected: String)

  static let strings: [Row] = [
    ("déjà", "count", [], "4"), ("a\r\nb", "len", [], "4"), ("", "empty", [], "true"),
    ("abc", "contains", [""], "true"), ("a12", "contains", [12], "true"),
    ("abc", "starts_with", ["ab"], "true"), ("abc", "ends_with", ["bc"], "true"),
    ("abc", "ends_with", ["xabc"], "false"), ("déjà", "index_of", ["à"], "3"),
    ("abc", "index_of", [""], "0"), ("abc", "index_of", ["x"], "-1"),
    ("éaéa", "last_index_of", ["a"], "3"), ("déjà", "last_index_of", [""], "4"),
    ("x", "replace", ["", "-"], "-x-"), ("éé", "replace", ["", "-"], "-é-é-"),
    ("aaa", "replace", ["aa", "b"], "ba"), ("abc", "replace", ["b"], "nil"),
    ("a1b1", "replace", [1, nil], "anilbnil"),
    ("a,b,,", "split", [], "[a, b, , ]"), ("", "split", [","], "[]"),
    ("ab", "split", [""], "[, a, b, ]"), ("a--b", "split", ["--"], "[a, b]"),
    ("a\r\nb\n\nc\r", "lines", [], "[a, b, , c\r]"), ("", "lines", [], "[]"), ("x\n", "lines", [], "[x]"),
    ("dé", "chars", [], "[d, é]"), ("\u{2003} x \n", "trim", [], "x"),
    (" x ", "trim_start", [], "x "), (" x\u{a0}", "trim_end", [], " x"), ("  ", "trim", [], ""),
    ("ÀB", "lower", [], "àb"), ("straße", "upper", [], "STRASSE"), ("AbC", "to_lower", [], "abc"),
    ("ΟΔΟΣ", "lowercase", [], "οδος"), ("AbC", "uppercase", [], "ABC"),
    ("déjà vu", "substring", [2, 4], "jà"), ("abc", "substring", [], "abc"),
    ("abc", "substring", [-5, -1], "abc"), ("abc", "substring", [2, 1], ""),
    ("abc", "substring", ["x", 2], "ab"), ("abc", "substring", [9], ""),
    ("déjà", "char_at", [1], "é"), ("abc", "char_at", [-1], "nil"), ("abc", "char_at", [3], "nil"),
    ("ab", "repeat", [], "ab"), ("ab", "repeat", [2], "abab"), ("ab", "repeat", [0], ""),
    ("déjà", "reverse", [], "àjéd"), ("abc", "pad_left", [6, "<>"], "<<<abc"),
    ("é", "pad_right", [3, "à"], "éàà"), ("abc", "pad_left", [2], "abc"),
    ("abc", "pad_left", [-5], "abc"), ("a", "pad_right", [3, ""], "a  "),
    ("a", "pad_left", [.value(HarnValue(int: .min))], "a"),
    ("abc", "frobnicate", [1, 2], "no such method"),
  ]

  static let lists: [Row] = [
    ([1, 2], "count", [], "2"), ([], "empty", [], "true"), ([1, 2, 3], "first", [], "1"),
    ([1, 2, 3], "first", [2], "[1, 2]"), ([1, 2, 3], "last", [2], "[2, 3]"),
    ([1], "first", [0], "[]"), ([1], "last", [-3], "[]"), ([1], "last", [9], "[1]"),
    ([3, 1, 2], "sort", [], "[1, 2, 3]"), (["b", "a", "B"], "sort", [], "[B, a, b]"),
    ([2.5, 1, 2], "sort", [], "[1, 2, 2.5]"), ([3, "a", 1], "sort", [], "[3, a, 1]"),
    ([true, nil, false], "sort", [], "[true, nil, false]"), ([1, "x"], "reverse", [], "[x, 1]"),
    ([1, nil, "x"], "join", [], "1nilx"), ([1, 2], "join", [nil], "1nil2"), ([], "join", [","], ""),
    ([1, [2]], "contains", [[2.0]], "true"), ([1, 2], "index_of", [2.0], "1"),
    ([1], "index_of", ["1"], "-1"),
    (["x", "y"], "enumerate", [], "[{index: 0, value: x}, {index: 1, value: y}]"),
    ([1, 2], "zip", [["a"]], "[[1, a]]"), ([1], "zip", [5], "[]"),
    ([1, 2, 3], "slice", [1], "[2, 3]"), ([1, 2, 3], "slice", [-2, -1], "[2]"),
    ([1, 2], "slice", [1, 0], "[]"), ([1, 2], "slice", ["a", nil], "[1, 2]"),
    ([1, 2, 3], "take", [2], "[1, 2]"), ([1, 2], "take", [], "[]"), ([1, 2], "skip", [1], "[2]"),
    ([1, 2], "skip", [-1], "[1, 2]"), ([1, 1.0, 1], "unique", [], "[1, 1.0]"),
    ([0.0, -0.0, [1], [1], ["a": 1], ["a": 1]], "unique", [], "[0.0, -0.0, [1], {a: 1}]"),
    ([.set([1, 2]), .set([2, 1]), .pair(1, 2), .pair(1, 2)], "unique", [], "[set(1, 2), (1, 2)]"),
    (["a", "ab", "a"], "unique", [], "[a, ab]"), ([1, "x", 2], "sum", [], "3"),
    ([1, 2.5], "sum", [], "3.5"), ([], "sum", [], "0"), ([2, 1, 3], "min", [], "1"),
    ([1, 3.0, 3], "max", [], "3.0"), ([], "max", [], "nil"), ([[1, [2]], 3], "flatten", [], "[1, [2], 3]"),
    ([1], "push", [["x"]], "[1, [x]]"), ([1], "push", [], "[1]"), ([1], "push", [nil], "[1, nil]"),
    ([1, 2], "pop", [], "[1]"), ([], "pop", [], "[]"), ([1, 2, 3], "chunk", [2], "[[1, 2], [3]]"),
    ([1, 2], "each_slice", [], "[[1], [2]]"), ([1, 2], "chunk", [.value(HarnValue(int: .max))], "[[1, 2]]"),
    ([1, 2, 3], "window", [], "[[1, 2], [2, 3]]"), ([1, 2, 3, 4], "each_cons", [2, 2], "[[1, 2], [3, 4]]"),
    ([1], "sliding_window", [2], "[]"), ([1, nil, 0], "compact", [], "[1, 0]"),
    ([true, nil, true], "tally", [], "{nil: 1, true: 2}"), ([4], "len", [], "no such method"),
  ]

  static let dicts: [Row] = [
    (["b": 1, "a": [2]], "keys", [], "[a, b]"), (["b": 1, "a": [2]], "values", [], "[[2], 1]"),
    (["b": 1, "a": [2]], "entries", [], "[{key: a, value: [2]}, {key: b, value: 1}]"),
    (["count": 9], "count", [], "1"), (["a": nil], "has", ["a"], "true"), (["1": 0], "has", [1], "true"),
    (["a": nil], "get", ["a", 5], "nil"), ([:], "get", ["a", [5]], "[5]"), ([:], "get", ["a"], "nil"),
    (["a": 1, "b": 2], "merge", [["b": [3]]], "{a: 1, b: [3]}"), (["a": 1], "merge", [5], "{a: 1}"),
    (["a": 1, "b": [2]], "remove", ["b"], "{a: 1}"), (["a": 1], "remove", ["b"], "{a: 1}"),
  ]

  static let ranges: [Row] = [
    (.range(1, 5, isExclusive: false), "len", [], "5"), (.range(3, 1, isExclusive: false), "count", [], "0"),
    (.range(.min, .max, isExclusive: false), "len", [], "9223372036854775807"),
    (.range(1, 1, isExclusive: true), "empty", [], "true"), (.range(3, 1, isExclusive: false), "first", [], "nil"),
    (.range(1, 3, isExclusive: true), "last", [], "2"), (.range(1, 3, isExclusive: true), "contains", [3], "false"),
    (.range(1, 3, isExclusive: true), "to_string", [], "1 to 3 exclusive"),
  ]

  @Test(arguments: strings + lists + dicts + ranges)
  func `methods`(_ row: Row) {
    withMachine { vm, _ in
      let receiver = row.receiver.make(vm)
      let before = displayText(receiver)
      let arguments = row.arguments.map { $0.make(vm) }
      #expect(
        outcome { try vm.callNative(method: row.method, of: receiver, arguments) } == row.expected,
        "\(before).\(row.method)")
      #expect(displayText(receiver) == before)
      for value in arguments + [receiver] { value.released() }
    }
  }

  @Test func `sorting is stable and ends with any mixture`() {
    withMachine { vm, _ in
      let seed: UInt64 = 0x5eed_0002
      var generator = SplitMix(state: seed)
      for _ in 0..<50 {
        let pairs = (0..<100).map { index in
          Value(pair: Value(int: Int.random(in: 0..<10, using: &generator)), Value(int: index))
        }
        let list = Value(list: pairs)
        let sorted = outcome { try vm.callNative(method: "sort", of: list) }
        let expected = pairs.map(displayText).sorted(by: numerically)
        #expect(sorted == "[" + expected.joined(separator: ", ") + "]", "seed \(seed)")
        list.released()
      }
      let mixed = Value(
        list: (0..<1000).map { index in
          index % 3 == 0
            ? Value(int: 1000 - index)
            : index % 3 == 1 ? Value(string: "\(index)") : Value(float: index == 2 ? .nan : 0.5)
        })
      #expect(outcome { try vm.callNative(method: "sort", of: mixed) }.hasPrefix("["))
      mixed.released()
    }
  }

  private func numerically(_ a: String, _ b: String) -> Bool {
    func numbers(_ text: String) -> [Int] {
      text.dropFirst().dropLast().split(separator: ", ").compactMap { Int($0) }
    }
    return numbers(a).lexicographicallyPrecedes(numbers(b))
  }

  @Test func `results that would be too large are refused`() {
    var limits = Limits()
    limits.listElements = 1000
    limits.stringBytes = 100
    withMachine(limits: limits) { vm, _ in
      let list = Value(list: (0..<500).map { Value(int: $0) })
      let tooMany = "Runtime error: list is too large (at most 1000 elements)"
      let tooLong = "Runtime error: string is too large (at most 100 bytes)"
      let size = Value(int: 250)
      #expect(outcome { try vm.callNative(method: "window", of: list, [size]) } == tooMany)
      #expect(outcome { try vm.callNative(method: "join", of: list) } == tooLong)
      #expect(outcome { try vm.callNative(builtin: "to_string", [list]) } == tooLong)
      let text = Value(string: "abcdefghij")
      #expect(outcome { try vm.callNative(method: "pad_left", of: text, [size]) } == tooLong)
      let empty = Value(string: "")
      #expect(outcome { try vm.callNative(method: "replace", of: text, [empty, text]) } == tooLong)
      empty.released()
      text.released()
      list.released()
    }
  }

  @Test func `lists made of a text are refused when they would be too long`() {
    var limits = Limits()
    limits.listElements = 5
    withMachine(limits: limits) { vm, _ in
      let tooMany = "Runtime error: list is too large (at most 5 elements)"
      let text = Value(string: "a b c d e")
      let longer = Value(string: "a b c d e f")
      let (blank, none, list) = (Value(string: " "), Value(string: ""), Value(string: "[1,2,3,4,5]"))
      let (tooLong, lines) = (Value(string: "[1,2,3,4,5,6]"), Value(string: "1\n2\n3\n4\n5\n6"))
      defer { for value in [text, longer, blank, none, list, tooLong, lines] { value.released() } }
      #expect(outcome { try vm.callNative(method: "split", of: text, [blank]) } == "[a, b, c, d, e]")
      #expect(outcome { try vm.callNative(method: "split", of: longer, [blank]) } == tooMany)
      #expect(outcome { try vm.callNative(method: "split", of: text, [none]) } == tooMany)
      #expect(outcome { try vm.callNative(method: "chars", of: text) } == tooMany)
      #expect(outcome { try vm.callNative(method: "lines", of: lines) } == tooMany)
      #expect(outcome { try vm.callNative(builtin: "unicode_graphemes", [text]) } == tooMany)
      #expect(outcome { try vm.callNative(builtin: "json_parse", [list]) } == "[1, 2, 3, 4, 5]")
      #expect(
        outcome { try vm.callNative(builtin: "json_parse", [tooLong]) }
          == "Thrown: JSON parse error: too many elements in a list at line 1 column 12")
    }
  }

  @Test func `no dict passes its limit`() {
    var limits = Limits()
    limits.dictEntries = 2
    withMachine(limits: limits) { vm, _ in
      let tooMany = "Runtime error: dict is too large (at most 2 entries)"
      func full() -> Value { Value(dict: ["a": Value(int: 1), "b": Value(int: 2)]) }
      func setting(_ change: (inout Value) throws -> Void) -> String {
        var dict = full()
        let failure = outcome {
          try change(&dict)
          return .nilValue
        }
        defer { dict.released() }
        return failure == "nil" ? displayText(dict) : failure
      }
      let (old, new, other, text) = (
        Value(string: "a"), Value(string: "c"), full(), Value(string: #"{"a":1,"b":2,"c":3}"#)
      )
      defer { for value in [old, new, other, text] { value.released() } }
      #expect(setting { try $0.setElement(old, to: Value(int: 7), limits: limits) } == "{a: 7, b: 2}")
      #expect(setting { try $0.setElement(new, to: Value(string: "x"), limits: limits) } == tooMany)
      #expect(setting { try vm.setProperty("b", of: &$0, to: Value(int: 7)) } == "{a: 1, b: 7}")
      #expect(setting { try vm.setProperty("c", of: &$0, to: Value(int: 7)) } == tooMany)
      #expect(setting { try vm.setPath([.key(new)], of: &$0, to: Value(int: 7)) } == tooMany)
      #expect(setting { try $0.add(other, limits: limits) } == tooMany)
      #expect(
        outcome { try vm.callNative(builtin: "json_parse", [text]) }
          == "Thrown: JSON parse error: too many entries in an object at line 1 column 18")
    }
  }
}
