/// The two styles of names in Harn programs (03 §16, "Definitions").
extension String {
  /// A lowercase ASCII letter or `_`, then lowercase letters, digits and `_`.
  var isSnakeCase: Bool {
    guard let first = utf8.first, first.isLowercase || first == UInt8(ascii: "_") else { return false }
    return utf8.allSatisfy { $0.isLowercase || $0.isDigit || $0 == UInt8(ascii: "_") }
  }

  /// An uppercase ASCII letter, then letters and digits.
  var isPascalCase: Bool {
    guard let first = utf8.first, first.isUppercase else { return false }
    return utf8.allSatisfy { $0.isLowercase || $0.isUppercase || $0.isDigit }
  }

  /// The same words in snake_case.
  var inSnakeCase: String {
    var result = ""
    var isBehindWord = false
    for character in self {
      if character.isUppercase, isBehindWord { result += "_" }
      result += character.lowercased()
      isBehindWord = character.isLowercase || character.isNumber
    }
    return result
  }

  /// The same words in PascalCase.
  var inPascalCase: String {
    split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

extension UInt8 {
  fileprivate var isLowercase: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
  fileprivate var isUppercase: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
  fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
