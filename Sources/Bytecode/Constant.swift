/// An entry of the constant pool of a unit.
package enum Constant: Hashable, Sendable {
  /// A 64-bit int.
  case int(Int)
  /// A double, by bit pattern, so that `0.0` and `-0.0` stay two constants.
  case float(bits: UInt64)
  /// A string; also names of properties, methods, globals and builtins.
  case string(String)
  /// A duration in milliseconds.
  case duration(Int)
  /// A case of an enum.
  case enumCase(enumName: String, variant: String)
  /// A struct literal with every field named: struct index and the names in the order of the values.
  /// A name that the struct does not declare is dropped (02 §10.1).
  case structLiteral(structure: Int, fields: [String])
  /// The steps behind the root of an assignment target.
  case path([PathStep])
  /// A list of names.
  case names([String])
  /// What a parameter accepts.
  case parameterType(parameter: String, type: ParameterType)
}

/// One step of an assignment target.
package enum PathStep: Hashable, Sendable {
  /// `.name`.
  case property(String)
  /// `[key]`; the key is on the stack.
  case index
}

/// The checkable part of a parameter annotation (02 §5.4, 03 §12.2). An annotation that cannot be checked has none.
package indirect enum ParameterType: Hashable, Sendable {
  /// `int float string bool nil bytes list dict set closure`.
  case named(String)
  /// `fn(…) -> R`: closures and builtins.
  case function
  /// `list<T>`; nil when `T` is not checkable.
  case list(ParameterType?)
  /// `dict<K, V>`; nil when `V` is not checkable or `K` is not `string`.
  case dict(ParameterType?)
  /// A shape, fields in declared order.
  case shape([Field])
  /// A string literal.
  case stringLiteral(String)
  /// An int literal.
  case intLiteral(Int)
  /// A union of string literals only.
  case stringLiterals([String])
  /// A union of int literals only.
  case intLiterals([Int])
  /// Any other union whose members are all checkable.
  case union([ParameterType])
  /// An interface declared in the file: any struct instance (02 §11).
  case interface(String)

  /// A field of a shape.
  package struct Field: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// Written with `?`.
    package var isOptional: Bool
    /// What it accepts.
    package var type: ParameterType

    /// A field as lowered.
    package init(name: String, isOptional: Bool, type: ParameterType) {
      self.name = name
      self.isOptional = isOptional
      self.type = type
    }
  }
}
