import Testing
import VM

@Suite struct BuiltinTests {
  typealias Row = (name: String, arguments: [Sample], expected: String)

  static let ok: Sample = .enumeration("Result", "Ok", [[5]])
  static let err: Sample = .enumeration("Result", "Err", ["bad"])

  static let conversions: [Row] = [
    ("type_of", [1.5], "float"), ("type_of", [], "nil"), ("to_string", [[1]], "[1]"),
    ("to_int", [-2.9], "-2"), ("to_int", [nan], "0"), ("to_int", [infinity], "9223372036854775807"),
    ("to_int", ["-9223372036854775808"], "-9223372036854775808"), ("to_int", ["+5"], "5"),
    ("to_int", ["9223372036854775808"], "nil"), ("to_int", [" 5"], "nil"), ("to_int", ["1_0"], "nil"),
    ("to_int", [""], "nil"), ("to_int", ["-"], "nil"), ("to_int", [true], "nil"),
    ("to_float", [2], "2.0"), ("to_float", [".5"], "0.5"), ("to_float", ["5."], "5.0"),
    ("to_float", ["-1e3"], "-1000.0"), ("to_float", ["INF"], "inf"), ("to_float", ["-infinity"], "-inf"),
    ("to_float", ["nan"], "NaN"), ("to_float", ["0x10"], "nil"), ("to_float", [" 1"], "nil"),
    ("to_float", ["1e"], "nil"), ("to_float", ["."], "nil"), ("to_float", [true], "nil"),
    ("to_list", [.set([1, 2])], "[1, 2]"), ("to_list", [[1]], "[1]"), ("to_list", ["ab"], "[ab]"),
    ("to_list", [], "[nil]"), ("len", ["👨‍👩‍👧"], "5"), ("len", [["a": 1]], "1"),
    ("len", [.range(1, 4, isExclusive: false)], "4"), ("len", [.bytes([1, 2])], "2"), ("len", [5], "0"),
    ("is_same", [[1], [1]], "false"), ("is_same", ["a", "a"], "true"), ("addr_of", [42], "int@42"),
    ("addr_of", [true], "bool@true"), ("keys", [5], "[]"), ("entries", [["a": 1]], "[{key: a, value: 1}]"),
    ("values", [["a": [1]]], "[[1]]"),
  ]

  static let results: [Row] = [
    ("Ok", [5], "Result.Ok(5)"), ("Err", [], "Result.Err(nil)"), ("is_ok", [ok], "true"),
    ("is_ok", [5], "false"), ("is_err", [err], "true"), ("unwrap", [ok], "[5]"), ("unwrap", [7], "7"),
    ("unwrap", [err], "Runtime error: unwrap called on Err: bad"), ("unwrap_or", [err, 3], "3"),
    ("unwrap_or", [ok, 3], "[5]"), ("unwrap_err", [err], "bad"),
    ("unwrap_err", [ok], "Runtime error: unwrap_err called on non-Err"), ("pair", [1, "x"], "(1, x)"),
    ("pair", [1], "Type error: pair: expected 2 arguments, got 1"),
    ("range", [4], "0 to 4 exclusive"), ("range", [1, 4], "1 to 4 exclusive"),
    ("range", ["x"], "Type error: range(n): expected integer argument"),
    ("range", [1, nil], "Type error: range(a, b): expected integer arguments"),
    ("range", [], "Type error: range expects 1 or 2 integer arguments, got 0"),
  ]

