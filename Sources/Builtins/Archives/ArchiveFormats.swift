/// One file of an archive.
struct ArchiveEntry {
  var path: String
  var content: [UInt8]
  /// The permission bits; archives without them leave the default.
  var mode = 0o644
}

/// gzip files (RFC 1952).
enum Gzip {
  /// The level when none is given.
  static let standardLevel = 6

  /// The octets compressed, with modification time 0.
  static func encode(_ octets: [UInt8], level: Int) -> [UInt8] {
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] + Deflate.compress(octets, level: level) + littleEndian(crc32(octets), 4)
      + littleEndian(octets.count & 0xffff_ffff, 4)
  }

  /// The octets of all members.
  static func decode(_ data: [UInt8], limit: Int) throws(Inflate.Failure) -> [UInt8] {
    var octets: [UInt8] = []
    var rest = data[...]
    repeat {
      rest = try withoutHeader(rest)
      let member = try Inflate.decompress(rest, limit: limit - octets.count)
      rest = rest[member.end...]
      guard rest.count >= 8 else { throw Inflate.Failure(text: "unexpected end of file") }
      guard rest.prefix(4).elementsEqual(littleEndian(crc32(member.octets), 4)),
        rest.dropFirst(4).prefix(4).elementsEqual(littleEndian(member.octets.count & 0xffff_ffff, 4))
      else { throw Inflate.Failure(text: "corrupt gzip stream does not have a matching checksum") }
      rest = rest.dropFirst(8)
      octets += member.octets
    } while rest.starts(with: [0x1f, 0x8b])
    return octets
  }

  private static func withoutHeader(_ data: ArraySlice<UInt8>) throws(Inflate.Failure) -> ArraySlice<UInt8> {
    guard data.count >= 10, data.starts(with: [0x1f, 0x8b, 8]) else {
      throw Inflate.Failure(text: "invalid gzip header")
    }
    let flags = data[data.startIndex + 3]
    var rest = data.dropFirst(10)
    if flags & 4 != 0 {
      guard rest.count >= 2 else { throw Inflate.Failure(text: "invalid gzip header") }
      rest = rest.dropFirst(2 + Int(rest[rest.startIndex]) + Int(rest[rest.startIndex + 1]) << 8)
    }
    for flag in [UInt8(8), 16] where flags & flag != 0 {
      guard let end = rest.firstIndex(of: 0) else { throw Inflate.Failure(text: "invalid gzip header") }
      rest = rest[(end + 1)...]
    }
    return flags & 2 != 0 ? rest.dropFirst(2) : rest
  }
}

/// tar files of the format ustar.
enum Tar {
  static func create(_ entries: [ArchiveEntry]) -> [UInt8] {
    var data: [UInt8] = []
    for entry in entries {
      let name = Array(entry.path.utf8)
      // A name that does not fit stands in an entry of its own in front.
      if name.count > 100 { data += block("././@LongLink", name + [0], mode: 0, kind: 0x4c) }
      data += block(entry.path, entry.content, mode: entry.mode, kind: 0x30)
    }
    return data + [UInt8](repeating: 0, count: 1024)
  }

  private static func block(_ name: String, _ content: [UInt8], mode: Int, kind: UInt8) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ octets: some Sequence<UInt8>, at start: Int) {
      for (index, octet) in octets.enumerated() { header[start + index] = octet }
    }
    func octal(_ value: Int, _ width: Int) -> [UInt8] {
      let digits = Array(String(value, radix: 8).utf8)
      return Array(repeating: 0x30, count: max(0, width - digits.count)) + digits.suffix(width)
    }
    put(Array(name.utf8).prefix(100), at: 0)
    put(octal(mode, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(content.count, 11), at: 124)
    put(octal(0, 11), at: 136)
    put(Array("        ".utf8), at: 148)
    header[156] = kind
    put(Array("ustar".utf8), at: 257)
    put(Array("00".utf8), at: 263)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], at: 148)
    return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  static func extract(_ data: [UInt8]) throws(Inflate.Failure) -> [ArchiveEntry] {
    var entries: [ArchiveEntry] = []
    var position = 0
    var longName: String?
    while position + 512 <= data.count {
      let header = data[position..<(position + 512)]
      if header.allSatisfy({ $0 == 0 }) { return entries }
      func field(_ start: Int, _ count: Int) -> String {
        String(decoding: header.dropFirst(start).prefix(count).prefix { $0 != 0 }, as: UTF8.self)
      }
      func number(_ start: Int, _ count: Int) -> Int? { Int(field(start, count).filter { $0 != " " }, radix: 8) }
      let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
      guard number(148, 8) == sum, let size = number(124, 12), size >= 0, size <= data.count - position - 512 else {
        throw Inflate.Failure(text: "invalid tar header")
      }
      let content = Array(data[(position + 512)..<(position + 512 + size)])
      let kind = header[header.startIndex + 156]
      let prefix = field(257, 5) == "ustar" ? field(345, 155) : ""
      let path = longName ?? (prefix.isEmpty ? field(0, 100) : "\(prefix)/\(field(0, 100))")
      position += 512 + (size + 511) / 512 * 512
      switch kind {
      case 0x4c: longName = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
      case 0x78: longName = extendedPath(content) ?? longName
      default: longName = nil
      }
      if kind == 0x30 || kind == 0, !path.hasSuffix("/") {
        entries.append(ArchiveEntry(path: path, content: content, mode: (number(100, 8) ?? 0o644) & 0o7777))
      }
    }
    guard position == data.count, position > 0 || data.isEmpty else {
      throw Inflate.Failure(text: "unexpected end of archive")
    }
    return entries
  }

  /// The path that an extended header (`pax`) gives to the entry behind it. A record is its own length, a blank,
  /// `key=value` and a line end.
  private static func extendedPath(_ header: [UInt8]) -> String? {
    var path: String?
    var rest = header[...]
    while let blank = rest.firstIndex(of: 0x20), let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
      length > blank + 1 - rest.startIndex, length <= rest.count
    {
      let record = rest[(blank + 1)..<(rest.startIndex + length - 1)]
      let key = Array("path=".utf8)
      if record.starts(with: key) { path = String(decoding: record.dropFirst(key.count), as: UTF8.self) }
      rest = rest.dropFirst(length)
    }
    return path
  }
}

