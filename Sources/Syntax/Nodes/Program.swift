import Diagnostics

/// The tree of one source file: its top-level items in source order (01 "Program and declarations").
package struct Program: Sendable {
  /// Top-level statements and declarations, in source order.
  package var items: [Statement]
  /// Whether enums, structs or interfaces may be declared inside other items. A program from the parser knows.
  package var mayNestTypes: Bool

  /// A program of these items.
  package init(items: [Statement], mayNestTypes: Bool = true) {
    self.items = items
    self.mayNestTypes = mayNestTypes
  }

  /// How many bytes of text there are up to the end of the last item.
  package var length: Int { items.last.map { Int($0.range.end) } ?? 0 }
}

/// A name as it stands in the text.
package struct Name: Equatable, Hashable, Sendable {
  /// The spelling, compared scalar by scalar.
  package var text: String
  /// Where it stands.
  package var range: SourceRange

  /// A name spelled `text` at `range`.
  package init(_ text: String, at range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// Statements between braces. Its value is that of the last one (02 §2.2).
package struct Block: Sendable {
  /// The statements, in source order.
  package var statements: [Statement]
  /// From the opening to the closing brace, both included.
  package var range: SourceRange
  /// Whether `yield` or `emit` may stand in it, nested functions included. A block from the parser knows.
  package var mayYield: Bool

  /// A block of these statements.
  package init(statements: [Statement], range: SourceRange, mayYield: Bool = true) {
    self.statements = statements
    self.range = range
    self.mayYield = mayYield
  }
}
