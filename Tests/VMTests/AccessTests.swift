import Testing
import VM

private let box = Sample.structure("Box", [("w", 1), ("h", .value(HarnValue.absent))])
private let mix = Sample.enumeration("Fruit", "Mix", ["kiwi", 2])

@Suite struct AccessTests {
  static let properties: [(Sample, String, String)] = [
    (["count": 7], "count", "7"), (["a": 1], "b", "nil"), (box, "w", "1"), (box, "h", "nil"),
    (box, "x", "nil"), ([1, 2], "count", "2"), ([], "empty", "true"), ([1, 2], "first", "1"),
    ([1, 2], "last", "2"), ([], "first", "nil"), ([1], "size", "nil"), ("déjà", "count", "4"),
    ("", "empty", "true"), ("x", "first", "nil"), (mix, "variant", "Mix"),
    (mix, "fields", "[kiwi, 2]"), (mix, "name", "nil"),
    (.enumeration("Color", "Red", []), "fields", "[]"), (.pair(1, "x"), "second", "x"),
    (
      .pair(1, 2), "third",
      "Type error: cannot access property `third` on pair (expected `first` or `second`)"
    ),
    (nil, "p", "Type error: cannot access property `p` on nil"),
    (5, "p", "Type error: cannot access property `p` on int"),
    (.set([1]), "count", "Type error: cannot access property `count` on set"),
    (.duration(1), "ms", "Type error: cannot access property `ms` on duration"),
  ]

  @Test(arguments: properties)
  func `reading a property`(_ sample: Sample, _ name: String, _ expected: String) {
    withMachine { vm, _ in
      let value = sample.make(vm)
      #expect(outcome { try vm.property(name, of: value) } == expected)
      let optional = expected.hasPrefix("Type error") ? "nil" : expected
      #expect(outcome { vm.optionalProperty(name, of: value) } == optional)
      value.released()
    }
  }

  static let subscripts: [(Sample, Sample, String)] = [
    ([7, 8, 9], 0, "7"), ([7, 8, 9], -1, "9"), ([7], 1, "nil"), ([7], -2, "nil"),
    ("déjà", 1, "é"), ("déjà", -1, "à"), ("abc", 3, "nil"), ("abc", -4, "nil"), ("abc", -3, "a"),
    (["1": "x"], 1, "x"), (["nil": "x"], nil, "x"), (["a": 1], "b", "nil"), (["[2]": 3], [2], "3"),
    (.range(5, 9, isExclusive: false), 1, "6"), (.range(5, 9, isExclusive: false), -1, "9"),
    (.range(5, 9, isExclusive: true), -1, "8"),
    (.range(.min, .max, isExclusive: false), -1, "9223372036854775807"),
    (
      .range(1, 3, isExclusive: false), -4,
      "Runtime error: range index out of range: index -4 for range of length 3"
    ),
    (
      .range(3, 1, isExclusive: false), 0,
      "Runtime error: range index out of range: index 0 for range of length 0"
    ),
    ([1], "a", "Type error: cannot index into list with string"),
    (nil, 0, "Type error: cannot index into nil with int"),
    (5, 0, "Type error: cannot index into int with int"),
    (.pair(1, 2), 0, "Type error: cannot index into pair with int"),
  ]

  @Test(arguments: subscripts)
  func `reading by index`(_ sample: Sample, _ index: Sample, _ expected: String) {
    withMachine { vm, _ in
      let value = sample.make(vm)
      let key = index.make(vm)
      #expect(outcome { try value.element(key) } == expected)
      value.released()
      key.released()
    }
  }

  static let slices: [(Sample, Sample, Sample, String)] = [
    ("abcdef", 1, 3, "bc"), ("abcdef", nil, -4, "ab"), ([7, 8, 9], -2, nil, "[8, 9]"),
    ([1, 2], 5, nil, "[]"), ("déjà", 1, -1, "éj"), ([1, 2, 3], -9, 2, "[1, 2]"),
    ([1, 2, 3], 2, 1, "[]"), ("abc", nil, 99, "abc"),
    (["a": 1], 0, 1, "Type error: cannot slice dict"), (nil, 0, 1, "Type error: cannot slice nil"),
    ([1], "a", 1, "Type error: slice start must be an integer, got string"),
    ([1], 0, 1.5, "Type error: slice end must be an integer, got float"),
  ]

  @Test(arguments: slices)
  func `slicing`(_ sample: Sample, _ from: Sample, _ to: Sample, _ expected: String) {
    withMachine { vm, _ in
      let value = sample.make(vm)
      let (start, end) = (from.make(vm), to.make(vm))
      #expect(outcome { try value.slice(start, end) } == expected)
      for part in [value, start, end] { part.released() }
    }
  }
}