/// zip files without encryption.
enum Zip {
  /// Most entries, and octets of a path: the format has 16 bits for them.
  static let limit = 65_535

  static func create(_ entries: [ArchiveEntry]) -> [UInt8] {
    var data: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let name = Array(entry.path.utf8)
      let compressed = Deflate.compress(entry.content, level: Gzip.standardLevel)
      let isStored = compressed.count >= entry.content.count
      let content = isStored ? entry.content : compressed
      // Version 2.0, names in UTF-8, stored or compressed, 1980-01-01.
      var common = littleEndian(20, 2) + littleEndian(0x800, 2) + littleEndian(isStored ? 0 : 8, 2) + littleEndian(0, 2)
      common += littleEndian(0x21, 2) + littleEndian(crc32(entry.content), 4)
      common += littleEndian(content.count, 4) + littleEndian(entry.content.count, 4)
      common += littleEndian(name.count, 2) + littleEndian(0, 2)
      directory += littleEndian(0x0201_4b50, 4) + littleEndian(20, 2) + common
      directory += [UInt8](repeating: 0, count: 6) + littleEndian((0o100644) << 16, 4)
      directory += littleEndian(data.count, 4) + name
      data += littleEndian(0x0403_4b50, 4) + common + name + content
    }
    let start = data.count
    data += directory
    data += littleEndian(0x0605_4b50, 4) + littleEndian(0, 4) + littleEndian(entries.count, 2)
    data += littleEndian(entries.count, 2) + littleEndian(directory.count, 4) + littleEndian(start, 4)
    return data + littleEndian(0, 2)
  }

  static func extract(_ data: [UInt8], limit: Int) throws(Inflate.Failure) -> [ArchiveEntry] {
    func number(_ position: Int, _ count: Int) throws(Inflate.Failure) -> Int {
      guard position >= 0, position + count <= data.count else {
        throw Inflate.Failure(text: "unexpected end of archive")
      }
      return (0..<count).reduce(0) { $0 | Int(data[position + $1]) << (8 * $1) }
    }
    var end = data.count - 22
    while end >= 0, try number(end, 4) != 0x0605_4b50 { end -= 1 }
    guard end >= 0 else { throw Inflate.Failure(text: "invalid Zip archive: Could not find EOCD") }
    var position = try number(end + 16, 4)
    var entries: [ArchiveEntry] = []
    var total = 0
    for _ in 0..<(try number(end + 10, 2)) {
      guard try number(position, 4) == 0x0201_4b50 else { throw Inflate.Failure(text: "invalid Zip archive") }
      let method = try number(position + 10, 2)
      let isEncrypted = try number(position + 8, 2) & 1 != 0
      let checksum = try number(position + 16, 4)
      let size = try number(position + 20, 4)
      let nameLength = try number(position + 28, 2)
      let local = try number(position + 42, 4)
      guard position + 46 + nameLength <= data.count else { throw Inflate.Failure(text: "unexpected end of archive") }
      let name = String(decoding: data[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self)
      position += 46 + nameLength + (try number(position + 30, 2)) + (try number(position + 32, 2))
      if name.hasSuffix("/") { continue }
      let start = local + 30 + (try number(local + 26, 2)) + (try number(local + 28, 2))
      guard !isEncrypted, start + size <= data.count else { throw Inflate.Failure(text: "invalid Zip archive") }
      let content: [UInt8]
      switch method {
      case 0: content = Array(data[start..<(start + size)])
      case 8: content = try Inflate.decompress(data[start..<(start + size)], limit: limit - total).octets
      default: throw Inflate.Failure(text: "unsupported compression method")
      }
      guard crc32(content) == checksum else { throw Inflate.Failure(text: "invalid checksum") }
      total += content.count
      guard total <= limit else { throw Inflate.Failure(text: "the data are too large (at most \(limit) bytes)") }
      entries.append(ArchiveEntry(path: name, content: content))
    }
    return entries
  }
}
