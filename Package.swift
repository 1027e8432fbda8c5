// swift-tools-version: 6.2

import PackageDescription

/// Settings of every target: warnings are errors, so that none is ever learnt to be ignored.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error)
]

/// A target of the interpreter. The arrows are those of `docs/architecture.md`; a new one is a change of both.
func part(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one target. `Support` holds what the suites share.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "harn",
  products: [
    .executable(name: "harn", targets: ["harn"]),
    .library(name: "HarnEngine", targets: ["Engine"]),
  ],
  dependencies: [],
  targets: [
    part("Diagnostics"),
    part("Lexer", ["Diagnostics"]),
    part("Syntax", ["Lexer", "Diagnostics"]),
    part("Catalog"),
    part("TOML"),
    part("Checker", ["Syntax", "Catalog", "Diagnostics"]),
    part("Lint", ["Syntax", "Lexer", "Diagnostics"]),
    part("Formatter", ["Syntax", "Lexer", "Diagnostics"]),
    part("Bytecode", ["Diagnostics"]),
    part("Manifest", ["TOML", "Syntax", "Diagnostics"]),
    part("Compiler", ["Syntax", "Bytecode", "Diagnostics"]),
    .target(
      name: "VM", dependencies: ["Bytecode", "Catalog", "Diagnostics"],
      swiftSettings: settings + [
        // SwiftPM keeps frame pointers on Linux: three instructions in each handler, which consists of ten. Only
        // profilers and crash reports read them; generated code is the same otherwise.
        .unsafeFlags(["-Xcc", "-Xclang", "-Xcc", "-mframe-pointer=none"], .when(configuration: .release))
      ]),
    part("RegularExpressions"),
    part("Builtins", ["VM", "Catalog", "RegularExpressions", "TOML"]),
    part("StepRuntime", ["VM"]),
    part("LLM", ["VM", "StepRuntime"]),
    part(
      "Engine",
      [
        "Diagnostics", "Lexer", "Syntax", "Catalog", "Checker", "Bytecode", "Compiler", "VM",
        "Builtins", "StepRuntime", "LLM", "Manifest", "Lint", "Formatter",
      ]),
    .executableTarget(
      name: "harn",
      dependencies: [
        "Engine", "Bytecode", "Diagnostics", "Formatter", "Lint", "Manifest", "RegularExpressions", "StepRuntime",
      ],
      swiftSettings: settings,
      // An executable without shared libraries has nothing to search, map or relocate when it starts, which halves the
      // start-up time. It is the same runtime; nothing is left unchecked.
      linkerSettings: [
        .unsafeFlags(
          ["-static-executable", "-use-ld=lld"], .when(platforms: [.linux], configuration: .release))
      ]),
    .executableTarget(
      name: "FrontendStages",
      dependencies: ["Engine", "Checker", "Catalog", "Compiler", "Diagnostics", "Lexer", "Syntax", "VM", "Bytecode"],
      path: "Benchmarks/frontend/Stages", swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: ["VM"], path: "Tests/Support", swiftSettings: settings),
    tests("Diagnostics", ["Diagnostics"]),
    tests("Lexer", ["Lexer", "Diagnostics"]),
    tests("Syntax", ["Syntax", "Lexer", "Diagnostics", "TestSupport"]),
    tests("TOML", ["TOML"]),
    tests("Manifest", ["Manifest", "Syntax", "Diagnostics"]),
    tests("Bytecode", ["Bytecode", "Compiler", "Syntax", "Diagnostics"]),
    tests(
      "Compiler", ["Compiler", "Bytecode", "Syntax", "Diagnostics", "TestSupport"], exclude: ["Golden"]),
    tests("VM", ["VM", "Bytecode", "Catalog", "Compiler", "Diagnostics", "Syntax", "TestSupport"]),
    tests("RegularExpressions", ["RegularExpressions"]),
    tests("StepRuntime", ["StepRuntime", "VM", "TestSupport"]),
    tests("LLM", ["LLM", "StepRuntime", "VM", "TestSupport"]),
    tests("Lint", ["Lint", "Engine", "Diagnostics", "TestSupport"], exclude: ["Golden"]),
    tests("Formatter", ["Formatter", "Engine", "Syntax", "Lexer", "Diagnostics", "TestSupport"]),
    tests("Checker", ["Checker", "Syntax", "Diagnostics"]),
    tests(
      "Engine", ["Engine", "Builtins", "Catalog", "Diagnostics", "VM", "TestSupport"], exclude: ["CheckerRows"]),
    tests("Language", ["Engine", "Lint", "Diagnostics", "VM", "harn", "TestSupport"]),
    tests("Examples", ["Engine", "TestSupport"]),
    tests("harn", ["harn", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
