import Diagnostics
import Lexer
import Syntax

/// Rules about declarations (03 §16).
extension LintWalk {
  /// A declaration; `range` has its attributes, too.
  mutating func visit(_ declaration: Declaration, at range: SourceRange) {
    switch declaration.kind {
    case .function(let function):
      declared.note(function.name, at: function.range, isExported: declaration.isPublic || declaration.isEntryPoint)
      visit(function, declaration, at: range)
    case .tool(let tool):
      declared.note(tool.name, at: declaration.range, isExported: declaration.isPublic || declaration.isEntryPoint)
      reportFunctionName(tool.name, at: declaration.range)
      visitFunction(tool.name.text, tool.parameters, tool.returnType, tool.body, declaration, at: declaration.range)
    case .pipeline(let pipeline): visit(pipeline, declaration)
    case .implementation(_, let methods):
      for method in methods { visit(method, nil, at: method.range) }
    case .structure(let structure): visit(type: structure.name, "struct", declaration)
    case .enumeration(let enumeration): visit(type: enumeration.name, "enum", declaration)
    case .interface(let interface): visit(type: interface.name, "interface", declaration)
    case .typeAlias(let name, _, _): reportTypeName(name.text, "type", at: declaration.range)
    case .skill(_, let fields): for field in fields { visit(field.value) }
    case .evalPack(let pack):
      for field in pack.fields { visit(field.value) }
      visit(Block(statements: pack.statements, range: declaration.range))
      visit(pack.summarize)
    case .override(_, let parameters, let body): visitBody(body, parameters: parameters)
    }
  }

  private mutating func visit(_ function: FunctionDeclaration, _ declaration: Declaration?, at range: SourceRange) {
    reportFunctionName(function.name, at: function.range)
    if let declaration, declaration.isPublic, options.requiresDocComments, !hasDocComment(range, function.range) {
      report(
        .missingDocComment, "public function `\(function.name.text)` is missing a `/** */` doc comment",
        "add a `/** ... */` HarnDoc block directly above `pub fn \(function.name.text)`", at: declaration.range)
    }
    visitFunction(
      function.name.text, function.parameters, function.returnType, function.body, declaration, at: function.range)
  }

  private mutating func visit(_ pipeline: PipelineDeclaration, _ declaration: Declaration) {
    let name = pipeline.name.text
    let isTest = name == "test" || name.hasPrefix("test_")
    if declaration.isPublic, pipeline.returnType == nil, !isTest, !["default", "main", "auto"].contains(name) {
      report(
        .pipelineReturnType,
        "public pipeline `\(name)` has no declared return type; explicit return types will be required in a future release",
        "declare a return type: `pub pipeline \(name)(...) -> TypeExpr { ... }`", at: declaration.range)
    }
    let wasInTest = isInTest
    isInTest = isTest || declaration.attributes.contains { $0.name.text == "test" }
    resultTypes.append(pipeline.returnType)
    visitPipelineBody(pipeline.body, parameters: pipeline.parameters)
    resultTypes.removeLast()
    isInTest = wasInTest
  }

  private mutating func visitFunction(
    _ name: String, _ parameters: [Parameter], _ result: TypeExpression?, _ body: Block, _ declaration: Declaration?,
    at range: SourceRange
  ) {
    declared.note(parameters: parameters.map(\.name).filter { $0.text != "self" }, at: range)
    let place = findings.count
    complexities.append(1)
    resultTypes.append(result)
    for case let value? in parameters.map(\.defaultValue) { visit(value) }
    visitBody(body, parameters: parameters.map(\.name))
    resultTypes.removeLast()
    let complexity = complexities.removeLast()
    guard complexity > options.complexityThreshold, !(declaration?.allowsComplexity ?? false) else { return }
    let finding = Diagnostic.lint(
      .cyclomaticComplexity,
      "function `\(name)` has cyclomatic complexity \(complexity) (> \(options.complexityThreshold))",
      "split `\(name)` into smaller helpers, or mark it `@complexity(allow)` if the branching is intrinsic; "
        + "threshold configurable via `[lint].complexity_threshold` in `harn.toml`", at: range)
    findings.insert(finding, at: place)
  }

  // MARK: Names

  private mutating func reportFunctionName(_ name: Name, at range: SourceRange) {
    guard !name.text.isSnakeCase else { return }
    report(
      .namingConvention, "function `\(name.text)` should use snake_case",
      "rename `\(name.text)` to snake_case (for example `\(name.text.inSnakeCase)`)", at: range)
  }

  private mutating func visit(type name: Name, _ kind: String, _ declaration: Declaration) {
    declared.note(type: name, kind: kind, at: declaration.range, isExported: declaration.isPublic)
    reportTypeName(name.text, kind, at: declaration.range)
  }

  private mutating func reportTypeName(_ name: String, _ kind: String, at range: SourceRange) {
    guard !name.isPascalCase else { return }
    report(
      .namingConvention, "\(kind) `\(name)` should use PascalCase",
      "rename `\(name)` to PascalCase (for example `\(name.inPascalCase)`)", at: range)
  }

  // MARK: Doc comments

  /// Whether a doc comment stands directly above the declaration, or between its attributes and `fn`.
  private func hasDocComment(_ declaration: SourceRange, _ function: SourceRange) -> Bool {
    let line = file.lineNumber(ofByte: Int(declaration.start))
    let comments = tokens.comments
    var index = comments.partitioningIndex { $0.range.start >= function.start }
    while index > 0 {
      index -= 1
      let comment = comments[index]
      let isNear =
        comment.range.start >= declaration.start
        || file.lineNumber(ofByte: Int(comment.range.end) - 1) >= line - 1
      guard isNear else { return false }
      if comment.kind == .docBlock { return true }
    }
    return false
  }
}

extension Declaration {
  /// Whether something outside of the text calls the declaration, as its attributes say.
  fileprivate var isEntryPoint: Bool {
    attributes.contains { !["step", "deprecated", "complexity"].contains($0.name.text) }
  }

  fileprivate var allowsComplexity: Bool {
    attributes.contains { attribute in
      attribute.name.text == "complexity"
        && attribute.arguments.contains { if case .symbol("allow") = $0.value { true } else { false } }
    }
  }
}
