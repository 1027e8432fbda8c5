import Foundation
import Testing
import VM

/// The rule for floats (01 "Floats", 05 §15.2): the shortest decimal that reads back, the closest one of that length, written
/// without an exponent. The C library, which rounds correctly to any number of digits, is the judge.
@Suite struct FloatTextTests {
  /// Floats at which conversions go wrong: powers of two and ten with their neighbours, the smallest ones, decimals of few
  /// digits, and ints around the place where `.0` ends.
  private static func delicateFloats() -> [Double] {
    var floats: [Double] = [.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude]
    for exponent in -1074...1023 { floats.append(Double(sign: .plus, exponent: exponent, significand: 1)) }
    for exponent in -323...308 { floats.append(Double("1e\(exponent)") ?? .nan) }
    floats += floats.flatMap { [$0.nextUp, $0.nextDown] }
    for distance in -1000...1000 { floats.append(1e15 + Double(distance) / 4) }
    var random = SplitMix(state: 0x5eed_0001)
    for places in 0...25 {
      for _ in 0..<40 {
        let digits = random.next() >> UInt64.random(in: 1...60, using: &random)
        floats.append(Double("\(digits)e-\(places)") ?? .nan)
      }
    }
    for _ in 0..<3000 { floats.append(Double(bitPattern: random.next())) }
    for _ in 0..<300 { floats.append(Double(bitPattern: random.next() >> 12)) }
    return floats.filter { $0.isFinite && $0 != 0 }
  }

  @Test func `floats have the shortest digits that read back, without an exponent`() {
    let floats = FloatTextTests.delicateFloats()
    #expect(floats.count > 10_000)
    let wrong = floats.filter { float in
      let text = displayText(Value(float: float))
      guard Double(text) == float, text.allSatisfy({ $0.isNumber || $0 == "." || $0 == "-" }) else { return true }
      let digits = significantDigits(text)
      if digits.count > 1, Double(String(format: "%.\(digits.count - 2)e", float)) == float { return true }
      let closest = String(format: "%.\(digits.count - 1)e", float)
      return Double(closest) == float && digits != significantDigits(closest)
    }
    #expect(wrong == [])
  }

  @Test func `a fraction of zero is written up to ten to the fifteenth, and never in JSON`() {
    let wrong = FloatTextTests.delicateFloats().filter { float in
      let text = displayText(Value(float: float))
      let isWhole = float == float.rounded()
      let hasZero = isWhole && float.magnitude < 1e15
      let negated = text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text
      let written = hasZero ? String(text.dropLast(2)) : text
      return text.hasSuffix(".0") != hasZero || text.contains(".") != (hasZero || !isWhole)
        || (!isWhole && text.hasSuffix("0")) || displayText(Value(float: -float)) != negated
        || jsonText(Value(float: float), JSONStyle(.stringify)) != written
    }
    #expect(wrong == [])
  }

  /// The digits without sign, point, exponent and zeros at the ends.
  private func significantDigits(_ text: String) -> String {
    let digits = text.prefix { $0 != "e" }.filter(\.isNumber)
    return String(digits.drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed())
  }
}
