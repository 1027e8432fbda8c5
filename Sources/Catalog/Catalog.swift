/// What the language offers without an import: builtin functions and the methods of the builtin kinds.
///
/// The checker, completion and the reference pages read it; a test compares it with what the machine implements.
package enum Catalog {
  /// The functions that work, by subject.
  private static let implementedLists = [
    implementedFunctions, implementedDataFunctions, implementedDocumentFunctions, implementedOutputFunctions,
    implementedSystemFunctions, implementedStepFunctions, implementedModelFunctions, implementedTaskFunctions,
    implementedExtendedFunctions,
  ]

  /// The builtin functions, by subject.
  package static let builtins: [CatalogEntry] =
    implementedLists.joined().map {
      CatalogEntry($0, kind: .function, isImplemented: true)
    }
    + plannedFunctions.flatMap { group in
      group.names.split(separator: " ").map {
        CatalogEntry(planned: String($0), result: group.result)
      }
    }

  /// The names of the builtin functions that can be called, in alphabetical order. Names that start with `__` belong to the
  /// runtime and are not listed.
  package static let builtinNames: [String] = builtins.filter(\.isImplemented).map(\.name).sorted()

  /// The names of all builtin functions of the language. The checker knows them all: a call of one that is not implemented
  /// is an error of the run. Made from the lists directly, because every start of a program needs it.
  package static let knownNames: Set<String> = {
    var names: Set<String> = []
    names.reserveCapacity(1024)
    for declaration in implementedLists.joined() { names.insert(declaration.name) }
    for group in plannedFunctions {
      for name in group.names.utf8.split(separator: UInt8(ascii: " ")) {
        names.insert(String(Substring(name)))
      }
    }
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
    group.methods.map {
      CatalogEntry($0, kind: .method(of: group.kind), isImplemented: !$0.isPlanned)
    }
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
  /// Whether a call does anything yet.
  package var isImplemented: Bool

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

  init(_ declaration: Declaration, kind: Kind, isImplemented: Bool) {
    name = declaration.name
    self.kind = kind
    parameters = declaration.parameters.split(separator: " ").map(Parameter.init(written:))
    result = declaration.result
    summary = declaration.summary
    self.isImplemented = isImplemented
  }

  init(planned name: String, result: String?) {
    self.name = name
    kind = .function
    parameters = []
    self.result = result
    summary = ""
    isImplemented = false
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
  var isPlanned: Bool

  init(
    _ name: String, _ parameters: String, _ result: String?, _ summary: String,
    isPlanned: Bool = false
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.summary = summary
    self.isPlanned = isPlanned
  }
}
