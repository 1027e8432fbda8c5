import Diagnostics

/// A declaration with its attributes (01 "Program and declarations").
package struct Declaration: Sendable {
  /// The attributes, in source order.
  package var attributes: [Attribute]
  /// Whether `pub` stands in front.
  package var isPublic: Bool
  /// What is declared.
  package var kind: Kind
  /// The declaration without its attributes.
  package var range: SourceRange

  /// A declaration as written.
  package init(attributes: [Attribute], isPublic: Bool, kind: Kind, range: SourceRange) {
    self.attributes = attributes
    self.isPublic = isPublic
    self.kind = kind
    self.range = range
  }

  /// The kinds of declaration.
  package indirect enum Kind: Sendable {
    /// `fn` or `gen fn`.
    case function(FunctionDeclaration)
    /// `pipeline`.
    case pipeline(PipelineDeclaration)
    /// `tool`.
    case tool(ToolDeclaration)
    /// `skill NAME { field value … }`.
    case skill(name: Name, fields: [(name: Name, value: Expression)])
    /// `eval_pack`: its name or id, entries as written.
    case evalPack(EvalPackDeclaration)
    /// `type Name<…> = type`.
    case typeAlias(name: Name, typeParameters: [TypeParameter], type: TypeExpression)
    /// `enum`.
    case enumeration(EnumDeclaration)
    /// `struct`.
    case structure(StructDeclaration)
    /// `interface`.
    case interface(InterfaceDeclaration)
    /// `impl`.
    case implementation(typeName: Name, methods: [FunctionDeclaration])
    /// `override name(params) { body }`: parsed, without effect (02 §1.5).
    case override(name: Name, parameters: [Name], body: Block)
  }
}

/// `fn name<T>(params) -> R where T: I { body }`.
package struct FunctionDeclaration: Sendable {
  /// The declared name.
  package var name: Name
  /// Declared with `gen fn`.
  package var isStream: Bool
  /// Declared with `pub` inside an `impl`.
  package var isPublic: Bool
  /// The type parameters.
  package var typeParameters: [TypeParameter]
  /// The parameters.
  package var parameters: [Parameter]
  /// The type behind the arrow.
  package var returnType: TypeExpression?
  /// The bounds behind `where`.
  package var bounds: [(parameter: Name, interface: Name)]
  /// The body.
  package var body: Block
  /// The declaration, from `fn` or `gen` on.
  package var range: SourceRange

  /// A function as written.
  package init(
    name: Name, isStream: Bool, isPublic: Bool, typeParameters: [TypeParameter],
    parameters: [Parameter], returnType: TypeExpression?,
    bounds: [(parameter: Name, interface: Name)], body: Block, range: SourceRange
  ) {
    self.name = name
    self.isStream = isStream
    self.isPublic = isPublic
    self.typeParameters = typeParameters
    self.parameters = parameters
    self.returnType = returnType
    self.bounds = bounds
    self.body = body
    self.range = range
  }
}

/// One parameter of a function, closure, method, tool or enum variant.
package struct Parameter: Sendable {
  /// The name; `_` takes its position and binds nothing.
  package var name: Name
  /// `...name`.
  package var isRest: Bool
  /// The annotation.
  package var type: TypeExpression?
  /// Evaluated in the callee when the argument is not given.
  package var defaultValue: Expression?

  /// A parameter as written.
  package init(name: Name, isRest: Bool, type: TypeExpression?, defaultValue: Expression?) {
    self.name = name
    self.isRest = isRest
    self.type = type
    self.defaultValue = defaultValue
  }
}

/// A type parameter with its variance marker.
package struct TypeParameter: Sendable {
  /// Its name.
  package var name: Name
  /// The marker before the name.
  package var variance: Variance

  /// A type parameter as written.
  package init(name: Name, variance: Variance) {
    self.name = name
    self.variance = variance
  }

  /// Variance markers.
  package enum Variance: Sendable { case none, input, output }
}

/// `pipeline name(params) -> T extends parent { body }`.
package struct PipelineDeclaration: Sendable {
  /// The declared name.
  package var name: Name
  /// Bare parameter names.
  package var parameters: [Name]
  /// The type behind the arrow.
  package var returnType: TypeExpression?
  /// The name behind `extends`.
  package var parent: Name?
  /// The body.
  package var body: Block

  /// A pipeline as written.
  package init(
    name: Name, parameters: [Name], returnType: TypeExpression?, parent: Name?, body: Block
  ) {
    self.name = name
    self.parameters = parameters
    self.returnType = returnType
    self.parent = parent
    self.body = body
  }
}

