import Glibc
import VM

/// A universally unique identifier (RFC 9562).
struct UUID {
  /// Its 16 octets.
  private(set) var octets: [UInt8]

  /// All zeros.
  static let zero = UUID(octets: [UInt8](repeating: 0, count: 16))

  private init(octets: [UInt8]) { self.octets = octets }

  /// A random one, version 4.
  static func random() -> UUID {
    var uuid = UUID(octets: (0..<16).map { _ in UInt8.random(in: 0...255) })
    uuid.mark(version: 4)
    return uuid
  }

  /// One that starts with the time, version 7.
  static func timeOrdered() -> UUID {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let nanoseconds = time.tv_nsec
    let milliseconds = UInt64(max(0, time.tv_sec)) * 1000 + UInt64(nanoseconds / 1_000_000)
    var uuid = random()
    for index in 0..<6 { uuid.octets[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64(index))) }
    // The twelve bits behind count parts of the millisecond, so that later ones are larger.
    let part = UInt64(nanoseconds % 1_000_000) * 4096 / 1_000_000
    uuid.octets[6] = UInt8(part >> 8)
    uuid.octets[7] = UInt8(part & 0xff)
    uuid.mark(version: 7)
    return uuid
  }

  /// The one of a name in a namespace, version 5.
  init(namespace: UUID, name: String) {
    octets = Array(sha1Digest(namespace.octets + Array(name.utf8)).prefix(16))
    mark(version: 5)
  }

  private mutating func mark(version: UInt8) {
    octets[6] = octets[6] & 0x0f | version << 4
    octets[8] = octets[8] & 0x3f | 0x80
  }

  /// Reads hyphenated digits, 32 digits, `{…}` or `urn:uuid:…`.
  init?(_ text: String) {
    var rest = Substring(text)
    if rest.utf8.count == 45, rest.prefix(9).lowercased() == "urn:uuid:" {
      rest = rest.dropFirst(9)
    } else if rest.hasPrefix("{"), rest.hasSuffix("}") {
      rest = rest.dropFirst().dropLast()
    }
    var digits = Array(rest.utf8)
    if digits.count == 36 {
      guard [8, 13, 18, 23].allSatisfy({ digits[$0] == 0x2d }) else { return nil }
      for position in [23, 18, 13, 8] { digits.remove(at: position) }
    }
    guard digits.count == 32, let octets = try? hexOctets(digits) else { return nil }
    self.octets = octets
  }

  /// The canonical form.
  var text: String {
    var digits = Array(hexText(octets).utf8)
    for position in [20, 16, 12, 8] { digits.insert(0x2d, at: position) }
    return String(decoding: digits, as: UTF8.self)
  }
}
