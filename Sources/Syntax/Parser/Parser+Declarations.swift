import Diagnostics
import Lexer

/// Declarations of code: imports, functions, pipelines, overrides, and what may stand in front of a declaration
/// (01 "Program and declarations").
extension Parser {
  /// A declaration without attributes and `pub`.
  mutating func parseUnmarkedDeclaration() throws(Failure) -> Statement {
    let start = current.range
    let kind = try parseDeclarationKind()
    return declaration(kind, attributes: [], isPublic: false, declarationStart: start, start: start)
  }

  /// `pub` and what may follow it.
  mutating func parsePublic() throws(Failure) -> Statement {
    let start = current.range
    if peek() == .importKeyword {
      advance()
      return try parseImport(publicFrom: start)
    }
    let kind = try parsePublicKind()
    return declaration(kind, attributes: [], isPublic: true, declarationStart: start, start: start)
  }

  /// Attributes and the declaration they belong to.
  mutating func parseAttributed() throws(Failure) -> Statement {
    let start = current.range
    let attributes = try parseAttributes()
    let declarationStart = current.range
    let isPublic = kind == .pubKeyword
    if isPublic {
      if peek() == .importKeyword { throw failForAttributeTarget() }
    } else {
      guard isAtAttributeTarget else { throw failForAttributeTarget() }
    }
    let kind = isPublic ? try parsePublicKind() : try parseDeclarationKind()
    return declaration(
      kind, attributes: attributes, isPublic: isPublic, declarationStart: declarationStart,
      start: start)
  }

  private var isAtAttributeTarget: Bool {
    switch kind {
    case .fnKeyword, .toolKeyword, .skillKeyword, .evalPackKeyword, .pipelineKeyword,
      .structKeyword, .enumKeyword, .typeKeyword, .interfaceKeyword, .implKeyword:
      true
    default: isWord("gen") && peek() == .fnKeyword
    }
  }

  private mutating func failForAttributeTarget() -> Failure {
    fail(
      "fn/tool/skill/eval_pack/pipeline/struct/enum/type/interface/impl declaration after `@attr`",
      got: "non-declaration statement")
  }

  /// What follows `pub`, imports excepted.
  private mutating func parsePublicKind() throws(Failure) -> Declaration.Kind {
    advance()
    skipNewlines()
    switch kind {
    case .fnKeyword, .toolKeyword, .skillKeyword, .evalPackKeyword, .pipelineKeyword, .enumKeyword,
      .structKeyword:
      break
    case .identifier where isWord("gen") && peek() == .fnKeyword: break
    default:
      throw fail("fn, tool, skill, eval_pack, struct, enum, pipeline, or import after pub")
    }
    return try parseDeclarationKind()
  }

  private mutating func parseDeclarationKind() throws(Failure) -> Declaration.Kind {
    switch kind {
    case .pipelineKeyword: try parsePipeline()
    case .toolKeyword: try parseTool()
    case .skillKeyword: try parseSkill()
    case .evalPackKeyword: try parseEvalPack()
    case .typeKeyword: try parseTypeAlias()
    case .enumKeyword: try parseEnum()
    case .structKeyword: try parseStruct()
    case .interfaceKeyword: try parseInterface()
    case .implKeyword: try parseImplementation()
    case .overrideKeyword: try parseOverride()
    default: .function(try parseFunction())
    }
  }

  private func declaration(
    _ kind: Declaration.Kind, attributes: [Attribute], isPublic: Bool,
    declarationStart: SourceRange, start: SourceRange
  ) -> Statement {
    let declaration = Declaration(
      attributes: attributes, isPublic: isPublic, kind: kind, range: range(from: declarationStart))
    return Statement(.declaration(declaration), at: range(from: start))
  }
}

// MARK: - Imports

