import Diagnostics
import Syntax

/// A module of a program as far as its text tells (04 B1, B3).
package struct Module: Sendable {
  /// The path that is the module's identity: without symbolic links, `<stdlib>/NAME.harn` for a built-in module.
  package let canonicalPath: String
  /// The text, under the path that messages show.
  package let file: SourceFile
  /// Whether it is a built-in module.
  package let isLibrary: Bool
  /// The tree; empty when the module cannot be loaded.
  package let program: Program
  /// Why the module cannot be loaded, as its importer says it (04 B4).
  package let failure: String?
  /// The mistakes in the text.
  package let diagnostics: [Diagnostic]
  /// The imports, in source order.
  package internal(set) var imports: [ModuleImport] = []
  /// The functions, in source order.
  package let functions: [ModuleFunction]
  /// The names of top-level variables.
  package let variables: Set<String>
  /// All declarations, by name.
  let declarations: ModuleDeclarations

  /// The module with this text and its tree.
  init(_ file: SourceFile, _ parsed: ParseResult, canonicalPath: String, isLibrary: Bool) {
    self.file = file
    self.canonicalPath = canonicalPath
    self.isLibrary = isLibrary
    diagnostics = parsed.diagnostics
    failure = parsed.diagnostics.first.map { "Import \($0.stage) error: \($0.message)" }
    program = parsed.diagnostics.isEmpty ? parsed.program : Program(items: [])
    functions = program.items.compactMap(ModuleFunction.init)
    variables = Set(program.items.flatMap(\.boundNames))
    declarations = ModuleDeclarations(program, hasPublicFunction: functions.contains(where: \.isPublic))
  }

  /// A module that could not be read.
  init(unreadable path: String, canonicalPath: String, reason: String) {
    file = SourceFile(path: path, text: "")
    self.canonicalPath = canonicalPath
    isLibrary = false
    program = Program(items: [])
    failure = "Import error: cannot read '\(path)': \(reason)"
    diagnostics = []
    functions = []
    variables = []
    declarations = ModuleDeclarations(program, hasPublicFunction: false)
  }

  /// The functions that a wildcard import brings when the module re-exports something (`reexports`) or not (04 B3).
  package func wildcardFunctions(reexports: Bool) -> [String] {
    let isSelective = reexports || functions.contains(where: \.isPublic)
    return functions.filter { $0.isPublic || !isSelective }.map(\.name)
  }

  /// Whether some import is re-exported.
  package var reexports: Bool { imports.contains { $0.declaration.isPublic } }
}

/// A function of a module.
package struct ModuleFunction: Sendable {
  /// Its name.
  package var name: String
  /// Whether it is marked `pub`.
  package var isPublic: Bool

  fileprivate init?(_ item: Statement) {
    guard case .declaration(let declaration) = item.kind,
      case .function(let function) = declaration.kind
    else { return nil }
    name = function.name.text
    isPublic = declaration.isPublic
  }
}

/// An import and where it leads.
package struct ModuleImport: Sendable {
  /// The declaration.
  package let declaration: ImportDeclaration
  /// The whole statement.
  package let range: SourceRange
  /// Where it leads.
  package let target: Target
  /// The path of the file there, as the importing file leads to it (04 B2).
  package let path: String

  /// Where an import leads.
  package enum Target: Sendable {
    /// To the module with this index in the graph.
    case module(Int)
    /// To no file, for this reason (04 B4).
    case missing(failure: String, isLibrary: Bool)
  }

  /// The index of the module, when there is one.
  package var module: Int? {
    if case .module(let index) = target { return index }
    return nil
  }

  /// Whether it leads to a module.
  package var isResolved: Bool { module != nil }
}

extension Statement {
  /// The names that a `let` or `var` binds.
  fileprivate var boundNames: [String] {
    if case .binding(let binding) = kind { return binding.pattern.boundNames }
    return []
  }
}

extension Diagnostic {
  /// The stage that reports it, in the words of 04 B4.
  fileprivate var stage: String {
    switch code {
    case .unexpectedCharacter, .unterminatedString, .unterminatedComment: "lex"
    default: "parse"
    }
  }
}
