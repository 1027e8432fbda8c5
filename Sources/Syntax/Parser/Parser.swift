import Diagnostics
import Lexer

/// Builds the tree of a token list by recursive descent (01 "Grammar").
///
/// A mistake throws `Failure` up to the top-level item it is in; `parseProgram` records it and goes on with the next
/// item. Newlines are tokens: they are skipped before every token that a rule requires, and end everything else.
package struct Parser {
  let file: SourceFile
  let limits: ParserLimits
  /// The tokens being read: those of the file, or those of one interpolation.
  var source: TokenSource
  /// Index of the next token. It never passes the end of the file.
  var index = 0
  /// Index of the first token of the current top-level item.
  var itemStart = 0
  /// What has been found so far.
  var diagnostics: [Diagnostic] = []
  /// The mistake that is on its way up. Kept aside so that giving up a try costs nothing.
  var pendingFailure: PendingFailure?
  /// Infix operators that wait for their right operand, of all expressions being read.
  var pendingOperators: [PendingOperator] = []
  /// How many `yield` and `emit` statements have been read.
  var yieldCount = 0
  /// How many declarations of enums, structs and interfaces have been read.
  var typeDeclarationCount = 0
  /// Number of expressions, blocks and types around the next token, less one.
  var depth = -1
  /// The `depth` of what stands directly within the innermost `( … )` around an expression.
  var parenthesizedDepth = -1
  /// Upper bound for the height of what was built since the innermost `enter`.
  var height = 0

  /// A parser of `tokens`, which are those of `file`.
  package init(_ tokens: TokenList, of file: SourceFile, limits: ParserLimits = .standard) {
    self.file = file
    self.limits = limits
    source = TokenSource(tokens, isInterpolation: false)
  }

  /// Unwinds to the item, interpolation or attempt that holds a mistake. The mistake is in `pendingFailure`.
  struct Failure: Error {}

  /// A mistake: what was expected, and where.
  struct PendingFailure {
    var expected: String
    /// Index of the offending token.
    var index: Int
    /// What stands there instead of the token's own description.
    var got: String?
    /// Whether parsing ends here: beyond a limit nothing useful can be said.
    var isFatal = false
  }
}

// MARK: - Looking at tokens

extension Parser {
  /// The next token.
  var current: Token { source.tokens[index] }

  /// The kind of the next token.
  var kind: TokenKind { source.tokens[index].kind }

  /// The kind of the token `distance` behind the next one; behind the last one it is the end of the file.
  func peek(_ distance: Int = 1) -> TokenKind {
    let position = index + distance
    return position < source.tokens.count ? source.tokens[position].kind : .endOfFile
  }

  /// Index of the first token from `position` on that is no newline.
  func indexSkippingNewlines(from position: Int) -> Int {
    var position = position
    while source.tokens[position].kind == .newline { position += 1 }
    return position
  }

  /// The kind of the first token from the next one on that is no newline.
  var kindSkippingNewlines: TokenKind { source.tokens[indexSkippingNewlines(from: index)].kind }

  /// Whether the token `distance` behind the next one is the identifier `word`.
  func isWord(_ word: StaticString, ahead distance: Int = 0) -> Bool {
    guard peek(distance) == .identifier else { return false }
    let range = source.tokens[index + distance].range
    guard Int(range.end - range.start) == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { spelling in
      spelling.elementsEqual(file.bytes[Int(range.start)..<Int(range.end)])
    }
  }

  /// From the start of `start` to the end of the last token taken.
  func range(from start: SourceRange) -> SourceRange {
    let end = index > 0 ? source.tokens[index - 1].range.end : start.end
    return SourceRange(start: Int(start.start), end: Int(max(start.end, end)))
  }

  /// The token as a name.
  func name(_ token: Token) -> Name { Name(file.text(of: token.range), at: token.range) }

  /// The value of a string token.
  func stringValue(_ token: Token) -> String { source.list.strings[Int(token.payload)] }
}

// MARK: - Taking tokens

extension Parser {
  /// Takes the next token. The end of the file stays.
  mutating func advance() {
    if index < source.tokens.count - 1 { index += 1 }
  }

