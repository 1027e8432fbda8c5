/// What the language offers without an import: builtin functions and the methods of the builtin kinds.
///
/// The checker, completion and the reference pages read it; a test compares it with what the machine implements.
package enum Catalog {
  /// The functions, by subject.
  private static let functionLists = [
    coreFunctions, dataFunctions, documentFunctions, outputFunctions, systemFunctions, stepFunctions, modelFunctions,
    taskFunctions, extendedFunctions,
  ]

  /// The builtin functions, by subject.
  package static let builtins: [CatalogEntry] = functionLists.joined().map { CatalogEntry($0, kind: .function) }

  /// Their names in alphabetical order. Names that start with `__` belong to the runtime and are not listed.
  package static let builtinNames: [String] = builtins.map(\.name).sorted()

  /// Their names, for the checker. Made from the lists directly, because every start of a program needs it.
  package static let knownNames: Set<String> = {
    var names: Set<String> = []
    names.reserveCapacity(1024)
    for function in functionLists.joined() { names.insert(function.name) }
    return names
  }()

  /// The static result types of the builtin functions that have one (03 §6.5), in the notation of the language.
  package static let builtinResults: [String: String] = {
    var results: [String: String] = [:]
    for entry in builtins { results[entry.name] = entry.result }
    return results
  }()

  /// The methods, by the kind of their receiver.
  package static let methods: [CatalogEntry] = methodsByKind.flatMap { group in
    group.methods.map { CatalogEntry($0, kind: .method(of: group.kind)) }
  }
}

/// One builtin function or method.
package struct CatalogEntry: Hashable, Sendable {
  /// The name that programs use.
  package var name: String
  /// A function, or a method of which kind.
  package var kind: Kind
  /// The parameters, in order.
  package var parameters: [Parameter]
  /// The static result type in the notation of the language (03 §6.5); nil when it is dynamic.
  package var result: String?
  /// What it does, in one line.
  package var summary: String

  /// Where the name is looked up.
  package enum Kind: Hashable, Sendable {
    /// `name(…)`.
    case function
    /// `receiver.name(…)` on values of this kind.
    case method(of: String)
  }

  /// A parameter as documented.
  package struct Parameter: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// It may be left out.
    package var isOptional: Bool
    /// It stands for any number of arguments.
    package var isRest: Bool
  }

  init(_ declaration: Declaration, kind: Kind) {
    name = declaration.name
    self.kind = kind
    parameters = declaration.parameters.split(separator: " ").map(Parameter.init(written:))
    result = declaration.result
    summary = declaration.summary
  }
}

extension CatalogEntry.Parameter {
  /// A parameter as the declarations write it: `name`, `name?` or `name…`.
  init(written text: Substring) {
    isOptional = text.last == "?"
    isRest = text.last == "…"
    name = String(isOptional || isRest ? text.dropLast() : text)
  }
}

/// A function or method as the lists of this target write it.
struct Declaration: Sendable {
  var name: String
  /// The parameters, separated by blanks.
  var parameters: String
  var result: String?
  var summary: String

  init(
    _ name: String, _ parameters: String, _ result: String?, _ summary: String
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.summary = summary
  }
}
