/// What a condition tells about one variable (03 §8).
struct Fact {
  /// The place of the variable in the stack of bindings.
  var binding: Int
  var news: News

  enum News {
    case type(TypeID)
    /// These tested type names are ruled out for a variable of type `unknown` (03 §9.3).
    case ruledOut(UInt16)
  }

  static func type(_ binding: Int, _ type: TypeID) -> Fact { Fact(binding: binding, news: .type(type)) }
}

/// What follows when a condition holds, and when it does not.
struct Facts {
  var whenTrue: [Fact] = []
  var whenFalse: [Fact] = []

  static let none = Facts()

  /// The facts of the opposite condition.
  var swapped: Facts { Facts(whenTrue: whenFalse, whenFalse: whenTrue) }
}
