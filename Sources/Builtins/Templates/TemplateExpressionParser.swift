/// Parses the expressions of directives (05 §27.2).
struct TemplateExpressionParser {
  typealias Failure = TemplateLexer.Failure

  private let tokens: [TemplateLexer.Token]
  private var position = 0
  private var nesting = 0
  private static let maximumNesting = 200

  /// The expression that a whole text is.
  static func parse(_ text: String) throws(Failure) -> TemplateExpression {
    var parser = TemplateExpressionParser(tokens: try TemplateLexer.tokens(of: text))
    let expression = try parser.parseFiltered()
    guard parser.position == parser.tokens.count else {
      throw Failure(message: "unexpected text after expression")
    }
    return expression
  }

  private var links = 0

  private init(tokens: [TemplateLexer.Token]) { self.tokens = tokens }

  /// Counts a link of a chain: expressions are evaluated and released by recursion.
  private mutating func countLink() throws(Failure) {
    links += 1
    guard links <= 1000 else { throw Failure(message: "expression is nested too deeply") }
  }

  private var next: TemplateLexer.Token? { position < tokens.count ? tokens[position] : nil }

  private mutating func take(_ symbol: String) -> Bool {
    guard next == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard next == .identifier(word) else { return false }
    position += 1
    return true
  }

  private mutating func parseFiltered() throws(Failure) -> TemplateExpression {
    var expression = try parseOr()
    while take("|") {
      try countLink()
      guard case .identifier(let name) = next else { throw Failure(message: "expected filter name after `|`") }
      position += 1
      var arguments: [TemplateExpression] = []
      if take(":") {
        repeat { arguments.append(try parseOr()) } while take(",")
      }
      expression = .filter(expression, name: name, arguments: arguments)
    }
    return expression
  }

  private mutating func parseOr() throws(Failure) -> TemplateExpression {
    var expression = try parseAnd()
    while take("||") || take(word: "or") {
      try countLink()
      expression = .or(expression, try parseAnd())
    }
    return expression
  }

  private mutating func parseAnd() throws(Failure) -> TemplateExpression {
    var expression = try parseNot()
    while take("&&") || take(word: "and") {
      try countLink()
      expression = .and(expression, try parseNot())
    }
    return expression
  }

  private mutating func parseNot() throws(Failure) -> TemplateExpression {
    var count = 0
    while take("!") || take(word: "not") { count += 1 }
    let expression = try parseCompare()
    return negated(expression, count)
  }

  /// `not` as often as written; twice gives a bool again.
  private func negated(_ expression: TemplateExpression, _ count: Int) -> TemplateExpression {
    switch count {
    case 0: expression
    case _ where count % 2 == 1: .not(expression)
    default: .not(.not(expression))
    }
  }

  private mutating func parseCompare() throws(Failure) -> TemplateExpression {
    let left = try parsePrimary()
    guard case .symbol(let symbol) = next, let comparison = TemplateComparison(rawValue: symbol) else { return left }
    position += 1
    return .compare(left, comparison, try parsePrimary())
  }

  private mutating func parsePrimary() throws(Failure) -> TemplateExpression {
    var count = 0
    while take("!") || take(word: "not") { count += 1 }
    if count > 0 { return negated(try parsePrimary(), count) }
    guard let token = next else { throw Failure(message: "expected expression") }
    position += 1
    switch token {
    case .string(let text): return .string(text)
    case .int(let int): return .int(int)
    case .float(let float): return .float(float)
    case .identifier("true"): return .bool(true)
    case .identifier("false"): return .bool(false)
    case .identifier("nil"): return .nothing
    case .identifier("and"), .identifier("or"): throw Failure(message: "expected expression")
    case .identifier(let name): return .path(name: name, steps: try parseSteps())
    case .symbol("("):
      guard nesting < TemplateExpressionParser.maximumNesting else {
        throw Failure(message: "expression is nested too deeply")
      }
      nesting += 1
      defer { nesting -= 1 }
      let expression = try parseOr()
      guard take(")") else { throw Failure(message: "expected `)`") }
      return expression
    case .symbol: throw Failure(message: "expected expression")
    }
  }

  private mutating func parseSteps() throws(Failure) -> [TemplateStep] {
    var steps: [TemplateStep] = []
    while true {
      if take(".") {
        guard case .identifier(let name) = next else { throw Failure(message: "expected identifier after `.`") }
        position += 1
        steps.append(.key(name))
      } else if take("[") {
        switch next {
        case .int(let index): steps.append(.index(index))
        case .string(let key): steps.append(.key(key))
        default: throw Failure(message: "expected integer or string inside `[...]`")
        }
        position += 1
        guard take("]") else { throw Failure(message: "expected `]`") }
      } else {
        return steps
      }
    }
  }
}
