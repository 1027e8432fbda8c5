import Lexer

/// The levels of 01 "Precedence" that infix operators have, loosest first.
enum PrecedenceLevel: Int, Comparable {
  case pipe = 1
  case range
  case ternary
  case or
  case and
  case equality
  case comparison
  case additive
  case coalesce
  case product
  case power

  static func < (lhs: PrecedenceLevel, rhs: PrecedenceLevel) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// An operator between two operands.
struct InfixOperator {
  /// What it builds.
  enum Form {
    case binary(BinaryOperator)
    case pipe
    case range
    case ternary
  }

  var form: Form
  var level: PrecedenceLevel
  /// Whether it may stand at the start of a continuation line.
  var maySpanLines = true
  /// The number of its tokens: two for `not in`.
  var tokenCount = 1

  /// Whether newlines may follow it.
  var allowsNewlineAfter: Bool { level != .range && level != .ternary }

  /// The operator of this token, nil if it is none. `not in` is found by the parser.
  init?(_ kind: TokenKind) {
    switch kind {
    case .pipe: self.init(.pipe, .pipe)
    case .toKeyword: self.init(.range, .range, maySpanLines: false)
    case .question: self.init(.ternary, .ternary, maySpanLines: false)
    case .orOr: self.init(.binary(.or), .or)
    case .andAnd: self.init(.binary(.and), .and)
    case .equalEqual: self.init(.binary(.equal), .equality)
    case .notEqual: self.init(.binary(.notEqual), .equality)
    case .less: self.init(.binary(.less), .comparison)
    case .greater: self.init(.binary(.greater), .comparison)
    case .lessEqual: self.init(.binary(.lessOrEqual), .comparison)
    case .greaterEqual: self.init(.binary(.greaterOrEqual), .comparison)
    case .inKeyword: self.init(.binary(.isIn), .comparison, maySpanLines: false)
    case .plus: self.init(.binary(.add), .additive)
    case .minus: self.init(.binary(.subtract), .additive, maySpanLines: false)
    case .coalesce: self.init(.binary(.coalesce), .coalesce)
    case .star: self.init(.binary(.multiply), .product)
    case .slash: self.init(.binary(.divide), .product)
    case .percent: self.init(.binary(.remainder), .product)
    case .power: self.init(.binary(.power), .power)
    default: return nil
    }
  }

  /// `not in`.
  static let notIn = InfixOperator(
    .binary(.isNotIn), .comparison, maySpanLines: false, tokenCount: 2)

  private init(
    _ form: Form, _ level: PrecedenceLevel, maySpanLines: Bool = true, tokenCount: Int = 1
  ) {
    self.form = form
    self.level = level
    self.maySpanLines = maySpanLines
    self.tokenCount = tokenCount
  }
}

/// An infix operator that waits for its right operand.
struct PendingOperator {
  var left: Expression
  var form: InfixOperator.Form
  var level: PrecedenceLevel
}
