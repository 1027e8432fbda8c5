import Diagnostics
import Lexer

/// The lines of an input as they arrive, until it is whole (07 §8.2).
///
/// Each line is looked at once as long as it is clear what is open; only at the places where an input may end all of it is.
/// So long inputs cost linear time.
public struct InputLines {
  /// The lines so far.
  public private(set) var text = ""
  private var open = Open.unknown

  /// What the next lines are inside of.
  private enum Open {
    /// All of the text must be looked at.
    case unknown
    /// So many brackets.
    case brackets(Int)
    /// A comment or string that ends with this text.
    case until(String)
  }

  /// No lines.
  public init() {}

  /// Adds a line without its end; whether the input is whole now.
  public mutating func add(_ line: String) -> Bool {
    if !text.isEmpty { text += "\n" }
    text += line
    if isStillOpen(line) { return false }
    let bytes = Array(text.utf8)
    let state = InputState(of: bytes)
    open =
      switch state {
      case .brackets(let depth) where bytes.last != UInt8(ascii: "\\"): .brackets(depth)
      case .comment: .until("*/")
      case .tripleString: .until("\"\"\"")
      default: .unknown
      }
    return state == .whole
  }

  /// Whether nothing that is open can have ended with the line.
  private mutating func isStillOpen(_ line: String) -> Bool {
    switch open {
    case .unknown: return false
    case .until(let end): return !line.contains(end)
    case .brackets(let depth):
      // Between two lines the lexer is in no token: the line reads as it does behind the others.
      guard line.utf8.last != UInt8(ascii: "\\"), let change = bracketChange(in: line), depth + change > 0 else {
        return false
      }
      open = .brackets(depth + change)
      return true
    }
  }

  /// How many more brackets a line opens than it closes; nil when it does not end between tokens.
  private func bracketChange(in line: String) -> Int? {
    guard case .success(let list) = Lexer(file: SourceFile(path: "", text: line)).tokenize() else { return nil }
    return openBrackets(list.tokens)
  }
}
