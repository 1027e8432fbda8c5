import Diagnostics

/// A type as written (01 "Types", 03 §2).
package struct TypeExpression: Sendable {
  /// What it is.
  package var kind: Kind
  /// Its text.
  package var range: SourceRange

  /// A type of this kind.
  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// The forms of a type.
  package indirect enum Kind: Sendable {
    /// A plain name; `nil` too. `true` and `false` are the name `bool`.
    case named(String)
    /// `Name<A, B>`.
    case application(name: String, arguments: [TypeExpression])
    /// `[T]`, the same as `list<T>`.
    case list(TypeExpression)
    /// `{a: T, b?: U}`.
    case shape([ShapeField])
    /// `fn(A, B) -> R`.
    case function(parameters: [TypeExpression], result: TypeExpression)
    /// `A | B`, members in written order.
    case union([TypeExpression])
    /// A string literal type.
    case stringLiteral(String)
    /// An int literal type, sign included.
    case intLiteral(Int)
  }

  /// One field of a shape.
  package struct ShapeField: Sendable {
    /// Its name.
    package var name: Name
    /// Written with `?`.
    package var isOptional: Bool
    /// Its type.
    package var type: TypeExpression

    /// A field as written.
    package init(name: Name, isOptional: Bool, type: TypeExpression) {
      self.name = name
      self.isOptional = isOptional
      self.type = type
    }
  }
}
