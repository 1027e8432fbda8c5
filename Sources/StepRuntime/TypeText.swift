import VM

/// The name that `type_of` gives the kinds of values that a message of this target can meet (05 §2).
package func typeText(_ value: Value) -> String {
  switch true {
  case value.isInt: "int"
  case value.isFloat: "float"
  case value.isString: "string"
  case value.isBool: "bool"
  case value.isNil, value.isAbsent: "nil"
  case value.isList: "list"
  case value.isDict: "dict"
  case value.isStruct: "struct"
  case value.isClosure: "closure"
  case value.isBuiltin: "builtin"
  case value.isDuration: "duration"
  default: "value"
  }
}
