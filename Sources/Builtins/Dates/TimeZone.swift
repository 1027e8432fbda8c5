/// A zone of the time zone database, read from the system's compiled file (RFC 9636).
final class TimeZone: Sendable {
  /// An offset that holds for some time.
  struct Kind: Equatable {
    var offset: Int
    var isDaylight: Bool
    var abbreviation: String
  }

  private let transitions: [Int]
  /// Index into `kinds` for each transition.
  private let indices: [Int]
  private let kinds: [Kind]
  /// What holds before the first transition.
  private let first: Kind
  /// What holds after the last one.
  private let rule: TimeZoneRule?

  /// The zone without offset.
  static let utc = TimeZone(Kind(offset: 0, isDaylight: false, abbreviation: "UTC"))

  private init(_ kind: Kind) {
    transitions = []
    indices = []
    kinds = [kind]
    first = kind
    rule = nil
  }

  /// The zone of an IANA name; nil when the system has none of this name.
  static func named(_ name: String) -> TimeZone? {
    if name == "UTC" { return utc }
    let isName = name.utf8.allSatisfy { byte in
      isASCIILetter(byte) || (0x30...0x39).contains(byte) || [0x2f, 0x5f, 0x2d, 0x2b].contains(byte)
    }
    guard isName, !name.isEmpty, !name.hasPrefix("/"), !name.hasPrefix("posix"), !name.hasPrefix("right") else {
      return nil
    }
    for directory in ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"] {
      if let bytes = try? FileAccess.read("\(directory)/\(name)") { return TimeZone(file: bytes) }
    }
    return nil
  }

  /// A zone from the content of a file; nil when it is none.
  init?(file: [UInt8]) {
    var reader = Reader(bytes: file)
    guard var header = reader.header() else { return nil }
    var width = 4
    if header.version >= 2 {
      reader.skip(header.dataLength(width: 4))
      guard let second = reader.header() else { return nil }
      header = second
      width = 8
    }
    guard reader.has(header.dataLength(width: width)), header.kinds > 0 else { return nil }
    transitions = (0..<header.transitions).map { _ in reader.integer(width) }
    let indices = (0..<header.transitions).map { _ in reader.integer(1) & 0xff }
    let records = (0..<header.kinds).map { _ in (reader.integer(4), reader.integer(1), reader.integer(1) & 0xff) }
    let names = reader.take(header.characters)
    let kinds = records.map { offset, isDaylight, name in
      Kind(
        offset: offset, isDaylight: isDaylight != 0,
        abbreviation: String(decoding: names.dropFirst(name).prefix { $0 != 0 }, as: UTF8.self))
    }
    reader.skip(header.leaps * (width + 4) + header.standards + header.universals)
    guard indices.allSatisfy({ $0 < kinds.count }),
      let firstKind = kinds.first(where: { !$0.isDaylight }) ?? kinds.first
    else { return nil }
    self.indices = indices
    self.kinds = kinds
    first = kinds.first.flatMap { $0.isDaylight ? nil : $0 } ?? firstKind
    rule = TimeZoneRule(String(decoding: reader.footer(), as: UTF8.self))
  }

  /// What holds at a time.
  func kind(at seconds: Int) -> Kind {
    guard let start = transitions.first, seconds >= start else {
      return transitions.isEmpty ? rule?.kind(at: seconds) ?? first : first
    }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle } else { high = middle }
    }
    if low == transitions.count - 1, let rule { return rule.kind(at: seconds) }
    return kinds[indices[low]]
  }

  /// The time of day at a place in this zone.
  func localTime(_ timestamp: Timestamp) -> LocalTime {
    let kind = kind(at: timestamp.seconds)
    return LocalTime(timestamp, offset: kind.offset, abbreviation: kind.abbreviation)
  }

  /// The earliest time at which clocks here show this many seconds since 1970-01-01T00:00:00; nil when they never do.
  func earliestTime(showing local: Int) -> Int? {
    // Offsets are less than a day, so all that can hold then hold within a day around it.
    let candidates = [local - 86_400, local - 43_200, local, local + 43_200, local + 86_400].map { kind(at: $0).offset }
    return candidates.map { local - $0 }.filter { kind(at: $0).offset == local - $0 }.min()
  }

  /// Reads big-endian numbers.
  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    struct Header {
      var version: Int
      var universals: Int
      var standards: Int
      var leaps: Int
      var transitions: Int
      var kinds: Int
      var characters: Int

      func dataLength(width: Int) -> Int {
        transitions * (width + 1) + kinds * 6 + characters + leaps * (width + 4) + standards + universals
      }
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    func has(_ count: Int) -> Bool { count >= 0 && bytes.count - position >= count }

    mutating func skip(_ count: Int) { position = min(bytes.count, position + max(0, count)) }

    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
      let start = position
      skip(count)
      return bytes[start..<position]
    }

    mutating func integer(_ width: Int) -> Int {
      let octets = take(width)
      var value = octets.first.map { Int(Int8(bitPattern: $0)) } ?? 0
      for octet in octets.dropFirst() { value = value << 8 | Int(octet) }
      return value
    }

    mutating func header() -> Header? {
      guard has(44), take(4).elementsEqual("TZif".utf8) else { return nil }
      let version = (integer(1) & 0xff) - 0x30
      skip(15)
      let counts = (0..<6).map { _ in integer(4) }
      guard counts.allSatisfy({ 0...1_000_000 ~= $0 }) else { return nil }
      return Header(
        version: version, universals: counts[0], standards: counts[1], leaps: counts[2], transitions: counts[3],
        kinds: counts[4], characters: counts[5])
    }

    /// The text between the two newlines at the end.
    mutating func footer() -> ArraySlice<UInt8> {
      guard take(1).first == 0x0a else { return [] }
      return bytes[position...].prefix { $0 != 0x0a }
    }
  }
}
