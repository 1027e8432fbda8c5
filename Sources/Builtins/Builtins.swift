import VM

/// Builtins of one subject.
typealias BuiltinGroup = [NativeBuiltin]

/// The builtins of this target by subject. A new subject is a file with its group, and one line here.
private var builtinGroups: [BuiltinGroup] {
  [
    regexBuiltins(),
    pathBuiltins(),
    fileBuiltins(),
    systemBuiltins(),
    processBuiltins(),
    hashBuiltins(),
    encodingBuiltins(),
    uuidBuiltins(),
    templateBuiltins(),
    dateBuiltins(),
    urlBuiltins(),
    signedURLBuiltins(),
    archiveBuiltins(),
    csvBuiltins(),
    jqBuiltins(),
    junitBuiltins(),
    logBuiltins(),
    normalizationBuiltins(),
    storageBuiltins(),
    terminalBuiltins(),
    tomlBuiltins(),
    yamlBuiltins(),
    tokenBuiltins(),
    hostBuiltins(),
    cookieBuiltins(),
    multipartBuiltins(),
    httpBuiltins(),
    keyPairBuiltins(),
    metadataBuiltins(),
  ]
}

/// Makes the builtins of this target callable in `vm`: the library beyond the value types (05).
package func registerLibrary(into vm: VirtualMachine) {
  for group in builtinGroups {
    for builtin in group { vm.define(builtin: builtin.name, builtin.function) }
  }
  vm.searchPattern = schemaPatternSearch()
}

/// The names of the builtins of this target, in no order.
package var libraryBuiltins: [String] { builtinGroups.flatMap { $0.map(\.name) } }
