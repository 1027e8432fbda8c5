import Diagnostics
import Lexer

/// Declarations of types: aliases, enums, structs, interfaces, and methods of structs (01 "Program and declarations").
extension Parser {
  /// `type Name<T> = type`.
  mutating func parseTypeAlias() throws(Failure) -> Declaration.Kind {
    advance()
    let name = try takeName("type name")
    let typeParameters = try parseTypeParameters()
    try expect(.equal)
    return .typeAlias(name: name, typeParameters: typeParameters, type: try parseType())
  }

  /// `enum Name<T> { A, B(x: T) }`.
  mutating func parseEnum() throws(Failure) -> Declaration.Kind {
    typeDeclarationCount += 1
    advance()
    let name = try takeName("enum name")
    let typeParameters = try parseTypeParameters()
    try expect(.leftBrace)
    var variants: [(name: Name, payload: [Parameter])] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      let variant = try takeName("variant name")
      let payload = kind == .leftParenthesis ? try parseParameterList() : []
      variants.append((variant, payload))
      skipItemSeparator()
    }
    try expect(.rightBrace)
    return .enumeration(
      EnumDeclaration(name: name, typeParameters: typeParameters, variants: variants))
  }

  /// `struct Name<T> { a: T, b?: U }`.
  mutating func parseStruct() throws(Failure) -> Declaration.Kind {
    typeDeclarationCount += 1
    advance()
    let name = try takeName("struct name")
    let typeParameters = try parseTypeParameters()
    try expect(.leftBrace)
    var fields: [StructDeclaration.Field] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      let field = try takeName("field name")
      let isOptional = take(.question)
      let type = take(.colon) ? try parseType() : nil
      fields.append(StructDeclaration.Field(name: field, isOptional: isOptional, type: type))
      skipItemSeparator()
    }
    try expect(.rightBrace)
    return .structure(StructDeclaration(name: name, typeParameters: typeParameters, fields: fields))
  }

  /// `interface Name<T> { type Item  fn m(self) -> R }`.
  mutating func parseInterface() throws(Failure) -> Declaration.Kind {
    typeDeclarationCount += 1
    advance()
    let name = try takeName("interface name")
    let typeParameters = try parseTypeParameters()
    try expect(.leftBrace)
    var associatedTypes: [(name: Name, type: TypeExpression?)] = []
    var methods: [InterfaceDeclaration.MethodSignature] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      if take(.typeKeyword) {
        let associated = try takeName("associated type name")
        let type = take(.equal) ? try parseType() : nil
        associatedTypes.append((associated, type))
      } else {
        methods.append(try parseMethodSignature())
      }
      skipNewlines()
    }
    try expect(.rightBrace)
    return .interface(
      InterfaceDeclaration(
        name: name, typeParameters: typeParameters, associatedTypes: associatedTypes,
        methods: methods))
  }

  private mutating func parseMethodSignature() throws(Failure)
    -> InterfaceDeclaration.MethodSignature
  {
    try expect(.fnKeyword)
    let name = try takeName("method name")
    let typeParameters = try parseTypeParameters()
    let parameters = try parseParameterList()
    let returnType = try parseReturnType()
    return InterfaceDeclaration.MethodSignature(
      name: name, typeParameters: typeParameters, parameters: parameters, returnType: returnType)
  }

  /// `impl Name { fn m(self) { … } }`.
  mutating func parseImplementation() throws(Failure) -> Declaration.Kind {
    advance()
    let name = try takeName("type name")
    try expect(.leftBrace)
    let outer = try enter()
    var methods: [FunctionDeclaration] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      let isPublic = take(.pubKeyword)
      skipNewlines()
      guard kind == .fnKeyword else { throw fail(TokenKind.fnKeyword.rawValue) }
      methods.append(try parseFunction(isPublic: isPublic))
      skipNewlines()
    }
    try expect(.rightBrace)
    leave(outer)
    return .implementation(typeName: name, methods: methods)
  }
}
