import Glibc

/// The number with exactly `decimals` digits after the point, rounded from its exact value, halves to even (06 §6.4).
package func fixedPoint(_ value: Double, decimals: Int) -> String {
  withVaList([Int32(decimals), value]) { arguments in
    // The longest finite double has 309 digits before the point.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400 + decimals) { buffer in
      let length = vsnprintf(buffer.baseAddress, buffer.count, "%.*f", arguments)
      return String(
        decoding: buffer.prefix(Int(length)).lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
