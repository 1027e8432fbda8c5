import Catalog
import Lexer

/// What a character of a program text belongs to, for colouring.
public enum TextClass: Sendable {
  /// A reserved word.
  case keyword
  /// A number or duration.
  case number
  /// A string with its quotes.
  case string
  /// A comment.
  case comment
  /// The name of a builtin function.
  case builtin
}

/// Tells the words of the language apart while they are typed. Unlike the lexer it understands broken texts.
public struct TextClassifier: Sendable {
  private let keywords: Set<String>

  /// A classifier.
  public init() { keywords = Set(Session.keywords) }

  /// The class of each character that has one. O(n).
  public func classes(of characters: [Character]) -> [Int: TextClass] {
    var classes: [Int: TextClass] = [:]
    var place = 0
    while place < characters.count {
      let (end, textClass) = piece(of: characters, from: place)
      if let textClass { for index in place..<end { classes[index] = textClass } }
      place = max(end, place + 1)
    }
    return classes
  }

  private func piece(of characters: [Character], from start: Int) -> (end: Int, TextClass?) {
    let first = characters[start]
    let next = start + 1 < characters.count ? characters[start + 1] : " "
    if first == "\"" { return (endOfString(characters, from: start), .string) }
    if first == "/", next == "/" {
      return (characters[start...].firstIndex { $0.isNewline } ?? characters.count, .comment)
    }
    if first == "/", next == "*" { return (endOfComment(characters, from: start), .comment) }
    guard first.isLetter || first.isNumber || first == "_" else { return (start + 1, nil) }
    let end =
      characters[start...].firstIndex { !($0.isLetter || $0.isNumber || $0 == "_") }
      ?? characters.count
    if first.isNumber { return (end, .number) }
    let word = String(characters[start..<end])
    if start > 0, characters[start - 1] == "." { return (end, nil) }
    if keywords.contains(word) { return (end, .keyword) }
    return (end, Catalog.knownNames.contains(word) ? .builtin : nil)
  }

  private func endOfString(_ characters: [Character], from start: Int) -> Int {
    let isTriple = characters[start...].starts(with: ["\"", "\"", "\""])
    var place = start + (isTriple ? 3 : 1)
    while place < characters.count {
      if characters[place] == "\\", !isTriple {
        place += 1
      } else if characters[place].isNewline, !isTriple {
        return place
      } else if characters[place] == "\"" {
        if !isTriple { return place + 1 }
        if characters[place...].starts(with: ["\"", "\"", "\""]) { return place + 3 }
      }
      place += 1
    }
    return characters.count
  }

  private func endOfComment(_ characters: [Character], from start: Int) -> Int {
    var place = start + 2
    while place + 1 < characters.count {
      if characters[place] == "*", characters[place + 1] == "/" { return place + 2 }
      place += 1
    }
    return characters.count
  }
}

extension Session {
  /// The reserved words of the language, sorted.
  public static let keywords = TokenKind.allCases.filter(\.isKeyword).map(\.rawValue).sorted()
}
