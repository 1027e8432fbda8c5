/// The sets behind `\d`, `\w`, `\s`, `\p{…}` and `[:…:]` (05 §18).
enum UnicodeSets {
  /// The sets of the general categories by short name, made from the table once per process.
  private static let categories: [String: ScalarSet] = {
    var names: [Character: String] = [:]
    for (letter, name) in generalCategoryLetters { names[letter] = name }
    var ranges: [String: [ClosedRange<UInt32>]] = [:]
    var position: UInt32 = 0
    var letter: Character?
    var length: UInt32 = 0
    func endRun() {
      guard let letter, let name = names[letter], length > 0 else { return }
      ranges[name, default: []].append(position...(position + length - 1))
      position += length
      length = 0
    }
    for character in generalCategoryRuns {
      if let digit = character.hexDigitValue {
        length = length * 16 + UInt32(digit)
      } else {
        endRun()
        letter = character
      }
    }
    endRun()
    return ranges.mapValues { ScalarSet($0) }
  }()

  /// The sets of the scripts by normalised long and short name.
  private static let scripts: [String: ScalarSet] = {
    var sets: [String: ScalarSet] = [:]
    for script in scriptRanges.split(separator: ";") {
      let fields = script.split(separator: ",")
      guard fields.count > 3 else { continue }
      var ranges: [ClosedRange<UInt32>] = []
      var position: UInt32 = 0
      for index in stride(from: 2, to: fields.count - 1, by: 2) {
        guard let gap = UInt32(fields[index], radix: 16), let length = UInt32(fields[index + 1], radix: 16)
        else { break }
        ranges.append((position + gap)...(position + gap + length - 1))
        position += gap + length
      }
      let set = ScalarSet(ranges)
      for name in fields.prefix(2) { sets[normalised(String(name))] = set }
    }
    return sets
  }()

  static let digit = categories["Nd"] ?? ScalarSet()

  static let space = ScalarSet([
    0x09...0x0d, 0x20...0x20, 0x85...0x85, 0xa0...0xa0, 0x1680...0x1680, 0x2000...0x200a, 0x2028...0x2029,
    0x202f...0x202f, 0x205f...0x205f, 0x3000...0x3000,
  ])

  /// Alphabetic, marks, decimal digits, connectors and the two joiners.
  static let word: ScalarSet = {
    let circled: [ClosedRange<UInt32>] = [
      0x24b6...0x24e9, 0x1f130...0x1f149, 0x1f150...0x1f169, 0x1f170...0x1f189, 0x200c...0x200d,
    ]
    let names = ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"]
    return ScalarSet(names.flatMap { categories[$0]?.ranges ?? [] } + circled)
  }()

  static let asciiDigit = ScalarSet([0x30...0x39])
  static let asciiSpace = ScalarSet([0x09...0x0d, 0x20...0x20])
  static let asciiWord = ScalarSet([0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])

  /// The set of a POSIX class name; nil when there is no such class.
  static func posix(_ name: String) -> ScalarSet? {
    switch name {
    case "alnum": ScalarSet([0x30...0x39, 0x41...0x5a, 0x61...0x7a])
    case "alpha": ScalarSet([0x41...0x5a, 0x61...0x7a])
    case "ascii": ScalarSet([0...0x7f])
    case "blank": ScalarSet([0x09...0x09, 0x20...0x20])
    case "cntrl": ScalarSet([0...0x1f, 0x7f...0x7f])
    case "digit": asciiDigit
    case "graph": ScalarSet([0x21...0x7e])
    case "lower": ScalarSet([0x61...0x7a])
    case "print": ScalarSet([0x20...0x7e])
    case "punct": ScalarSet([0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e])
    case "space": asciiSpace
    case "upper": ScalarSet([0x41...0x5a])
    case "word": asciiWord
    case "xdigit": ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    default: nil
    }
  }

