import Diagnostics

/// One statement (01 "Statements", 02 §2).
package struct Statement: Sendable {
  /// What it is.
  package var kind: Kind
  /// Its text, without separator; attributes and `pub` included.
  package var range: SourceRange

  /// A statement of this kind.
  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// The forms of a statement.
  package indirect enum Kind: Sendable {
    /// `import "path"`, `import { a, b } from "path"`, with or without `pub`.
    case importModule(ImportDeclaration)
    /// Any other declaration, with its attributes.
    case declaration(Declaration)
    /// `let` or `var`.
    case binding(BindingStatement)
    /// `target = value`, or `target op= value` when `operation` is given. `target` is a name, property or subscript.
    case assignment(target: Expression, operation: BinaryOperator?, value: Expression)
    /// An expression for its effect or as the value of its block. `if`, `match`, `try`, `retry`, `parallel`,
    /// `deadline` and `spawn` are expressions in statement position too.
    case expression(Expression)
    /// `for pattern in iterable { body }`.
    case forLoop(pattern: Pattern, iterable: Expression, body: Block)
    /// `while condition { body }`.
    case whileLoop(condition: Expression, body: Block)
    /// `return`, with or without value.
    case returnValue(Expression?)
    /// `throw value`.
    case throwValue(Expression)
    /// `guard condition else { otherwise }`.
    case guardElse(condition: Expression, otherwise: Block)
    /// `require condition, message`.
    case require(condition: Expression, message: Expression?)
    /// `yield`, with or without value.
    case yieldValue(Expression?)
    /// `emit value`.
    case emit(Expression)
    /// `mutex { body }`.
    case mutex(Block)
    /// `defer { body }`.
    case deferBlock(Block)
    /// `break`.
    case breakLoop
    /// `continue`.
    case continueLoop
    /// `select { … }`.
    case select([SelectArm])
  }
}

/// `import`, selective or whole (01 "Program and declarations", 04 B).
package struct ImportDeclaration: Sendable {
  /// Whether `pub` stands in front.
  package var isPublic: Bool
  /// The imported names of the selective form, nil for the whole module.
  package var names: [Name]?
  /// The text of the path literal.
  package var path: String
  /// The path literal in the text.
  package var pathRange: SourceRange

  /// An import as written.
  package init(isPublic: Bool, names: [Name]?, path: String, pathRange: SourceRange) {
    self.isPublic = isPublic
    self.names = names
    self.path = path
    self.pathRange = pathRange
  }
}

/// `let pattern = value` or `var pattern = value` (02 §3, §7).
package struct BindingStatement: Sendable {
  /// `var`, not `let`.
  package var isMutable: Bool
  /// What is bound.
  package var pattern: Pattern
  /// The annotation; only a plain name takes one.
  package var type: TypeExpression?
  /// The initialiser.
  package var value: Expression

  /// A binding as written.
  package init(isMutable: Bool, pattern: Pattern, type: TypeExpression?, value: Expression) {
    self.isMutable = isMutable
    self.pattern = pattern
    self.type = type
    self.value = value
  }
}

/// A flat pattern of `let`, `var` or `for` (02 §7). `match` arms hold expressions instead.
package struct Pattern: Sendable {
  /// What it is.
  package var kind: Kind
  /// Its text.
  package var range: SourceRange

  /// A pattern of this kind.
  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// The forms of a pattern.
  package enum Kind: Sendable {
    /// One name; `_` discards.
    case name(Name)
    /// `[a, b = default, ...rest]`.
    case list(elements: [Element], rest: Name?)
    /// `{key, key: alias = default, ...rest}`.
    case dict(entries: [Entry], rest: Name?)
    /// `(a, b)`, only in `for`.
    case pair(Name, Name)
  }

  /// One position of a list pattern.
  package struct Element: Sendable {
    /// The name it binds.
    package var name: Name
    /// Used when the element is nil.
    package var defaultValue: Expression?

    /// A position as written.
    package init(name: Name, defaultValue: Expression?) {
      self.name = name
      self.defaultValue = defaultValue
    }
  }

  /// One key of a dict pattern.
  package struct Entry: Sendable {
    /// The key looked up.
    package var key: Name
    /// The name it binds: the alias, or the key itself.
    package var name: Name
    /// Used when the value is nil.
    package var defaultValue: Expression?

    /// A key as written.
    package init(key: Name, name: Name, defaultValue: Expression?) {
      self.key = key
      self.name = name
      self.defaultValue = defaultValue
    }
  }
}

/// One arm of `select` (04 A8).
package struct SelectArm: Sendable {
  /// What it waits for.
  package var kind: Kind
  /// What it runs.
  package var body: Block

  /// An arm as written.
  package init(kind: Kind, body: Block) {
    self.kind = kind
    self.body = body
  }

  /// The forms of an arm.
  package enum Kind: Sendable {
    /// `name from channel`.
    case receive(Name, from: Expression)
    /// `timeout duration`.
    case timeout(Expression)
    /// `default`.
    case otherwise
  }
}
