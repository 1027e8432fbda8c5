import Testing
import VM

@Suite struct AssignmentTests {
  enum Step: Sendable {
    case property(String)
    case index(Sample)
  }

  typealias Row = (root: Sample, path: [Step], value: Sample, expected: String)

  static let rows: [Row] = [
    ([1, 2], [.index(0)], 9, "[9, 2]"), ([1, 2], [.index(-1)], "x", "[1, x]"),
    ([1, 2], [.index(-9)], 0, "[0, 2]"),
    ([1], [.index(1)], 0, "Runtime error: Index 1 out of bounds for list of length 1"),
    ([], [.index(-1)], [1], "Runtime error: Index -1 out of bounds for list of length 0"),
    ([1], [.index("a")], [2], "[1]"), ("abc", [.index(0)], "x", "abc"),
    (nil, [.index(0)], [1], "nil"), (["a": 1], [.index(1)], 2, "{1: 2, a: 1}"),
    (["a": 1], [.property("a")], [2], "{a: [2]}"), (["a": 1], [.property("b")], 2, "{a: 1, b: 2}"),
    (.structure("S", [("a", 1)]), [.property("a")], 2, "S {a: 2}"),
    (.structure("S", [("b", 1)]), [.property("a")], 2, "S {a: 2, b: 1}"),
    (.structure("S", [("a", .value(.absent))]), [.property("a")], 2, "S {a: 2}"),
    (.structure("S", []), [.index("a")], [2], "S {}"),
    (5, [.property("p")], [1], "Type error: cannot set property `p` on int"),
    (nil, [.property("p")], 1, "Type error: cannot set property `p` on nil"),
    (
      ["db": ["ports": [1, 2]]], [.property("db"), .property("ports"), .index(1)], 5,
      "{db: {ports: [1, 5]}}"
    ),
    ([[1], [2]], [.index(1), .index(0)], 7, "[[1], [7]]"),
    ([["p": 1]], [.index(-1), .property("q")], 7, "[{p: 1, q: 7}]"),
    (
      .structure("S", [("items", [1])]), [.property("items"), .index(0)], "x", "S {items: [x]}"
    ),
    (["a": 1], [.property("b"), .property("c")], 1, "Type error: cannot set property `c` on nil"),
    (["a": 1], [.property("b"), .index(0)], 1, "{a: 1}"),
    (
      [[1]], [.index(3), .index(0)], [1],
      "Runtime error: Index 3 out of bounds for list of length 1"
    ),
    ([[1]], [.index(3), .property("a")], 1, "Type error: cannot set property `a` on nil"),
    ([1], [.index("x"), .index(0)], 1, "Type error: cannot index into list with string"),
  ]

  @Test(arguments: rows)
  func `assignment changes the target alone`(_ row: Row) {
    withMachine { vm, _ in
      for isShared in [false, true] {
        var root = row.root.make(vm)
        let other = isShared ? root.retained() : .nilValue
        let before = displayText(root)
        var keys: [Value] = []
        let path = row.path.map { step -> VirtualMachine.PathPart in
          switch step {
          case .property(let name): return .property(name)
          case .index(let sample):
            keys.append(sample.make(vm))
            return .key(keys[keys.count - 1])
          }
        }
        let value = row.value.make(vm)
        let result = outcome {
          try vm.setPath(path, of: &root, to: value)
          return root.retained()
        }
        #expect(result == row.expected)
        if isShared { #expect(displayText(other) == before) }
        for part in keys + [root, other] { part.released() }
      }
    }
  }

  @Test func `a string grows in place and keeps what is known about it right`() {
    withMachine { vm, _ in
      var text = Value(string: "")
      let pieces = ["ab", "é", "", "👨‍👩‍👧", "z"].map { Value(string: $0) }
      var expected = ""
      for round in 0..<200 {
        let piece = pieces[round % pieces.count]
        #expect(
          outcome {
            try text.add(piece, limits: vm.limits); return nil
          } == "no such method")
        expected += ["ab", "é", "", "👨‍👩‍👧", "z"][round % pieces.count]
        let count = outcome { try vm.property("count", of: text) }
        #expect(count == "\(expected.unicodeScalars.count)")
      }
      #expect(displayText(text) == expected)
      let copy = text.retained()
      #expect(
        outcome {
          try text.add(text, limits: vm.limits); return text.retained()
        } == expected + expected)
      #expect(displayText(copy) == expected)
      copy.released()
      #expect(
        outcome {
          try text.add(text, limits: vm.limits); return nil
        } == "no such method")
      #expect(displayText(text) == expected + expected + expected + expected)
      for value in pieces + [text] { value.released() }
    }
  }

  @Test func `adding in place leaves other holders alone`() {
    withMachine { vm, _ in
      let rows: [(Sample, Sample, String)] = [
        ([1], [2, "x"], "[1, 2, x]"), (["a": [1]], ["b": 2], "{a: [1], b: 2}"), (1, 2, "3"),
        ("a", "b", "ab"),
      ]
      for (left, right, expected) in rows {
        var slot = left.make(vm)
        let other = slot.retained()
        let before = displayText(other)
        let tail = right.make(vm)
        #expect(
          outcome {
            try slot.add(tail, limits: vm.limits); return slot.retained()
          } == expected)
        #expect(displayText(other) == before)
        for value in [slot, other, tail] { value.released() }
      }
    }
  }
}