  /// The set of what stands in `\p{…}`: a general category, a script or a property of letters, alone or behind
  /// `gc=` or `sc=`. Upper and lower case, blanks, `-` and `_` make no difference.
  static func property(_ text: String) -> ScalarSet? {
    let parts = text.split(whereSeparator: { $0 == "=" || $0 == ":" }).map { normalised(String($0)) }
    switch parts.count {
    case 1: return category(parts[0]) ?? scripts[parts[0]] ?? binaryProperty(parts[0])
    case 2 where ["gc", "generalcategory"].contains(parts[0]): return category(parts[1])
    case 2 where ["sc", "script", "scx", "scriptextensions"].contains(parts[0]): return scripts[parts[1]]
    default: return nil
    }
  }

  private static func normalised(_ name: String) -> String {
    name.lowercased().filter { !"_- ".contains($0) }
  }

  private static func category(_ name: String) -> ScalarSet? {
    switch name {
    case "any": return .all
    case "ascii": return ScalarSet([0...0x7f])
    case "assigned": return categories["Cn"]?.complement
    default: break
    }
    guard let short = categoryNames[name] else { return nil }
    return ScalarSet(categories.filter { $0.key.hasPrefix(short) }.flatMap(\.value.ranges))
  }

  /// The short names by normalised short and long name. One letter stands for all categories that start with it.
  private static let categoryNames: [String: String] = {
    var names: [String: String] = [:]
    let table = """
      L Letter Lu UppercaseLetter Ll LowercaseLetter Lt TitlecaseLetter Lm ModifierLetter Lo OtherLetter M Mark \
      Mn NonspacingMark Mc SpacingMark Me EnclosingMark N Number Nd DecimalNumber Nl LetterNumber No OtherNumber \
      P Punctuation Pc ConnectorPunctuation Pd DashPunctuation Ps OpenPunctuation Pe ClosePunctuation \
      Pi InitialPunctuation Pf FinalPunctuation Po OtherPunctuation S Symbol Sm MathSymbol Sc CurrencySymbol \
      Sk ModifierSymbol So OtherSymbol Z Separator Zs SpaceSeparator Zl LineSeparator Zp ParagraphSeparator \
      C Other Cc Control Cf Format Cs Surrogate Co PrivateUse Cn Unassigned
      """
    let words = table.split(separator: " ").map(String.init)
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      names[words[index].lowercased()] = words[index]
      names[words[index + 1].lowercased()] = words[index]
    }
    names["digit"] = "Nd"
    names["punct"] = "P"
    return names
  }()

  /// Properties that the standard library knows; finding the members looks at every scalar.
  private static func binaryProperty(_ name: String) -> ScalarSet? {
    switch name {
    case "alphabetic", "alpha": members(\.isAlphabetic)
    case "lowercase", "lower": members(\.isLowercase)
    case "uppercase", "upper": members(\.isUppercase)
    case "whitespace", "wspace", "space": space
    case "cased": members(\.isCased)
    case "emoji": members(\.isEmoji)
    case "emojipresentation": members(\.isEmojiPresentation)
    case "ideographic", "ideo": members(\.isIdeographic)
    case "math": members(\.isMath)
    case "dash": members(\.isDash)
    case "hexdigit", "hex": members(\.isHexDigit)
    case "asciihexdigit", "ahex": members(\.isASCIIHexDigit)
    case "idstart", "ids": members(\.isIDStart)
    case "idcontinue", "idc": members(\.isIDContinue)
    case "xidstart", "xids": members(\.isXIDStart)
    case "xidcontinue", "xidc": members(\.isXIDContinue)
    default: nil
    }
  }

  private static func members(_ property: (Unicode.Scalar.Properties) -> Bool) -> ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    for value in 0...ScalarSet.last {
      guard let scalar = Unicode.Scalar(value), property(scalar.properties) else { continue }
      if let previous = ranges.last, previous.upperBound + 1 == value {
        ranges[ranges.count - 1] = previous.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
    return ScalarSet(ranges)
  }
}
