import Diagnostics
import Lexer

/// `tool`, `skill` and `eval_pack` (01 "Program and declarations", 02 §17).
extension Parser {
  /// `tool name(parameters) -> type { description "…" … }`.
  mutating func parseTool() throws(Failure) -> Declaration.Kind {
    advance()
    let name = try takeName("tool name")
    let parameters = try parseParameterList()
    let returnType = try parseReturnType()
    let start = try expect(.leftBrace)
    let description = try parseToolDescription()
    let body = try parseBlockBody(from: start, "tool body item")
    return .tool(
      ToolDeclaration(
        name: name, parameters: parameters, returnType: returnType, description: description,
        body: body))
  }

  /// `description "…"` at the start of a tool's body; without a string behind it the word is an ordinary name.
  private mutating func parseToolDescription() throws(Failure) -> String? {
    skipNewlines()
    guard isWord("description") else { return nil }
    let literal = indexSkippingNewlines(from: index + 1)
    guard source.tokens[literal].kind == .string else { return nil }
    index = literal
    let text = stringValue(current)
    advance()
    try takeSeparator("tool body item")
    return text
  }

  /// `skill NAME { field value … }`.
  mutating func parseSkill() throws(Failure) -> Declaration.Kind {
    advance()
    let name = try takeName("skill name")
    try expect(.leftBrace)
    let outer = try enter()
    var fields: [(name: Name, value: Expression)] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      let field = try takeName("skill field name")
      fields.append((field, try parseExpression()))
      try takeSeparator("skill field")
    }
    try expect(.rightBrace)
    leave(outer)
    return .skill(name: name, fields: fields)
  }

  /// `eval_pack NAME "id" { … }`.
  mutating func parseEvalPack() throws(Failure) -> Declaration.Kind {
    advance()
    skipNewlines()
    var name: Name?
    if kind != .string { name = try takeName("eval_pack name or string id") }
    var identifier: String?
    if kind == .string {
      identifier = stringValue(current)
      advance()
    }
    var pack = EvalPackDeclaration(
      name: name, identifier: identifier, fields: [], statements: [], summarize: nil)
    try expect(.leftBrace)
    let outer = try enter()
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile { try parseEvalPackEntry(into: &pack) }
    try expect(.rightBrace)
    leave(outer)
    return .evalPack(pack)
  }

  private mutating func parseEvalPackEntry(into pack: inout EvalPackDeclaration) throws(Failure) {
    if isWord("summarize"), peek() == .leftBrace {
      guard pack.summarize == nil else {
        throw fail("a single summarize block", got: "duplicate summarize block")
      }
      advance()
      pack.summarize = try parseBlock("eval_pack body statement")
      try takeSeparator("eval_pack item")
    } else if kind == .identifier, peek() == .colon {
      let name = try takeName("eval_pack field name")
      advance()
      pack.fields.append((name, try parseExpression()))
      try takeSeparator("eval_pack field")
    } else {
      pack.statements.append(try parseStatement())
      try takeSeparator("eval_pack body statement")
    }
  }
}
