/// The arguments of one call of a command.
struct ParsedArguments {
  /// Options by spelling; the value of a flag is empty.
  fileprivate(set) var options: [String: String] = [:]
  /// The arguments that are no options.
  fileprivate(set) var positionals: [String] = []
  /// What stands behind `--`.
  fileprivate(set) var trailing: [String] = []

  /// Whether the option was given.
  func has(_ spelling: String) -> Bool { options[spelling] != nil }

  /// The value of the option, nil when it was not given.
  func value(_ spelling: String) -> String? { options[spelling] }

  /// The value of an option that is a number, nil when it was not given.
  func number(_ spelling: String) -> Int? { options[spelling].flatMap { Int($0) } }

  /// Why a text is no number of at least 0 (07 §2.2).
  fileprivate static func fault(ofNumber text: String) -> String? {
    if text.isEmpty { return "cannot parse integer from empty string" }
    guard text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return "invalid digit found in string" }
    return Int(text) == nil ? "number too large to fit in target type" : nil
  }
}

/// Reads arguments as a declaration says (07 §2.1).
struct ArgumentParser {
  private let declaration: CommandDeclaration

  init(_ declaration: CommandDeclaration) { self.declaration = declaration }

  /// The parsed arguments, nil when help was asked for.
  func parse(_ arguments: [String]) throws(UsageError) -> ParsedArguments? {
    var parsed = ParsedArguments()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        try take(trailing: Array(rest), into: &parsed)
        break
      }
      if argument == "--help" || argument == "-h" { return nil }
      if argument.hasPrefix("-"), argument != "-" {
        try take(option: argument, &rest, into: &parsed)
      } else {
        try take(positional: argument, into: &parsed)
        if parsed.positionals.count == 1, declaration.refusedActions.contains(argument) { break }
      }
    }
    try checkConflicts(parsed)
    try checkRequired(parsed)
    return parsed
  }

  private func take(
    trailing: [String], into parsed: inout ParsedArguments
  ) throws(UsageError) {
    if declaration.passesTrailingArguments {
      parsed.trailing = trailing
    } else {
      for argument in trailing { try take(positional: argument, into: &parsed) }
    }
  }

  private func take(
    positional argument: String, into parsed: inout ParsedArguments
  ) throws(UsageError) {
    let isRepeated = declaration.positionals.last?.isRepeated ?? false
    guard isRepeated || parsed.positionals.count < declaration.positionals.count else {
      throw .unexpectedArgument(argument, declaration)
    }
    parsed.positionals.append(argument)
  }

  private func take(
    option argument: String, _ rest: inout ArraySlice<String>, into parsed: inout ParsedArguments
  ) throws(UsageError) {
    let (spelling, attached) = split(argument)
    guard let option = option(spelled: spelling) else {
      throw .unexpectedArgument(spelling, declaration)
    }
    guard parsed.options[option.spelling] == nil else { throw .repeated(option, declaration) }
    guard option.valueName != nil else {
      if let attached { throw .unexpectedValue(attached, option, declaration) }
      parsed.options[option.spelling] = ""
      return
    }
    guard let value = attached ?? (rest.first == "--" ? nil : rest.popFirst()) else {
      throw .missingValue(option, declaration)
    }
    if option.isNumber, let fault = ParsedArguments.fault(ofNumber: value) {
      throw .invalidValue(value, option, fault, declaration)
    }
    parsed.options[option.spelling] = value
  }

  /// An option and the value that is attached to it: `--steps=x`, `-ex`.
  private func split(_ argument: String) -> (spelling: String, value: String?) {
    if argument.hasPrefix("--") {
      guard let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
      return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
    }
    let short = String(argument.prefix(2))
    return (short, argument.count > 2 ? String(argument.dropFirst(2)) : nil)
  }

  private func option(spelled spelling: String) -> CommandDeclaration.Option? {
    declaration.options.first { $0.spelling == spelling || $0.alias == spelling }
  }

  private func checkConflicts(_ parsed: ParsedArguments) throws(UsageError) {
    for option in declaration.options where parsed.has(option.spelling) {
      for other in option.conflicts where parsed.has(other) {
        guard let second = self.option(spelled: other) else { continue }
        throw .conflict(option, second, declaration)
      }
    }
  }

  private func checkRequired(_ parsed: ParsedArguments) throws(UsageError) {
    for (index, positional) in declaration.positionals.enumerated()
    where positional.isRequired && parsed.positionals.count <= index {
      throw .missingArgument(positional, declaration)
    }
  }
}
