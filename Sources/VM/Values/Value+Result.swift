extension Value {
  /// What a `Result.Err` carries, borrowed; nil for every other value. An `Err` without payload carries nil (02 §9.3).
  package var resultError: Value? {
    guard isEnum, enumCase.pointee.enumName.text == "Result", enumCase.pointee.variant.text == "Err"
    else { return nil }
    guard isA(.enumeration), enumeration.pointee.count > 0 else { return .nilValue }
    return enumeration.payload[0]
  }
}

extension StringPointer {
  fileprivate var text: String { String(decoding: buffer, as: UTF8.self) }
}
