import RegularExpressions
import VM

/// Regular expressions (05 §18).
func regexBuiltins() -> BuiltinGroup {
  let cache = PatternCache()
  return [
    .init("regex_match") { call throws(HarnError) in try match(call, cache) },
    .init("regex_captures") { call throws(HarnError) in try captures(call, cache) },
    .init("regex_replace") { call throws(HarnError) in try replace(call, cache) },
    .init("regex_replace_all") { call throws(HarnError) in try replace(call, cache) },
    .init("regex_split") { call throws(HarnError) in try split(call, cache) },
  ]
}

/// The compiled patterns of one machine.
private final class PatternCache {
  private var expressions: [String: RegularExpression] = [:]
  private static let maximumCount = 256

  /// The compiled form of a pattern.
  func expression(of pattern: String) throws(PatternError) -> RegularExpression {
    if let known = expressions[pattern] { return known }
    let expression = try RegularExpression(pattern)
    if expressions.count == PatternCache.maximumCount { expressions.removeAll() }
    expressions[pattern] = expression
    return expression
  }

  /// The same for a builtin (05 §18).
  func expression(_ pattern: String) throws(HarnError) -> RegularExpression {
    do throws(PatternError) {
      return try expression(of: pattern)
    } catch {
      throw .thrown(text: "Invalid regex: \(error.message)")
    }
  }

  /// The same with the letters of a flags argument in front.
  func expression(_ pattern: String, flags: String) throws(HarnError) -> RegularExpression {
    for flag in flags.unicodeScalars where !"imsx".unicodeScalars.contains(flag) {
      throw .thrown(text: "Invalid regex: unsupported regex flag '\(flag)', expected one of i/m/s/x")
    }
    return try expression(flags.isEmpty ? pattern : "(?\(flags))\(pattern)")
  }
}

/// Searches a text for the pattern of a schema (05 §17.1).
func schemaPatternSearch() -> (_ pattern: String, _ text: String) -> PatternVerdict {
  let cache = PatternCache()
  return { pattern, text in
    do throws(PatternError) {
      let expression = try cache.expression(of: pattern)
      var text = text
      return text.withUTF8 { expression.firstMatch(in: $0, from: 0) } == nil ? .missing : .found
    } catch {
      return .invalid(error.message)
    }
  }
}

extension NativeCall {
  /// The flags argument; nil counts as absent.
  fileprivate func flags(_ index: Int) -> String { value(index).isNil ? "" : text(index) }
}

private func piece(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Value {
  Value(utf8: UnsafeBufferPointer(rebasing: text[range]))
}

private func match(_ call: borrowing NativeCall, _ cache: PatternCache) throws(HarnError) -> Value {
  guard call.count >= 2 else { return .nilValue }
  let expression = try cache.expression(call.text(0), flags: call.flags(2))
  let text = try call.textValue(1)
  defer { text.released() }
  var matches = RegularExpression.Matches(of: expression, in: text.utf8)
  var found = ListBuilder()
  while let match = matches.next(), !call.isInterrupted {
    try found.append(piece(text.utf8, match), within: call.limits)
  }
  return found.isEmpty ? .nilValue : found.finish()
}

private func captures(_ call: borrowing NativeCall, _ cache: PatternCache) throws(HarnError) -> Value {
  let expression = try cache.expression(call.text(0))
  let text = try call.textValue(1)
  defer { text.released() }
  var matches = RegularExpression.Matches(of: expression, in: text.utf8)
  var found = ListBuilder()
  while let match = matches.next(), !call.isInterrupted {
    let groups = expression.groups(in: text.utf8, of: match)
    var entries: [(String, Value)] = []
    for (name, range) in zip(expression.groupNames, groups) {
      if let name, let range { entries.append((name, piece(text.utf8, range))) }
    }
    let texts = groups.dropFirst().map { range in range.map { piece(text.utf8, $0) } ?? .nilValue }
    // The two fixed entries win against groups of their names.
    entries.append(("match", piece(text.utf8, match)))
    entries.append(("groups", Value(list: texts)))
    try found.append(Value(dict: entries), within: call.limits)
  }
  return found.finish()
}

private func split(_ call: borrowing NativeCall, _ cache: PatternCache) throws(HarnError) -> Value {
  let expression = try cache.expression(call.text(1), flags: call.flags(2))
  let text = try call.textValue(0)
  defer { text.released() }
  var matches = RegularExpression.Matches(of: expression, in: text.utf8)
  var pieces = ListBuilder()
  var end = 0
  while let match = matches.next(), !call.isInterrupted {
    try pieces.append(piece(text.utf8, end..<match.lowerBound), within: call.limits)
    end = match.upperBound
  }
  pieces.append(piece(text.utf8, end..<text.utf8.count))
  return pieces.finish()
}

private func replace(_ call: borrowing NativeCall, _ cache: PatternCache) throws(HarnError) -> Value {
  guard call.count >= 3 else { return .nilValue }
  let expression = try cache.expression(call.text(0))
  let replacement = Replacement(call.text(1), groupNames: expression.groupNames)
  let text = try call.textValue(2)
  defer { text.released() }
  var buffer = TextBuffer(capacity: text.utf8.count, limit: call.limits.stringBytes)
  var matches = RegularExpression.Matches(of: expression, in: text.utf8)
  var end = 0
  while let match = matches.next(), !call.isInterrupted, !buffer.isTruncated {
    buffer.append(UnsafeBufferPointer(rebasing: text.utf8[end..<match.lowerBound]))
    let groups = replacement.usesGroups ? expression.groups(in: text.utf8, of: match) : [match]
    replacement.append(groups, of: text.utf8, to: &buffer)
    end = match.upperBound
  }
  buffer.append(UnsafeBufferPointer(rebasing: text.utf8[end...]))
  return try buffer.finishChecked()
}