  static let failures: [Row] = [
    ("unreachable", [], "Runtime error: unreachable code was reached"),
    ("unreachable", [[1]], "Runtime error: unreachable code was reached: [1]"),
    ("assert", [1], "nil"), ("assert", [0], "Thrown: Assertion failed"),
    ("assert", [nil, "no"], "Thrown: no"), ("assert_eq", [1, 1.0], "nil"),
    ("assert_eq", [1, 2], "Thrown: Assertion failed: expected 2, got 1"),
    ("assert_eq", [1], "Thrown: assert_eq requires at least 2 arguments"),
    ("assert_ne", [1, 1], "Thrown: Assertion failed: values should not be equal: 1"),
    ("assert_ne", [1, 1, [2]], "Thrown: [2]"), ("exit", [3], "exit 3"), ("exit", [], "exit 0"),
    ("throw_error", ["m", "auth"], "Thrown: {category: auth, message: m}"),
    ("throw_error", [[1], "odd"], "Thrown: {category: generic, message: [1]}"),
    ("error_category", [["category": "x"]], "x"), ("error_category", [[:]], "generic"),
    ("error_category", ["HTTP 429"], "rate_limit"), ("error_category", ["id 1234 then 503"], "overloaded"),
    ("error_category", ["418 then 404"], "not_found"), ("error_category", ["Deadline exceeded"], "timeout"),
    ("error_category", ["Connection RESET by peer"], "transient_network"), ("error_category", [5], "generic"),
    ("error_category", ["odd"], "generic"), ("is_timeout", ["status 504"], "true"),
    ("is_timeout", [["category": "auth"]], "false"), ("is_rate_limited", ["insufficient_quota"], "true"),
  ]

  static let lists: [Row] = [
    ("chunk", [[1, 2, 3], 2], "[[1, 2], [3]]"), ("window", [[1, 2, 3]], "[[1, 2], [2, 3]]"),
    ("chunk", [5], "Type error: chunk: first argument must be a list, got int"),
    ("window", [], "Runtime error: window: first argument must be a list"),
    ("__check_list_call", ["group_by", [[1]]], "Runtime error: group_by: callback is required"),
    (
      "__check_list_call", ["flat_map", [[1], 5]],
      "Type error: flat_map: callback must be callable, got int"
    ),
    ("__check_list_call", ["flat_map", [[1], .builtin("len", 0)]], "nil"),
    ("__is_callable", [.builtin("len", 0)], "true"), ("__is_callable", [], "false"),
    ("__ordered", [[0, 1, 2, 3], ["b", "a", "b", "a"]], "[1, 3, 0, 2]"),
    ("__unique_positions", [[1, 1.0, 1]], "[0, 1]"),
    ("__group", [["x", "y", [1]], [1, 2, "1"]], "{1: [x, [1]], 2: [y]}"),
  ]

  @Test(arguments: conversions + results + failures + lists)
  func `builtins`(_ row: Row) {
    withMachine { vm, _ in
      let arguments = row.arguments.map { $0.make(vm) }
      #expect(outcome { try vm.callNative(builtin: row.name, arguments) } == row.expected, "\(row.name)")
      for value in arguments { value.released() }
    }
  }

  @Test func `output is gathered and handed over in order`() {
    withMachine { vm, host in
      let list = Value(list: [Value(int: 1), Value(string: "é")])
      for name in ["print", "println", "log"] {
        #expect(outcome { try vm.callNative(builtin: name, [list]) } == "nil")
      }
      #expect(outcome { try vm.callNative(builtin: "println") } == "nil")
      #expect(host.output == "")
      #expect(outcome { try vm.callNative(builtin: "eprintln", [list]) } == "nil")
      #expect(host.errors == "[1, é]\n")
      #expect(host.output == "[1, é][1, é]\n[harn] [1, é]\n\n")
      list.released()
      let long = Value(string: String(repeating: "x", count: 40_000))
      for _ in 0..<4 { #expect(outcome { try vm.callNative(builtin: "print", [long]) } == "nil") }
      #expect(host.output.utf8.count > 80_000)
      vm.output.flush()
      #expect(host.output.utf8.count > 160_000)
      long.released()
    }
  }

  @Test func `equal structural keys hash alike`() {
    withMachine { vm, _ in
      func hash(_ sample: Sample) -> String {
        let value = sample.make(vm)
        defer { value.released() }
        return outcome { try vm.callNative(builtin: "hash_value", [value]) }
      }
      #expect(hash([1, ["a": .set([1, 2])]]) == hash([1, ["a": .set([2, 1])]]))
      #expect(hash("7") != hash(7))
      #expect(hash(1) != hash(1.0))
      #expect(hash(["ab", "c"]) != hash(["a", "bc"]))
    }
  }
}