extension Parser {
  /// `import "path"`, `import { a, b } from "path"`. `start` is the place of `pub`.
  mutating func parseImport(publicFrom start: SourceRange? = nil) throws(Failure) -> Statement {
    let start = start ?? current.range
    let isPublic = kind == .importKeyword && start != current.range
    advance()
    var names: [Name]?
    if take(.leftBrace) {
      names = try parseImportedNames()
      try expect(.fromKeyword)
    }
    guard kind == .string else { throw fail("import path string") }
    let path = current
    advance()
    let declaration = ImportDeclaration(
      isPublic: isPublic, names: names, path: stringValue(path), pathRange: path.range)
    return Statement(.importModule(declaration), at: range(from: start))
  }

  private mutating func parseImportedNames() throws(Failure) -> [Name] {
    var names: [Name] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      names.append(try takeName("import name"))
      skipItemSeparator()
    }
    try expect(.rightBrace)
    return names
  }
}

// MARK: - Functions and pipelines

extension Parser {
  /// `fn name…`, `gen fn name…`.
  mutating func parseFunction(isPublic: Bool = false) throws(Failure) -> FunctionDeclaration {
    let start = current.range
    let isStream = kind == .identifier
    if isStream { advance() }
    try expect(.fnKeyword)
    let name = try takeName("function name")
    let typeParameters = try parseTypeParameters()
    let parameters = try parseParameterList()
    let returnType = try parseReturnType()
    let bounds = try parseBounds()
    let body = try parseBlock()
    return FunctionDeclaration(
      name: name, isStream: isStream, isPublic: isPublic, typeParameters: typeParameters,
      parameters: parameters, returnType: returnType, bounds: bounds, body: body,
      range: range(from: start))
  }

  /// `-> type`, if it comes next.
  mutating func parseReturnType() throws(Failure) -> TypeExpression? {
    take(.arrow) ? try parseType() : nil
  }

  /// `(parameters)`.
  mutating func parseParameterList() throws(Failure) -> [Parameter] {
    try expect(.leftParenthesis)
    let parameters = try parseParameters(until: .rightParenthesis)
    try expect(.rightParenthesis)
    return parameters
  }

  /// Parameters up to, not including, the token `end`.
  mutating func parseParameters(until end: TokenKind) throws(Failure) -> [Parameter] {
    var parameters: [Parameter] = []
    var hasDefault = false
    skipNewlines()
    while kind != end, kind != .endOfFile {
      let parameter = try parseParameter()
      parameters.append(parameter)
      if parameter.isRest {
        guard kindSkippingNewlines == end else {
          throw fail("Rest parameter must be the last parameter")
        }
      } else if parameter.defaultValue != nil {
        hasDefault = true
      } else if hasDefault {
        throw fail("Required parameter cannot follow a parameter with a default value")
      }
      skipItemSeparator()
    }
    return parameters
  }

  private mutating func parseParameter() throws(Failure) -> Parameter {
    let isRest = kind == .dot
    if isRest { try takeDots() }
    let name = try takeName("parameter name")
    let type = take(.colon) ? try parseType() : nil
    let value = take(.equal) ? try parseExpression() : nil
    return Parameter(name: name, isRest: isRest, type: type, defaultValue: value)
  }

  /// `pipeline name(parameters) -> type extends parent { … }`.
  private mutating func parsePipeline() throws(Failure) -> Declaration.Kind {
    advance()
    let name = try takeName("pipeline name")
    let parameters = try parseBareParameters()
    let returnType = try parseReturnType()
    let parent = take(.extendsKeyword) ? try takeName("parent pipeline name") : nil
    let body = try parseBlock()
    return .pipeline(
      PipelineDeclaration(
        name: name, parameters: parameters, returnType: returnType, parent: parent, body: body))
  }

  /// `override name(parameters) { … }`.
  private mutating func parseOverride() throws(Failure) -> Declaration.Kind {
    advance()
    let name = try takeName("override name")
    let parameters = try parseBareParameters()
    return .override(name: name, parameters: parameters, body: try parseBlock())
  }

  /// `(a, b)`: names without types and defaults.
  private mutating func parseBareParameters() throws(Failure) -> [Name] {
    try expect(.leftParenthesis)
    var names: [Name] = []
    skipNewlines()
    while kind != .rightParenthesis, kind != .endOfFile {
      names.append(try takeName("parameter name"))
      skipItemSeparator()
    }
    try expect(.rightParenthesis)
    return names
  }
}
