import Diagnostics
import Lexer
import Syntax

/// Visits the tree of a file in source order with the scopes around each place, and applies the rules that need them.
///
/// It recurses as deep as the program nests; the parser bounds that.
struct LintWalk {
  let file: SourceFile
  let options: LintOptions
  let uses: NameUses
  let unresolvedCalls: [Int32: String?]
  let tokens: TokenList
  /// What is found, in source order.
  var findings: [Diagnostic] = []
  /// The variables that are visible at the current place.
  var variables = VisibleVariables()
  /// Parts of expressions that are still to be visited, the next one last.
  private var pending: [SyntaxPart] = []
  /// The loops around the current place, in the same function.
  var loopDepth = 0
  /// Whether the current place is in a test pipeline.
  var isInTest = false
  /// The complexity so far of the functions around the current place (03 §16).
  var complexities: [Int] = []
  /// The declared results of the functions around the current place.
  var resultTypes: [TypeExpression?] = []
  /// What the unused rules look at when the whole file was seen.
  var declared = DeclaredNames()

  init(
    file: SourceFile, tokens: TokenList, options: LintOptions, uses: NameUses, unresolvedCalls: [Int32: String?]
  ) {
    self.file = file
    self.options = options
    self.uses = uses
    self.unresolvedCalls = unresolvedCalls
    self.tokens = tokens
  }

  mutating func visit(_ program: Program) {
    variables.enterScope()
    visit(program.items)
    variables.leaveScope()
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ suggestion: String, at range: SourceRange,
    fix: [Diagnostic.Edit] = [], isError: Bool = false
  ) {
    findings.append(.lint(code, message, suggestion, at: range, fix: fix, isError: isError))
  }

  /// The text of a piece of the file.
  func text(_ range: SourceRange) -> String { file.text(of: range) }

  /// Whether a comment stands in `range`: what it explains must not be thrown away.
  func hasComment(in range: SourceRange) -> Bool {
    let comments = tokens.comments
    let first = comments.partitioningIndex { $0.range.start >= range.start }
    return first < comments.count && comments[first].range.end <= range.end
  }

  // MARK: Scopes

  /// Visits a block in a scope of its own.
  mutating func visit(_ block: Block) {
    variables.enterScope()
    visit(block.statements)
    variables.leaveScope()
  }

  mutating func visit(_ block: Block?) {
    if let block { visit(block) }
  }

  /// Visits a block that binds `names` for itself.
  mutating func visit(_ block: Block, binding names: [Name]) {
    variables.enterScope()
    for name in names { variables.bind(name.text, isMutable: false) }
    visit(block)
    variables.leaveScope()
  }

  /// Visits the body of something that is called: loops around it do not count for `break`. Its scope is also that of the
  /// parameters (02 §3.1).
  mutating func visitBody(_ body: Block, parameters: [Name]) {
    variables.enterScope()
    visit(body, inScopeOf: parameters)
    variables.leaveScope()
  }

  private mutating func visit(_ body: Block, inScopeOf parameters: [Name]) {
    for name in parameters { variables.bind(name.text, isMutable: false) }
    let outer = loopDepth
    loopDepth = 0
    visit(body.statements)
    loopDepth = outer
  }

  /// Visits the body of a pipeline, which shares the scope of the file (02 §3.1).
  mutating func visitPipelineBody(_ body: Block, parameters: [Name]) {
    variables.enterSameScope()
    visit(body, inScopeOf: parameters)
    variables.leaveScope()
  }

  /// One more branch in the function around the current place.
  mutating func countBranch() {
    if !complexities.isEmpty { complexities[complexities.count - 1] += 1 }
  }

  /// Visits what stands directly inside an expression that has no blocks.
  mutating func visitParts(of expression: Expression) {
    let count = pending.count
    SyntaxWalk.add(partsOf: expression, to: &pending)
    while pending.count > count, let part = pending.popLast() {
      if case .expression(let part) = part { visit(part) }
    }
  }

  mutating func visit(_ statements: [Statement]) {
    var isReachable = true
    for (index, statement) in statements.enumerated() {
      let next = index + 1 < statements.count ? statements[index + 1] : nil
      visit(statement, next: next)
      if isReachable, statement.definitelyExits, let next {
        isReachable = false
        report(
          .deadCode, "unreachable code after a terminating statement", "remove the unreachable code", at: next.range)
      }
    }
  }
}

extension Statement {
  /// Whether nothing behind the statement runs (03 §8.2).
  var definitelyExits: Bool {
    switch kind {
    case .returnValue, .throwValue, .breakLoop, .continueLoop: return true
    case .expression(let expression):
      guard case .ifElse(let branch) = expression.kind, let otherwise = branch.otherwise else { return false }
      return branch.then.definitelyExits && otherwise.definitelyExits
    default: return false
    }
  }
}

extension Block {
  /// Whether the end of the block is never reached.
  var definitelyExits: Bool { statements.contains(where: \.definitelyExits) }
}
