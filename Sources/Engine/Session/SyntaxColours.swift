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

  /// The class of each character in `range`, nil for those without. The characters of the text are given by their first scalars.
  /// O(n), but words are looked up in the range alone.
  public func classes(of text: [Unicode.Scalar], in range: Range<Int>) -> [TextClass?] {
    var classes: [TextClass?] = Array(repeating: nil, count: range.count)
    var place = 0
    while place < range.upperBound {
      let piece = piece(of: text, from: place)
      if piece.end > range.lowerBound, let textClass = textClass(of: piece, in: text) {
        for index in max(place, range.lowerBound)..<min(piece.end, range.upperBound) {
          classes[index - range.lowerBound] = textClass
        }
      }
      place = piece.end
    }
    return classes
  }

  /// A string, a comment, a word, or a character of another kind.
  private struct Piece {
    var start: Int
    var end: Int
    var kind: Kind

    enum Kind {
      case string, comment, word, other
    }
  }

  private func piece(of text: [Unicode.Scalar], from start: Int) -> Piece {
    let first = text[start]
    if first == "\"" { return Piece(start: start, end: endOfString(text, from: start), kind: .string) }
    if first == "/", start + 1 < text.count {
      if text[start + 1] == "/" {
        let end = text[start...].firstIndex { $0 == "\n" } ?? text.count
        return Piece(start: start, end: end, kind: .comment)
      }
      if text[start + 1] == "*" { return Piece(start: start, end: endOfComment(text, from: start), kind: .comment) }
    }
    guard first.isWordPart else { return Piece(start: start, end: start + 1, kind: .other) }
    var end = start + 1
    while end < text.count, text[end].isWordPart { end += 1 }
    return Piece(start: start, end: end, kind: .word)
  }

  private func textClass(of piece: Piece, in text: [Unicode.Scalar]) -> TextClass? {
    switch piece.kind {
    case .string: return .string
    case .comment: return .comment
    case .other: return nil
    case .word: break
    }
    if text[piece.start].properties.numericType != nil { return .number }
    if piece.start > 0, text[piece.start - 1] == "." { return nil }
    let word = String(String.UnicodeScalarView(text[piece.start..<piece.end]))
    if keywords.contains(word) { return .keyword }
    return Catalog.knownNames.contains(word) ? .builtin : nil
  }

  private func endOfString(_ text: [Unicode.Scalar], from start: Int) -> Int {
    let isTriple = hasThreeQuotes(text, at: start)
    var place = start + (isTriple ? 3 : 1)
    while place < text.count {
      if isTriple {
        if hasThreeQuotes(text, at: place) { return place + 3 }
      } else if text[place] == "\"" {
        return place + 1
      } else if text[place] == "\n" {
        return place
      } else if text[place] == "\\" {
        place += 1
      }
      place += 1
    }
    return text.count
  }

  private func hasThreeQuotes(_ text: [Unicode.Scalar], at place: Int) -> Bool {
    place + 2 < text.count && text[place] == "\"" && text[place + 1] == "\"" && text[place + 2] == "\""
  }

  private func endOfComment(_ text: [Unicode.Scalar], from start: Int) -> Int {
    var place = start + 2
    while place + 1 < text.count {
      if text[place] == "*", text[place + 1] == "/" { return place + 2 }
      place += 1
    }
    return text.count
  }
}

extension Unicode.Scalar {
  /// Whether the scalar may stand in a name or a number.
  fileprivate var isWordPart: Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    case 0..<0x80: false
    default: properties.isAlphabetic || properties.numericType != nil
    }
  }
}

extension Session {
  /// The reserved words of the language, sorted.
  public static let keywords = TokenKind.allCases.filter(\.isKeyword).map(\.rawValue).sorted()
}
