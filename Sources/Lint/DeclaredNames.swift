import Diagnostics
import Syntax

/// The names that a file declares, for the rules about unused ones.
struct DeclaredNames {
  private var variables: [(name: Name, range: SourceRange)] = []
  private var patternNames: [Name] = []
  private var parameters: [(name: Name, range: SourceRange)] = []
  private var imports: [(declaration: ImportDeclaration, range: SourceRange)] = []
  private var functions: [(name: Name, range: SourceRange)] = []
  private var types: [(name: Name, kind: String, range: SourceRange)] = []

  mutating func note(variable name: Name, at range: SourceRange) { variables.append((name, range)) }

  mutating func note(pattern names: [Name]) { patternNames += names }

  mutating func note(parameters names: [Name], at range: SourceRange) {
    for name in names { parameters.append((name, range)) }
  }

  mutating func note(_ declaration: ImportDeclaration, at range: SourceRange) {
    if !declaration.isPublic { imports.append((declaration, range)) }
  }

  mutating func note(_ function: Name, at range: SourceRange, isExported: Bool) {
    if !isExported { functions.append((function, range)) }
  }

  mutating func note(type name: Name, kind: String, at range: SourceRange, isExported: Bool) {
    if !isExported { types.append((name, kind, range)) }
  }

  /// What no one uses, in the order of the rules in 03 §16.
  func findings(_ uses: NameUses, importedElsewhere: Set<String>) -> [Diagnostic] {
    func isUnused(_ name: Name) -> Bool { !name.text.hasPrefix("_") && !uses.read.contains(name.text) }
    var findings: [Diagnostic] = []
    for (name, range) in variables where isUnused(name) {
      let start = SourceRange(start: Int(name.range.start), end: Int(name.range.start))
      findings.append(
        .lint(
          .unusedVariable, "variable `\(name.text)` is declared but never used",
          "prefix with underscore: `_\(name.text)`", at: range,
          fix: uses.assigned.contains(name.text) ? [] : [Diagnostic.Edit(replacing: start, with: "_")]))
    }
    findings += patternNames.filter(isUnused).map { name in
      .lint(
        .unusedPatternBinding, "pattern binding `\(name.text)` is never used",
        "rename the binding with an underscore prefix or remove it from the pattern", at: name.range)
    }
    findings += parameters.filter { isUnused($0.name) }.map { name, range in
      .lint(
        .unusedParameter, "parameter `\(name.text)` is declared but never used",
        "prefix with underscore: `_\(name.text)`", at: range)
    }
    findings += imports.flatMap { unusedImports($0.declaration, at: $0.range, uses) }
    for (name, range) in functions where isUnused(name) && !importedElsewhere.contains(name.text) {
      findings.append(
        .lint(
          .unusedFunction, "function `\(name.text)` is declared but never used",
          "remove the function or prefix with underscore: `_\(name.text)`", at: range))
    }
    for (name, kind, range) in types
    where !name.text.hasPrefix("_") && !uses.mentions(name.text) && !importedElsewhere.contains(name.text) {
      findings.append(
        .lint(
          .unusedType, "\(kind) `\(name.text)` is declared but never referenced",
          "remove the unused \(kind) or reference `\(name.text)` from a signature or constructor", at: range))
    }
    return findings
  }

  private func unusedImports(
    _ declaration: ImportDeclaration, at range: SourceRange, _ uses: NameUses
  ) -> [Diagnostic] {
    let names = declaration.names ?? []
    return names.enumerated().filter { !$1.text.hasPrefix("_") && !uses.mentions($1.text) }.map { index, name in
      var edit = Diagnostic.Edit(replacing: range, with: "")
      if index + 1 < names.count {
        edit.range = SourceRange(start: Int(name.range.start), end: Int(names[index + 1].range.start))
      } else if index > 0 {
        edit.range = SourceRange(start: Int(names[index - 1].range.end), end: Int(name.range.end))
      }
      return .lint(
        .unusedImport, "imported name `\(name.text)` is never used", "remove `\(name.text)` from the import", at: range,
        fix: [edit])
    }
  }
}

extension LintWalk {
  /// What the rules about unused names find, once the walk is over.
  func unusedFindings() -> [Diagnostic] {
    declared.findings(uses, importedElsewhere: options.namesImportedElsewhere)
  }
}