/// `tool name(params) -> T { description "…" body }`.
package struct ToolDeclaration: Sendable {
  /// The declared name.
  package var name: Name
  /// The parameters.
  package var parameters: [Parameter]
  /// The type behind the arrow.
  package var returnType: TypeExpression?
  /// The text behind `description`.
  package var description: String?
  /// The handler's body.
  package var body: Block

  /// A tool as written.
  package init(
    name: Name, parameters: [Parameter], returnType: TypeExpression?, description: String?,
    body: Block
  ) {
    self.name = name
    self.parameters = parameters
    self.returnType = returnType
    self.description = description
    self.body = body
  }
}

/// `eval_pack NAME "id" { … }`.
package struct EvalPackDeclaration: Sendable {
  /// The name, when given.
  package var name: Name?
  /// The string id, when given.
  package var identifier: String?
  /// `key: value` entries.
  package var fields: [(name: Name, value: Expression)]
  /// Statements of the body.
  package var statements: [Statement]
  /// The block behind `summarize`.
  package var summarize: Block?

  /// An eval pack as written.
  package init(
    name: Name?, identifier: String?, fields: [(name: Name, value: Expression)],
    statements: [Statement], summarize: Block?
  ) {
    self.name = name
    self.identifier = identifier
    self.fields = fields
    self.statements = statements
    self.summarize = summarize
  }
}

/// `enum Name<T> { A, B(x: T) }`.
package struct EnumDeclaration: Sendable {
  /// The declared name.
  package var name: Name
  /// The type parameters.
  package var typeParameters: [TypeParameter]
  /// The variants with their payload parameters.
  package var variants: [(name: Name, payload: [Parameter])]

  /// An enum as written.
  package init(
    name: Name, typeParameters: [TypeParameter], variants: [(name: Name, payload: [Parameter])]
  ) {
    self.name = name
    self.typeParameters = typeParameters
    self.variants = variants
  }
}

/// `struct Name<T> { a: T, b?: U }`.
package struct StructDeclaration: Sendable {
  /// The declared name.
  package var name: Name
  /// The type parameters.
  package var typeParameters: [TypeParameter]
  /// The fields in declared order.
  package var fields: [Field]

  /// A struct as written.
  package init(name: Name, typeParameters: [TypeParameter], fields: [Field]) {
    self.name = name
    self.typeParameters = typeParameters
    self.fields = fields
  }

  /// One declared field.
  package struct Field: Sendable {
    /// Its name.
    package var name: Name
    /// Written with `?`.
    package var isOptional: Bool
    /// The annotation.
    package var type: TypeExpression?

    /// A field as written.
    package init(name: Name, isOptional: Bool, type: TypeExpression?) {
      self.name = name
      self.isOptional = isOptional
      self.type = type
    }
  }
}

/// `interface Name<T> { type Item  fn m(self) -> R }`.
package struct InterfaceDeclaration: Sendable {
  /// The declared name.
  package var name: Name
  /// The type parameters.
  package var typeParameters: [TypeParameter]
  /// Associated types with their defaults.
  package var associatedTypes: [(name: Name, type: TypeExpression?)]
  /// Method signatures.
  package var methods: [MethodSignature]

  /// An interface as written.
  package init(
    name: Name, typeParameters: [TypeParameter],
    associatedTypes: [(name: Name, type: TypeExpression?)], methods: [MethodSignature]
  ) {
    self.name = name
    self.typeParameters = typeParameters
    self.associatedTypes = associatedTypes
    self.methods = methods
  }

  /// One method without body.
  package struct MethodSignature: Sendable {
    /// Its name.
    package var name: Name
    /// The type parameters.
    package var typeParameters: [TypeParameter]
    /// The parameters.
    package var parameters: [Parameter]
    /// The type behind the arrow.
    package var returnType: TypeExpression?

    /// A signature as written.
    package init(
      name: Name, typeParameters: [TypeParameter], parameters: [Parameter],
      returnType: TypeExpression?
    ) {
      self.name = name
      self.typeParameters = typeParameters
      self.parameters = parameters
      self.returnType = returnType
    }
  }
}
