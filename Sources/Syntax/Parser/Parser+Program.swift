import Diagnostics
import Lexer

/// Top-level items, blocks, separators, and going on after a mistake (01 "Line structure", "Error recovery").
extension Parser {
  /// The tree of the whole text and its mistakes in source order.
  package mutating func parseProgram() -> (Program, [Diagnostic]) {
    var items: [Statement] = []
    skipNewlines()
    while kind != .endOfFile {
      let before = index
      itemStart = index
      if kind == .rightBrace {
        skipStrayBrace()
      } else {
        do throws(Failure) {
          items.append(try parseItem())
          try takeSeparator("top-level item")
        } catch {
          guard recordFailure() else { break }
          recover()
        }
      }
      skipNewlines()
      assert(index > before, "every turn takes a token")
    }
    let topLevelTypes = items.count(where: \.declaresType)
    return (Program(items: items, mayNestTypes: typeDeclarationCount > topLevelTypes), diagnostics)
  }

  /// `{ statements }`. `separator` names what is separated in the message about a missing separator.
  mutating func parseBlock(_ separator: String = "statement") throws(Failure) -> Block {
    let start = try expect(.leftBrace)
    return try parseBlockBody(from: start, separator)
  }

  /// The statements of a block and its closing brace. `start` is the place of the opening one.
  mutating func parseBlockBody(
    from start: SourceRange, _ separator: String = "statement"
  ) throws(Failure) -> Block {
    let outer = try enter()
    let yieldsBefore = yieldCount
    var statements: [Statement] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      let before = index
      statements.append(try parseStatement())
      try takeSeparator(separator)
      assert(index > before, "every turn takes a token")
    }
    try expect(.rightBrace)
    leave(outer)
    return Block(statements: statements, range: range(from: start), mayYield: yieldCount > yieldsBefore)
  }

  /// Takes what separates two items of a list: one `;` or newlines. Before a closing brace nothing is needed, nor
  /// when the next token stands on a later line without a newline token, as after a joined line.
  mutating func takeSeparator(_ what: String) throws(Failure) {
    switch kind {
    case .semicolon:
      advance()
      skipNewlines()
    case .newline:
      skipNewlines()
    case .rightBrace, .endOfFile:
      return
    default:
      guard isOnLaterLine else { throw fail("\(what) separator (`;` or newline)") }
    }
  }

  /// Whether a line ends between the last token taken and the next one.
  private var isOnLaterLine: Bool {
    guard index > 0 else { return true }
    let start = Int(source.tokens[index - 1].range.end)
    return file.bytes[start..<Int(current.range.start)].contains(UInt8(ascii: "\n"))
  }

  private mutating func parseItem() throws(Failure) -> Statement {
    switch kind {
    case .importKeyword: try parseImport()
    case .pipelineKeyword: try parseUnmarkedDeclaration()
    default: try parseStatement()
    }
  }

  // MARK: After a mistake

  /// Records the pending failure. Gives false when parsing must end.
  private mutating func recordFailure() -> Bool {
    guard let failure = pendingFailure else {
      preconditionFailure("a failure is noted before it is thrown")
    }
    diagnostics.append(diagnostic(for: failure))
    index = failure.index
    pendingFailure = nil
    pendingOperators.removeAll()
    depth = -1
    height = 0
    return !failure.isFatal
  }

  /// Skips to where the next item may begin.
  private mutating func recover() {
    while kind != .endOfFile {
      switch kind {
      case .semicolon:
        advance()
        return
      case .newline where peek().startsItemAfterMistake:
        advance()
        return
      case .rightBrace:
        return
      default:
        advance()
      }
    }
  }

  /// Skips a closing brace at top level. After a mistake it is the rest of a broken item and needs no words.
  private mutating func skipStrayBrace() {
    if diagnostics.isEmpty {
      _ = fail("expression")
      _ = recordFailure()
    }
    advance()
    _ = take(.semicolon)
  }
}

extension Statement {
  /// Whether this declares an enum, a struct or an interface.
  fileprivate var declaresType: Bool {
    guard case .declaration(let declaration) = kind else { return false }
    switch declaration.kind {
    case .enumeration, .structure, .interface: return true
    default: return false
    }
  }
}

extension TokenKind {
  /// The words at which parsing resumes on a new line (01 "Error recovery").
  fileprivate var startsItemAfterMistake: Bool {
    switch self {
    case .letKeyword, .varKeyword, .ifKeyword, .forKeyword, .whileKeyword, .matchKeyword,
      .retryKeyword, .returnKeyword, .throwKeyword, .fnKeyword, .pubKeyword, .tryKeyword,
      .selectKeyword, .pipelineKeyword, .importKeyword, .parallelKeyword, .enumKeyword,
      .evalPackKeyword, .structKeyword, .interfaceKeyword, .emitKeyword, .guardKeyword,
      .requireKeyword, .deadlineKeyword, .yieldKeyword, .mutexKeyword, .deferKeyword,
      .breakKeyword, .continueKeyword, .toolKeyword, .skillKeyword, .implKeyword:
      true
    default: false
    }
  }
}
