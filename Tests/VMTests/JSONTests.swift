import TestSupport
import Testing
import VM

/// 05 §15.
@Suite struct JSONTests {
  private func reading(_ text: String) -> String {
    do throws(JSONError) {
      let value = try parseJSON(text)
      defer { value.released() }
      return jsonText(value, JSONStyle(.shown))
    } catch {
      return "error: \(error.message)"
    }
  }

  @Test(arguments: [
    (" [1, -0, 1.5e2, 9223372036854775808] ", "[1,-0.0,150.0,9.223372036854776e18]"),
    ("{\"b\": 1, \"a\": {}, \"b\": null}", "{\"a\":{},\"b\":null}"),
    ("\"\\u00e9\\ud83d\\ude00\\n\"", "\"é😀\\n\""), ("true", "true"),
    ("[0.1, 1e-7, 123456789.125, 17976931348623157e292]", "[0.1,1e-7,123456789.125,1.7976931348623157e308]"),
    ("[4.9e-324, 2.2250738585072011e-308, 9007199254740993.0]", "[5e-324,2.225073858507201e-308,9007199254740992.0]"),
  ])
  func `texts are read`(_ text: String, _ written: String) {
    balancingHeap { #expect(reading(text) == written) }
  }

  @Test(arguments: [
    "01", "1.", "-", "1e", "+1", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\u{1}\"", "[1,]",
    "", "1 1", "1e999", "tru", "nulL", "{\"a\":}", "\"\\u12\"", "\"\\u12g4\"",
  ])
  func `mistakes are refused`(_ text: String) {
    balancingHeap { #expect(reading(text).hasPrefix("error: ")) }
  }

  @Test func `a text that is cut off or broken anywhere is refused without a leak`() {
    let text = Array(
      #"{"a": [1, -2.5e3, "x\u00e9\ud83d\ude00\n", {"b": true, "c": null}], "dé": "long enough text"}"#.utf8)
    balancingHeap {
      for end in 0..<text.count {
        #expect(reading(String(decoding: text[..<end], as: UTF8.self)).hasPrefix("error: "))
      }
      for place in text.indices where text[place] < 0x80 {
        for byte: UInt8 in [0x00, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x39] {
          var broken = text
          broken[place] = byte
          _ = reading(String(decoding: broken, as: UTF8.self))
        }
      }
    }
  }

  /// What is missing where a text without spaces was cut off: a string, the rest of a word or number, a value behind `,` and
  /// `:`, else the end of the innermost list or object.
  private func missing(behind text: Substring) -> String {
    var open: [Character] = []
    var isInString = false
    var isEscaped = false
    for character in text {
      switch character {
      case _ where isEscaped: isEscaped = false
      case "\\" where isInString: isEscaped = true
      case "\"": isInString.toggle()
      case _ where isInString: break
      case "[", "{": open.append(character)
      case "]", "}": open.removeLast()
      default: break
      }
    }
    if isInString { return "a string" }
    let word = text.reversed().prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }.reversed()
    let isWhole = ["", "true", "false", "null"].contains(String(word)) || word.last?.isNumber == true
    if !isWhole || text.isEmpty || text.last == "," || text.last == ":" { return "a value" }
    return open.last == "{" ? "an object" : "a list"
  }

  @Test func `a text that ends early tells what is missing and where`() {
    var random = SplitMix(state: 23)
    var places = 0
    balancingHeap {
      for _ in 0..<60 {
        let value = Value(list: [random.value(depth: 3), random.value(depth: 2)])
        let text = jsonText(value, JSONStyle(.shown))
        value.released()
        for end in text.unicodeScalars.indices {
          let start = text[..<end]
          #expect(
            reading(String(start))
              == "error: EOF while parsing \(missing(behind: start)) at line 1 column \(start.utf8.count)", "\(start)")
          places += 1
        }
      }
    }
    #expect(places > 3000)
  }

  @Test func `nesting is limited`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    balancingHeap {
      #expect(reading(nested(127)) == nested(127))
      #expect(reading(nested(128)) == "error: recursion limit exceeded at line 1 column 128")
      #expect(reading(nested(100_000)).hasPrefix("error: "))
    }
  }

  @Test func `what is written reads back`() {
    var random = SplitMix(state: 7)
    balancingHeap {
      for _ in 0..<400 {
        let value = random.value(depth: 4)
        for style in [JSONStyle(.shown), JSONStyle(.stored, indent: 2), JSONStyle(.stringify)] {
          let text = jsonText(value, style)
          guard let back = try? parseJSON(text) else {
            Issue.record("not readable: \(text)")
            continue
          }
          #expect(isEqual(back, value), "\(text)")
          back.released()
        }
        value.released()
      }
    }
  }

  @Test func `floats read back exactly`() {
    var random = SplitMix(state: 11)
    balancingHeap {
      for _ in 0..<5000 {
        let float = Double(bitPattern: random.next())
        guard float.isFinite else { continue }
        let value = Value(float: float)
        // As a list, so that no int is read in place of a float without fraction.
        for dialect: JSONStyle.Dialect in [.stringify, .shown] {
          let text = jsonText(value, JSONStyle(dialect))
          let back = try? parseJSON(text)
          #expect(back?.numberValue == float, "\(text)")
        }
        #expect(Double(displayText(value)) == float)
      }
    }
  }
}

extension SplitMix {
  /// A value of the kinds that JSON has, owned by the caller.
  fileprivate mutating func value(depth: Int) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
    case 0: return .nilValue
    case 1: return Value(bool: Bool.random(using: &self))
    case 2: return Value(int: Int(truncatingIfNeeded: next()))
    case 3: return Value(float: Double.random(in: -1e9...1e9, using: &self))
    case 4, 5: return Value(string: text())
    case 6: return Value(list: (0..<Int.random(in: 0..<5, using: &self)).map { _ in value(depth: depth - 1) })
    default:
      return Value(dict: (0..<Int.random(in: 0..<5, using: &self)).map { _ in (text(), value(depth: depth - 1)) })
    }
  }

  private mutating func text() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "b", "\"", "\\", "\n", "\t", "\u{1}", "\u{7f}", "\u{85}", "é", "語", "😀", "/", " ",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<20, using: &self) {
      text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &self)])
    }
    return text
  }
}
