import Testing
import VM

@Suite struct OperatorTests {
  typealias Row = (left: Sample, operation: BinaryOperation, right: Sample, expected: String)

  static let arithmetic: [Row] = [
    (7, .divide, 2, "3"), (-7, .divide, 2, "-3"), (-7, .remainder, 3, "-1"),
    (5.5, .remainder, 2, "1.5"), (2, .power, 10, "1024"), (2.0, .power, 3, "8.0"),
    (.value(Value(int: .max)), .add, 1, "-9223372036854775808"),
    (.value(Value(int: .min)), .divide, -1, "-9223372036854775808"),
    (.value(Value(int: .min)), .remainder, -1, "0"), (0, .power, 0, "1"),
    (2, .power, -1, "0.5"), (3, .power, 64, "\(pow3of64)"), (2, .power, 4_294_967_296, "inf"),
    (1, .divide, 0, "Division by zero"), (1, .remainder, 0, "Division by zero"),
    (1.0, .remainder, 0, "Division by zero"), (1, .remainder, 0.0, "Division by zero"),
    (1.0, .divide, 0, "inf"), (-1, .divide, 0.0, "-inf"), (0.0, .divide, 0, "NaN"),
    (0.0, .multiply, -1, "-0.0"), (10, .divide, 4.0, "2.5"), (1, .add, 2.5, "3.5"),
    (3, .subtract, 5, "-2"), (3.5, .subtract, 1, "2.5"),
    ("a", .add, "é", "aé"), ("ab", .multiply, 3, "ababab"), (2, .multiply, "é", "éé"),
    ("ab", .multiply, 0, ""), ("ab", .multiply, -1, ""),
    ([1], .add, [2, "x"], "[1, 2, x]"), (["a": 1, "b": 2], .add, ["b": 3], "{a: 1, b: 3}"),
    ("n=", .add, 5, "Type error: Cannot add string and int"),
    (.duration(1), .add, 1, "Type error: Cannot add duration and int"),
    (1, .subtract, "x", "Type error: Cannot subtract string from int"),
    ([1], .multiply, 2, "Type error: Cannot multiply list and int"),
    (nil, .divide, 2, "Runtime error: Cannot divide nil by int"),
    (true, .remainder, 2, "Runtime error: Cannot modulo bool by int"),
    ("x", .power, 2, "Type error: Cannot exponentiate string by int"),
  ]

  static let comparisons: [Row] = [
    (3, .equal, 3.0, "true"), (2, .less, 2.5, "true"), (nan, .equal, nan, "false"),
    (nan, .lessOrEqual, 1, "false"), (nan, .greaterOrEqual, nan, "false"), (nan, .less, 1, "false"),
    ("é", .equal, "e\u{301}", "false"), ("Z", .less, "a", "true"), ("é", .greater, "z", "true"),
    ("a", .less, "ab", "true"), (1, .equal, true, "false"), ("1", .equal, 1, "false"),
    (nil, .equal, false, "false"), (nil, .notEqual, nil, "false"),
    ([1, [2]], .equal, [1.0, [2.0]], "true"), ([1], .equal, [1, 2], "false"),
    (["a": 1, "b": [2]], .equal, ["b": [2], "a": 1], "true"),
    (["a": 1], .equal, ["b": 1], "false"),
    (.set([1, [2]]), .equal, .set([[2.0], 1]), "true"), (.set([1, 2]), .equal, .set([1, 3]), "false"),
    (.set([.set([1, 2]), .set([3])]), .equal, .set([.set([3]), .set([2, 1])]), "true"),
    (.set([.set([1, 2]), 5]), .equal, .set([.set([1, 3]), 5]), "false"),
    (.pair(1, "a"), .equal, .pair(1.0, "a"), "true"),
    (.enumeration("E", "A", []), .equal, .enumeration("E", "A", []), "true"),
    (.enumeration("E", "A", [1]), .equal, .enumeration("E", "A", [1]), "true"),
    (.enumeration("E", "A", [1]), .equal, .enumeration("F", "A", [1]), "false"),
    (
      .structure("S", [("a", 1), ("b", 2)]), .equal, .structure("S", [("b", 2), ("a", 1)]), "true"
    ),
    (.structure("S", [("a", nil)]), .equal, .structure("S", []), "false"),
    (.structure("S", [("a", .value(.absent))]), .equal, .structure("S", []), "true"),
    (.structure("S", []), .equal, .structure("T", []), "false"),
    (.range(1, 2, isExclusive: false), .equal, .range(1, 3, isExclusive: true), "false"),
    (.duration(1000), .equal, .duration(1000), "true"),
    (.duration(1000), .less, .duration(2000), "true"), (.duration(1000), .equal, 1000, "false"),
    (.builtin("len", 1), .equal, .builtin("len", 1), "true"),
    (.bytes([1, 2]), .equal, .bytes([1, 2]), "true"), (.bytes([1]), .equal, .bytes([2]), "false"),
    (.pair(1, 2), .less, .pair(1, 3), "true"), (.pair(2, 0), .greater, .pair(1, 9), "true"),
    (.pair(.pair(1, 2), 3), .less, .pair(.pair(1, 2), 4), "true"),
    ([1], .less, [2], "false"), ([1], .lessOrEqual, [0], "true"), (1, .greaterOrEqual, "a", "true"),
    (.value(Value(int: .max)), .greater, .value(Value(int: .max - 1)), "true"),
  ]

