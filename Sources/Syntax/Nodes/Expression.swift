import Diagnostics

/// One expression (01 "Expressions").
package struct Expression: Sendable {
  /// What it is.
  package var kind: Kind
  /// Its text.
  package var range: SourceRange

  /// An expression of this kind.
  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// The expression inside the parentheses around it.
  package var unparenthesized: Expression {
    var expression = self
    while case .parenthesized(let inner) = expression.kind { expression = inner }
    return expression
  }

  /// The forms of an expression.
  package indirect enum Kind: Sendable {
    /// `nil`.
    case nilLiteral
    /// `true`, `false`.
    case bool(Bool)
    /// An int literal within range.
    case int(Int)
    /// A float literal, or an int literal beyond the int range.
    case float(Double)
    /// A duration literal in milliseconds. `overflows` marks one beyond the 64-bit range (a compile error).
    case duration(milliseconds: Int, overflows: Bool)
    /// A plain, raw or triple string without interpolation, after escape processing.
    case string(String)
    /// A string with at least one interpolation.
    case interpolation([InterpolationPart])
    /// A name; `_` included.
    case name(String)
    /// `(inner)`. Kept so that ranges, formatter and struct-literal rule see it.
    case parenthesized(Expression)
    /// `[a, ...b]`.
    case list([ListItem])
    /// `{k: v, [e]: v, ...d}`.
    case dict([DictEntry])
    /// `Name { field: value }`.
    case structLiteral(name: Name, entries: [DictEntry])
    /// `{ a, b -> body }` or `fn(a, b) { body }`.
    case closure(Closure)
    /// `!a`, `-a`, `try* a`.
    case unary(UnaryOperator, Expression)
    /// Two operands and an operator, short-circuit operators included.
    case binary(BinaryOperator, Expression, Expression)
    /// `condition ? then : otherwise`.
    case ternary(condition: Expression, then: Expression, otherwise: Expression)
    /// `from to upTo`, `from to upTo exclusive`.
    case range(from: Expression, upTo: Expression, isExclusive: Bool)
    /// `value |> target`.
    case pipe(value: Expression, target: Expression)
    /// `callee(arguments)` on a name, with explicit type arguments when written.
    case call(callee: Name, typeArguments: [TypeExpression], arguments: [ListItem])
    /// `receiver.name(arguments)`, `receiver?.name(arguments)`.
    case methodCall(receiver: Expression, name: Name, arguments: [ListItem], isOptional: Bool)
    /// `receiver.name`, `receiver?.name`.
    case property(receiver: Expression, name: Name, isOptional: Bool)
    /// `receiver[index]`, `receiver?[index]`.
    case index(receiver: Expression, index: Expression, isOptional: Bool)
    /// `receiver[from:upTo]`.
    case slice(receiver: Expression, from: Expression?, upTo: Expression?)
    /// `operand?`.
    case tryOperator(Expression)
    /// `...operand` where it cannot stand; the parser keeps it for the compile error of 02 §15.5.
    case spread(Expression)
    /// `if … else …`.
    case ifElse(IfExpression)
    /// `match subject { … }`.
    case match(subject: Expression, arms: [MatchArm])
    /// `try { … } catch … finally …`.
    case tryCatch(TryExpression)
    /// `retry count { … }`.
    case retry(count: Expression, body: Block)
    /// `spawn { … }`.
    case spawn(Block)
    /// `parallel …`.
    case parallel(ParallelExpression)
    /// `deadline duration { … }`.
    case deadline(duration: Expression, body: Block)
  }
}

/// A piece of an interpolated string.
package enum InterpolationPart: Sendable {
  /// Literal text, after escape and indent processing.
  case text(String)
  /// A `${…}`; its value is displayed.
  case expression(Expression)
}

/// A list item or argument: a value or a spread.
package struct ListItem: Sendable {
  /// Whether `...` stands in front.
  package var isSpread: Bool
  /// The value, or the list that is spread.
  package var value: Expression

  /// An item as written.
  package init(isSpread: Bool, value: Expression) {
    self.isSpread = isSpread
    self.value = value
  }
}