  /// Skips newlines.
  mutating func skipNewlines() {
    while kind == .newline { index += 1 }
  }

  /// Takes the next token if it is of this kind.
  mutating func take(_ expected: TokenKind) -> Bool {
    guard kind == expected else { return false }
    advance()
    return true
  }

  /// Takes a token that must be there, newlines before it skipped, and gives its place.
  @discardableResult
  mutating func expect(_ expected: TokenKind) throws(Failure) -> SourceRange {
    skipNewlines()
    guard kind == expected else { throw fail(expected.rawValue) }
    let range = current.range
    advance()
    return range
  }

  /// Takes a name, newlines before it skipped. `what` names it in the message.
  mutating func takeName(_ what: String) throws(Failure) -> Name {
    skipNewlines()
    guard kind == .identifier else { throw failForName(what) }
    let name = name(current)
    advance()
    return name
  }

  /// Takes a name that may be a keyword, newlines before it skipped.
  mutating func takeWord(_ what: String) throws(Failure) -> Name {
    skipNewlines()
    guard kind.isWord else { throw fail(what) }
    let name = name(current)
    advance()
    return name
  }

  /// Takes the three dots of a spread or rest; the first one is the next token.
  mutating func takeDots() throws(Failure) {
    for _ in 0..<3 {
      guard take(.dot) else { throw fail(".") }
    }
  }
}

// MARK: - Failing and limits

extension Parser {
  /// Notes that `expected` is not what stands at `index`, by default at the next token.
  mutating func fail(_ expected: String, at index: Int? = nil, got: String? = nil) -> Failure {
    pendingFailure = PendingFailure(expected: expected, index: index ?? self.index, got: got)
    return Failure()
  }

  /// Notes that a name is missing; a keyword in its place is called reserved.
  mutating func failForName(_ what: String) -> Failure {
    fail(what, got: kind.isKeyword ? "'\(kind.rawValue)' (reserved keyword)" : nil)
  }

  /// Notes that a limit is passed. Nothing after it is looked at.
  mutating func failForLimit(_ expected: String, at index: Int? = nil) -> Failure {
    let failure = fail(expected, at: index)
    pendingFailure?.isFatal = true
    return failure
  }

  /// Notes that constructs are nested too deep at `index`, by default at the next token.
  mutating func failForNesting(at index: Int? = nil) -> Failure {
    failForLimit("less nesting (at most \(limits.nesting) levels)", at: index)
  }

  /// Begins an expression, a block or a type. Its result is for the matching `leave`; between the two the parser
  /// may give up by throwing, then whoever catches restores `depth` and `height`.
  mutating func enter() throws(Failure) -> Int {
    depth += 1
    guard depth <= limits.nesting else {
      throw failForNesting()
    }
    let outerHeight = height
    height = 0
    return outerHeight
  }

  /// Ends what `enter` began.
  mutating func leave(_ outerHeight: Int) {
    depth -= 1
    height = max(outerHeight, height + 1)
  }

  /// Puts one more node on top of what was built since the innermost `enter`.
  mutating func link() throws(Failure) {
    height += 1
    guard height <= limits.links else {
      throw failForLimit("a shorter chain (at most \(limits.links) links)")
    }
  }

  /// The pending failure as a diagnostic.
  func diagnostic(for failure: PendingFailure) -> Diagnostic {
    let token = source.tokens[failure.index]
    guard token.kind != .endOfFile || source.isInterpolation else {
      return .unexpectedEndOfFile(
        expected: failure.expected, notes: openBracketNotes(forMissing: failure.expected, at: failure.index),
        at: token.range)
    }
    let got =
      failure.got ?? (token.kind == .endOfFile ? "}" : source.list.description(of: token, in: file))
    let position = file.position(ofByte: Int(token.range.start))
    return .unexpectedToken(
      failure.isFatal ? .nestingTooDeep : .unexpectedToken, expected: failure.expected, got: got,
      isNewline: token.kind == .newline, position: position,
      hint: failure.isFatal ? nil : hint(forMissing: failure.expected, at: failure.index),
      notes: failure.isFatal ? [] : openBracketNotes(forMissing: failure.expected, at: failure.index), at: token.range)
  }
}