  static let membership: [Row] = [
    (1.0, .contains, [3, 1], "true"), (2, .contains, .set([1]), "false"),
    (1, .contains, ["1": 0], "true"), (nil, .contains, ["nil": 0], "true"),
    ("", .contains, "", "true"), (12, .contains, "a12b", "true"), ("x", .notContains, "abc", "true"),
    (3, .contains, .range(1, 3, isExclusive: false), "true"),
    (3, .contains, .range(1, 3, isExclusive: true), "false"),
    (2.0, .contains, .range(1, 3, isExclusive: true), "false"), (1, .contains, nil, "false"),
    (1, .notContains, 5, "true"),
  ]

  private static var pow3of64: Int {
    (0..<64).reduce(1) { power, _ in power &* 3 }
  }

  @Test(arguments: arithmetic + comparisons + membership)
  func `operators by operand type`(_ row: Row) {
    withMachine { vm, _ in
      let left = row.left.make(vm)
      let right = row.right.make(vm)
      #expect(
        outcome { try binary(row.operation, left, right, limits: vm.limits) } == row.expected)
      left.released()
      right.released()
    }
  }

  @Test func `negation`() {
    withMachine { _, _ in
      #expect(outcome { try negate(Value(int: .min)) } == "-9223372036854775808")
      #expect(outcome { try negate(Value(float: 0)) } == "-0.0")
      #expect(
        outcome { try negate(.nilValue) } == "Runtime error: Cannot negate value of type nil")
    }
  }

  @Test func `sizes are checked before memory is taken`() {
    var limits = Limits()
    limits.stringBytes = 10
    limits.listElements = 3
    withMachine(limits: limits) { vm, _ in
      let text = Value(string: "abcde")
      let list = Value(list: [Value(int: 1), Value(int: 2)])
      let tooLong = "Runtime error: string is too large (at most 10 bytes)"
      #expect(
        outcome { try binary(.multiply, text, Value(int: 2), limits: limits) } == "abcdeabcde")
      #expect(outcome { try binary(.multiply, text, Value(int: 3), limits: limits) } == tooLong)
      #expect(outcome { try binary(.multiply, text, Value(int: .max), limits: limits) } == tooLong)
      #expect(outcome { try Value.joined([text, text, text], limits: limits) } == tooLong)
      #expect(
        outcome { try Value.joined([text, Value(int: -1234)], limits: limits) } == "abcde-1234")
      #expect(
        outcome { try binary(.add, list, list, limits: limits) }
          == "Runtime error: list is too large (at most 3 elements)")
      text.released()
      list.released()
    }
  }

  @Test(
    arguments: [
      (false, false), (nil, false), (0, false), (0.0, false), (-0.0, false), ("", false),
      ([], false), ([:], false), (.set([]), false), (.bytes([]), false), (.duration(0), false),
      (true, true), (nan, true), (1, true), ("0", true), ([nil], true),
      (.range(3, 1, isExclusive: false), true), (.structure("S", []), true),
      (.enumeration("E", "A", []), true), (.builtin("len", 0), true), (.duration(-1), true),
    ] as [(Sample, Bool)])
  func truthiness(_ sample: Sample, _ expected: Bool) {
    withMachine { vm, _ in
      let value = sample.make(vm)
      #expect(isTrue(value) == expected)
      value.released()
    }
  }
}
