import Diagnostics
import Lexer

/// Types and type parameters (01 "Types", 03 §2).
extension Parser {
  /// A type: one member or a union. A `|` must stand on the line of the member before it.
  mutating func parseType() throws(Failure) -> TypeExpression {
    let outer = try enter()
    skipNewlines()
    let first = try parseTypeMember()
    var members = [first]
    while take(.bar) {
      skipNewlines()
      members.append(try parseTypeMember())
    }
    leave(outer)
    return members.count == 1
      ? first : TypeExpression(.union(members), at: range(from: first.range))
  }

  private mutating func parseTypeMember() throws(Failure) -> TypeExpression {
    let token = current
    switch token.kind {
    case .leftBrace: return try parseShape()
    case .leftBracket:
      advance()
      let element = try parseType()
      try expect(.rightBracket)
      return TypeExpression(.list(element), at: range(from: token.range))
    case .fnKeyword: return try parseFunctionType()
    case .nilKeyword:
      advance()
      return TypeExpression(.named("nil"), at: token.range)
    case .trueKeyword, .falseKeyword:
      advance()
      return TypeExpression(.named("bool"), at: token.range)
    case .string, .rawString:
      advance()
      return TypeExpression(.stringLiteral(stringValue(token)), at: token.range)
    case .int:
      advance()
      return TypeExpression(.intLiteral(file.intValue(of: token)), at: token.range)
    case .minus:
      advance()
      guard kind == .int else { throw fail("int literal") }
      let value = file.intValue(of: current)
      advance()
      return TypeExpression(.intLiteral(-value), at: range(from: token.range))
    default: return try parseNamedType()
    }
  }

  /// `Name`, `Name<A, B>`.
  private mutating func parseNamedType() throws(Failure) -> TypeExpression {
    let name = try takeName("type name")
    guard kind == .less else { return TypeExpression(.named(name.text), at: name.range) }
    let arguments = try parseTypeArguments()
    return TypeExpression(
      .application(name: name.text, arguments: arguments), at: range(from: name.range))
  }

  /// `<A, B>` with at least one type; the next token is the `<`.
  mutating func parseTypeArguments() throws(Failure) -> [TypeExpression] {
    advance()
    skipNewlines()
    guard kind != .greater else { throw fail("type argument") }
    let arguments = try parseStrictTypes(until: .greater)
    try expect(.greater)
    return arguments
  }

  private mutating func parseStrictTypes(until end: TokenKind) throws(Failure) -> [TypeExpression] {
    var types: [TypeExpression] = []
    skipNewlines()
    while kind != end, kind != .endOfFile {
      types.append(try parseType())
      skipNewlines()
      guard take(.comma) else { break }
      skipNewlines()
    }
    return types
  }

  /// `fn(A, B) -> R`.
  private mutating func parseFunctionType() throws(Failure) -> TypeExpression {
    let start = try expect(.fnKeyword)
    try expect(.leftParenthesis)
    var parameters: [TypeExpression] = []
    skipNewlines()
    while kind != .rightParenthesis, kind != .endOfFile {
      parameters.append(try parseType())
      skipItemSeparator()
    }
    try expect(.rightParenthesis)
    try expect(.arrow)
    let result = try parseType()
    return TypeExpression(.function(parameters: parameters, result: result), at: range(from: start))
  }

  /// `{a: T, b?: U}`.
  private mutating func parseShape() throws(Failure) -> TypeExpression {
    let start = try expect(.leftBrace)
    var fields: [TypeExpression.ShapeField] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      let name = try takeWord("field name")
      let isOptional = take(.question)
      try expect(.colon)
      let type = try parseType()
      fields.append(TypeExpression.ShapeField(name: name, isOptional: isOptional, type: type))
      skipItemSeparator()
    }
    try expect(.rightBrace)
    return TypeExpression(.shape(fields), at: range(from: start))
  }

  /// `<in A, out B, C>`, if it comes next.
  mutating func parseTypeParameters() throws(Failure) -> [TypeParameter] {
    guard take(.less) else { return [] }
    var parameters: [TypeParameter] = []
    skipNewlines()
    while kind != .greater, kind != .endOfFile {
      var variance = TypeParameter.Variance.none
      if take(.inKeyword) {
        variance = .input
      } else if isWord("out"), peek() == .identifier {
        advance()
        variance = .output
      }
      let name = try takeName("type parameter name")
      parameters.append(TypeParameter(name: name, variance: variance))
      skipItemSeparator()
    }
    try expect(.greater)
    return parameters
  }

  /// `where T: I, U: J`, if it comes next.
  mutating func parseBounds() throws(Failure) -> [(parameter: Name, interface: Name)] {
    guard isWord("where") else { return [] }
    advance()
    var bounds: [(parameter: Name, interface: Name)] = []
    repeat {
      let parameter = try takeName("type parameter name")
      try expect(.colon)
      let interface = try takeName("type bound")
      bounds.append((parameter, interface))
    } while take(.comma) && kindSkippingNewlines != .leftBrace
    return bounds
  }

  /// What stands between two items of a list with optional commas: newlines, at most one comma, newlines.
  mutating func skipItemSeparator() {
    skipNewlines()
    if take(.comma) { skipNewlines() }
  }
}
