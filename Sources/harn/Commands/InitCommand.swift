import Engine
import Glibc

/// `harn init [NAME]` (07 §10).
enum InitCommand: Command {
  static let declaration = CommandDeclaration(
    name: "init", purpose: "Start a project", synopses: ["[NAME]"],
    positionals: [.init(name: "NAME", help: "The folder to create; without it the current one is used")])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let name = arguments.positionals.first
    if let name {
      if access(name, F_OK) == 0 { return fail("Directory '\(name)' already exists") }
      StandardStream.output.write("Creating project '\(name)'...\n")
    } else {
      StandardStream.output.write("Initializing harn project in current directory...\n")
    }
    let prefix = name.map { "\($0)/" } ?? ""
    let project = resolvedPath(".").flatMap { $0.split(separator: "/").last.map(String.init) } ?? "app"
    for (path, text) in files(ofProject: name?.split(separator: "/").last.map(String.init) ?? project) {
      let place = prefix + path
      if access(place, F_OK) == 0 {
        StandardStream.output.write("  skip  \(place) (already exists)\n")
        continue
      }
      do throws(WriteError) {
        try makeFolders(above: place, of: "project")
        try writeFile(text, to: place)
      } catch {
        return fail("error: \(error.message)")
      }
      StandardStream.output.write("  create  \(place)\n")
    }
    return ExitStatus.success
  }

  private static func fail(_ message: String) -> Int32 {
    StandardStream.error.write("\(message)\n")
    return ExitStatus.failure
  }

  private static func files(ofProject name: String) -> [(path: String, text: String)] {
    // A basic string of TOML: no control characters come from a terminal, and those that do are left out.
    let text = name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
      .map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    return [
      ("harn.toml", "[package]\nname = \"\(text)\"\nversion = \"0.1.0\"\n"),
      (
        "main.harn",
        """
        import { greet } from "lib/helpers"

        pipeline default() {
          println(greet("world"))
        }

        """
      ),
      (
        "lib/helpers.harn",
        """
        /** A greeting for somebody. */
        pub fn greet(name: string) -> string {
          return "Hello, ${name}!"
        }

        """
      ),
      (
        "tests/test_main.harn",
        """
        import { greet } from "../lib/helpers"

        pipeline test_greet() {
          assert_eq(greet("Ada"), "Hello, Ada!")
        }

        """
      ),
    ]
  }
}
