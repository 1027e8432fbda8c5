import Testing
import VM

@Suite struct DisplayTests {
  static let rows: [(Sample, String)] = [
    (-12, "-12"), (0, "0"), (.value(Value(int: .min)), "-9223372036854775808"),
    (.value(Value(int: .max)), "9223372036854775807"), (10, "10"), (99, "99"), (100, "100"),
    ("a b", "a b"), (true, "true"), (false, "false"), (nil, "nil"),
    ([1, "x", [nil]], "[1, x, [nil]]"), ([], "[]"), ([""], "[]"), (["a, b"], "[a, b]"),
    (["b c": [], "a": 1], "{a: 1, b c: []}"), ([:], "{}"),
    (["b": 9, "B": 2, "_c": 3, "10": 0, "9": 0], "{10: 0, 9: 0, B: 2, _c: 3, b: 9}"),
    (.set([3, 1]), "set(3, 1)"), (.set([]), "set()"), (.pair(1, "x"), "(1, x)"),
    (.pair(.pair(1, 2), [3]), "((1, 2), [3])"),
    (.range(3, 1, isExclusive: false), "3 to 1"),
    (.range(0, 4, isExclusive: true), "0 to 4 exclusive"),
    (.structure("Pt", [("y", 2), ("x", 1)]), "Pt {x: 1, y: 2}"),
    (.structure("Pt", [("y", .value(.absent)), ("x", nil)]), "Pt {x: nil}"),
    (.structure("Pt", []), "Pt {}"),
    (.enumeration("Color", "Red", []), "Color.Red"),
    (.enumeration("Fruit", "Mix", [["kiwi"], 2]), "Fruit.Mix([kiwi], 2)"),
    (.builtin("len", 3), "<builtin len>"),
    (.duration(90_000), "90s"), (.duration(120_000), "2m"), (.duration(86_400_000), "24h"),
    (.duration(1500), "1500ms"), (.duration(0), "0ms"), (.duration(-5000), "-5s"),
    (.duration(604_800_000), "168h"),
    (.bytes([0, 255]), "b\"00ff\""), (.bytes([]), "b\"\""),
    (
      .bytes([UInt8](repeating: 0xab, count: 34)),
      "b\"" + String(repeating: "ab", count: 32) + "...+2\""
    ),
    ("déjà 👨‍👩‍👧", "déjà 👨‍👩‍👧"),
  ]

  @Test(arguments: rows)
  func `display form`(_ sample: Sample, _ expected: String) {
    withMachine { vm, _ in
      let value = sample.make(vm)
      defer { value.released() }
      #expect(displayText(value) == expected)
    }
  }

  static let floats: [(Double, String)] = [
    (2.5, "2.5"), (3, "3.0"), (0.1 + 0.2, "0.30000000000000004"),
    (1.0 / 3, "0.3333333333333333"), (1 / 10000000.0, "0.0000001"),
    (999999999999999, "999999999999999.0"), (1000000000000000, "1000000000000000"),
    (1180591620717411303424, "1180591620717411300000"), (.infinity, "inf"),
    (-.infinity, "-inf"), (.nan, "NaN"), (-0.0, "-0.0"), (0, "0.0"),
    (1e16, "10000000000000000"), (1.5e16, "15000000000000000"), (-1e21, "-1000000000000000000000"),
    (1.25e-7, "0.000000125"), (-2e-10, "-0.0000000002"), (123456.789, "123456.789"),
    (9007199254740992, "9007199254740992"), (1234567890123456.5, "1234567890123456.5"),
    (5e-5, "0.00005"), (0.0001, "0.0001"),
  ]

  @Test(arguments: floats)
  func `floats are positional with the shortest digits`(_ value: Double, _ expected: String) {
    #expect(displayText(Value(float: value)) == expected)
  }

  @Test func `a list nested a million deep is displayed, compared and freed`() {
    withMachine { _, _ in
      func nested() -> Value {
        var value = Value(list: [])
        for _ in 0..<1_000_000 { value = Value(list: [value]) }
        return value
      }
      let a = nested()
      let b = nested()
      #expect(displayText(a).utf8.count == 2_000_002)
      #expect(isEqual(a, b))
      a.released()
      b.released()
    }
  }

  @Test func `pairs, sets and dicts nested deeply are displayed and compared`() {
    withMachine { _, _ in
      func nested(_ wrap: (Value) -> Value) -> Value {
        var value = Value(int: 1)
        for _ in 0..<100_000 { value = wrap(value) }
        return value
      }
      let wraps: [(Value) -> Value] = [
        { Value(pair: $0, Value(int: 2)) }, { Value(setOf: [$0]) }, { Value(dict: [("k", $0)]) },
      ]
      for wrap in wraps {
        let a = nested(wrap)
        let b = nested(wrap)
        #expect(isEqual(a, b))
        #expect(displayText(a) == displayText(b))
        #expect(outcome { try binary(.lessOrEqual, a, b, limits: Limits()) } == "true")
        a.released()
        b.released()
      }
    }
  }

  @Test func `typed names`() {
    let rows: [(Sample, String)] = [
      (1, "int"), (1.5, "float"), ("", "string"), (nil, "nil"), (true, "bool"), ([], "list"),
      ([:], "dict"), (.set([]), "set"), (.pair(1, 2), "pair"), (.duration(1), "duration"),
      (.range(1, 2, isExclusive: true), "range"), (.bytes([]), "bytes"),
      (.structure("S", []), "struct"), (.enumeration("E", "A", []), "enum"),
      (.enumeration("E", "A", [1]), "enum"), (.builtin("len", 0), "builtin"),
    ]
    withMachine { vm, _ in
      for (sample, expected) in rows {
        let value = sample.make(vm)
        #expect(typeName(value) == expected)
        value.released()
      }
    }
  }
}

/// A small generator with a fixed sequence.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