/// An entry of a dict or struct literal.
package enum DictEntry: Sendable {
  /// `key: value` with a bare or quoted key.
  case named(key: Name, value: Expression)
  /// `[key]: value`.
  case computed(key: Expression, value: Expression)
  /// `...operand`.
  case spread(Expression, SourceRange)
}

/// Prefix operators, in their spelling.
package enum UnaryOperator: String, Sendable {
  /// Logical not.
  case not = "!"
  /// Arithmetic negation.
  case negate = "-"
  /// Rethrow to the enclosing handler (02 §14.5).
  case tryStar = "try*"
}

/// Infix operators that have two values as operands, in their spelling.
package enum BinaryOperator: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "**"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
  case and = "&&"
  case or = "||"
  case coalesce = "??"
}

/// `{ a, b -> body }` or `fn(a, b) { body }`.
package struct Closure: Sendable {
  /// The parameters.
  package var parameters: [Parameter]
  /// The body; its value is what the closure returns.
  package var body: Block
  /// Written as `fn(…) { … }`.
  package var isFunctionExpression: Bool

  /// A closure as written.
  package init(parameters: [Parameter], body: Block, isFunctionExpression: Bool) {
    self.parameters = parameters
    self.body = body
    self.isFunctionExpression = isFunctionExpression
  }
}

/// `if` with its branches.
package struct IfExpression: Sendable {
  /// Tested for truthiness.
  package var condition: Expression
  /// Runs when truthy.
  package var then: Block
  /// Runs otherwise. `else if` is a block that holds one `if` expression and has `isElseIf` set.
  package var otherwise: Block?
  /// Whether `otherwise` was written as `else if`.
  package var isElseIf: Bool

  /// An `if` as written.
  package init(condition: Expression, then: Block, otherwise: Block?, isElseIf: Bool) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    self.isElseIf = isElseIf
  }
}

/// One arm of `match`. Patterns are expressions that the compiler reads as patterns (02 §8).
package struct MatchArm: Sendable {
  /// One pattern, or the alternatives of an or-pattern.
  package var patterns: [Expression]
  /// The guard after `if`.
  package var condition: Expression?
  /// What the arm runs.
  package var body: Block
  /// Its text.
  package var range: SourceRange

  /// An arm as written.
  package init(patterns: [Expression], condition: Expression?, body: Block, range: SourceRange) {
    self.patterns = patterns
    self.condition = condition
    self.body = body
    self.range = range
  }
}

/// `try` with its handlers (02 §14.3, §14.4).
package struct TryExpression: Sendable {
  /// The protected body.
  package var body: Block
  /// The handler, if any.
  package var handler: CatchClause?
  /// The `finally` block, if any.
  package var cleanup: Block?

  /// A `try` as written.
  package init(body: Block, handler: CatchClause?, cleanup: Block?) {
    self.body = body
    self.handler = handler
    self.cleanup = cleanup
  }
}

/// `catch`, with its binding and type when written.
package struct CatchClause: Sendable {
  /// The bound name.
  package var name: Name?
  /// The type behind the name.
  package var type: TypeExpression?
  /// The handler's body.
  package var body: Block

  /// A handler as written.
  package init(name: Name?, type: TypeExpression?, body: Block) {
    self.name = name
    self.type = type
    self.body = body
  }
}

/// `parallel` in one of its forms (04 A4).
package struct ParallelExpression: Sendable {
  /// The form.
  package var form: Form
  /// The count or the collection.
  package var operand: Expression
  /// The value of `max_concurrent`.
  package var maxConcurrent: Expression?
  /// The name before the arrow.
  package var parameter: Name?
  /// The body of each task.
  package var body: Block
  /// `as stream` follows.
  package var isStream: Bool

  /// A `parallel` as written.
  package init(
    form: Form, operand: Expression, maxConcurrent: Expression?, parameter: Name?, body: Block,
    isStream: Bool
  ) {
    self.form = form
    self.operand = operand
    self.maxConcurrent = maxConcurrent
    self.parameter = parameter
    self.body = body
    self.isStream = isStream
  }

  /// The forms of `parallel`.
  package enum Form: Sendable { case count, each, settle }
}
