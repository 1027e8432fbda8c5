/// The functions that change the case convention of a name (05 §6.4).
var caseFunctions: [NativeBuiltin] {
  [
    .init("snake_to_camel") { call throws(HarnError) in try joinWords(call, splitAt: "_", .camel) },
    .init("snake_to_pascal") { call throws(HarnError) in try joinWords(call, splitAt: "_", .pascal) },
    .init("snake_to_kebab") { call throws(HarnError) in try joinWords(call, splitAt: "_", .separated("-")) },
    .init("kebab_to_camel") { call throws(HarnError) in try joinWords(call, splitAt: "-", .camel) },
    .init("kebab_to_snake") { call throws(HarnError) in try joinWords(call, splitAt: "-", .separated("_")) },
    .init("camel_to_snake") { call throws(HarnError) in try splitHumps(call, with: "_") },
    .init("camel_to_kebab") { call throws(HarnError) in try splitHumps(call, with: "-") },
    .init("pascal_to_snake") { call throws(HarnError) in try splitHumps(call, with: "_") },
    .init("camel_to_pascal") { call throws(HarnError) in try mapFirst(call, \.uppercaseMapping) },
    .init("uppercase_first") { call throws(HarnError) in try mapFirst(call, \.uppercaseMapping) },
    .init("pascal_to_camel") { call throws(HarnError) in try mapFirst(call, \.lowercaseMapping) },
    .init("lowercase_first") { call throws(HarnError) in try mapFirst(call, \.lowercaseMapping) },
    .init("title_case", titleCase),
  ]
}

/// How words become one name.
private enum WordJoin {
  /// Every word but the first has a capital.
  case camel
  /// Every word has a capital.
  case pascal
  /// Lower case, with this character between the words.
  case separated(Unicode.Scalar)
}

private func joinWords(
  _ call: borrowing NativeCall, splitAt separator: Unicode.Scalar, _ join: WordJoin
) throws(HarnError) -> Value {
  var buffer = TextBuffer(limit: call.limits.stringBytes)
  let text = call.text(0)
  for (index, word) in text.unicodeScalars.split(separator: separator).enumerated() {
    var word = Array(word)
    switch join {
    case .camel where index > 0, .pascal: buffer.append(word.removeFirst().properties.uppercaseMapping)
    case .separated(let mark) where index > 0: buffer.append(scalar: mark)
    default: break
    }
    appendLowercased(word, to: &buffer)
  }
  return try buffer.finishChecked()
}

/// Puts `separator` between the words of a name with humps and lower-cases them.
private func splitHumps(
  _ call: borrowing NativeCall, with separator: Unicode.Scalar
) throws(HarnError) -> Value {
  var buffer = TextBuffer(limit: call.limits.stringBytes)
  let scalars = Array(call.text(0).unicodeScalars)
  var start = 0
  for index in scalars.indices.dropFirst() where isHump(scalars, at: index) {
    appendLowercased(Array(scalars[start..<index]), to: &buffer)
    buffer.append(scalar: separator)
    start = index
  }
  appendLowercased(Array(scalars[start...]), to: &buffer)
  return try buffer.finishChecked()
}

/// Whether a word starts here: a capital behind a small letter or digit, or the last capital of several in a row.
private func isHump(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
  guard scalars[index].properties.isUppercase else { return false }
  let before = scalars[index - 1]
  if before.properties.isLowercase || ("0"..."9").contains(before) { return true }
  return before.properties.isUppercase && index + 1 < scalars.count && scalars[index + 1].properties.isLowercase
}

private func mapFirst(
  _ call: borrowing NativeCall, _ mapping: KeyPath<Unicode.Scalar.Properties, String>
) throws(HarnError) -> Value {
  var buffer = TextBuffer(limit: call.limits.stringBytes)
  let scalars = call.text(0).unicodeScalars
  if let first = scalars.first {
    buffer.append(first.properties[keyPath: mapping])
    buffer.append(String(scalars.dropFirst()))
  }
  return try buffer.finishChecked()
}

/// A capital at the start and behind white space, small letters elsewhere.
private func titleCase(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  var buffer = TextBuffer(limit: call.limits.stringBytes)
  var isFirst = true
  for scalar in call.text(0).unicodeScalars {
    buffer.append(isFirst ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping)
    isFirst = scalar.properties.isWhitespace
  }
  return try buffer.finishChecked()
}
