/// The kinds of token, each with its spelling (01 "Keywords", "Operators and delimiters").
///
/// This is the only list of keywords and operators. The raw value is the spelling; that of a kind
/// without a fixed spelling is a description in angle brackets.
package enum TokenKind: String, CaseIterable, Sendable {
  // Literals, names and structure.
  case identifier = "<identifier>"
  case int = "<int>"
  case float = "<float>"
  case duration = "<duration>"
  case string = "<string>"
  case interpolatedString = "<interpolated string>"
  case rawString = "<raw string>"
  case newline = "<newline>"
  case endOfFile = "<end of file>"

  // Keywords.
  case breakKeyword = "break"
  case catchKeyword = "catch"
  case continueKeyword = "continue"
  case deadlineKeyword = "deadline"
  case deferKeyword = "defer"
  case elseKeyword = "else"
  case emitKeyword = "emit"
  case enumKeyword = "enum"
  case evalPackKeyword = "eval_pack"
  case exclusiveKeyword = "exclusive"
  case extendsKeyword = "extends"
  case falseKeyword = "false"
  case finallyKeyword = "finally"
  case fnKeyword = "fn"
  case forKeyword = "for"
  case fromKeyword = "from"
  case guardKeyword = "guard"
  case ifKeyword = "if"
  case implKeyword = "impl"
  case importKeyword = "import"
  case inKeyword = "in"
  case interfaceKeyword = "interface"
  case letKeyword = "let"
  case matchKeyword = "match"
  case mutexKeyword = "mutex"
  case nilKeyword = "nil"
  case overrideKeyword = "override"
  case parallelKeyword = "parallel"
  case pipelineKeyword = "pipeline"
  case pubKeyword = "pub"
  case requireKeyword = "require"
  case retryKeyword = "retry"
  case returnKeyword = "return"
  case selectKeyword = "select"
  case skillKeyword = "skill"
  case spawnKeyword = "spawn"
  case structKeyword = "struct"
  case throwKeyword = "throw"
  case toKeyword = "to"
  case toolKeyword = "tool"
  case trueKeyword = "true"
  case tryKeyword = "try"
  case typeKeyword = "type"
  case varKeyword = "var"
  case whileKeyword = "while"
  case yieldKeyword = "yield"

  // Two-character operators.
  case equalEqual = "=="
  case notEqual = "!="
  case andAnd = "&&"
  case orOr = "||"
  case pipe = "|>"
  case coalesce = "??"
  case power = "**"
  case questionDot = "?."
  case arrow = "->"
  case plusEqual = "+="
  case minusEqual = "-="
  case starEqual = "*="
  case slashEqual = "/="
  case percentEqual = "%="
  case lessEqual = "<="
  case greaterEqual = ">="

  // One-character operators and delimiters.
  case leftBrace = "{"
  case rightBrace = "}"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case comma = ","
  case colon = ":"
  case semicolon = ";"
  case dot = "."
  case equal = "="
  case bang = "!"
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case percent = "%"
  case less = "<"
  case greater = ">"
  case question = "?"
  case bar = "|"
  case at = "@"
}

extension TokenKind {
  /// The text of every token of this kind, or nil when it varies.
  package var spelling: String? {
    switch self {
    case .identifier, .int, .float, .duration, .string, .interpolatedString, .rawString, .newline,
      .endOfFile:
      nil
    default: rawValue
    }
  }

  /// Whether this is one of the 46 reserved words.
  package var isKeyword: Bool {
    guard let first = rawValue.utf8.first else { return false }
    return first >= UInt8(ascii: "a") && first <= UInt8(ascii: "z")
  }

  /// Whether a member name, a dict key or a field of a shape type may be spelt like this.
  ///
  /// All keywords may; the five that Harn 0.7 leaves out are at the implementation's choice (01 "Keywords").
  package var isWord: Bool { self == .identifier || isKeyword }
}
