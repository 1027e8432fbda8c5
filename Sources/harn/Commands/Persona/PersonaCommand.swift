import Diagnostics
import Engine
import Manifest
import StepRuntime

/// `harn persona` (06 §17).
enum PersonaCommand: Command {
  static let declaration = CommandDeclaration(
    name: "persona", purpose: "List, show and check the personas of a project",
    synopses: ["[--manifest PATH] [--json] list | inspect NAME | check [PATH]"],
    positionals: [
      .init(name: "ACTION", help: "list, inspect or check", isRequired: true),
      .init(name: "NAME|PATH", help: "The persona to show, or the manifest to check"),
    ],
    options: [
      .init(
        spelling: "--manifest", valueName: "PATH",
        help: "A manifest, a program, or a folder with harn.toml instead of the nearest harn.toml"),
      .init(spelling: "--json", valueName: nil, help: "Print JSON"),
    ],
    // They control running personas (06 §17.4).
    refusedActions: ["status", "tick", "trigger", "pause", "resume", "disable", "spend"])

  /// What is asked for.
  private enum Action: String {
    case list, inspect, check
  }

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let word = arguments.positionals[0]
    let operand = arguments.positionals.dropFirst().first
    guard !declaration.refusedActions.contains(word) else { return fail("not supported in this build") }
    guard let action = Action(rawValue: word) else { throw .unknownCommand(word, of: declaration) }
    if action == .list, let operand { throw .unexpectedArgument(operand, declaration) }
    if action == .inspect, operand == nil {
      throw .missingArgument(.init(name: "NAME", help: ""), declaration)
    }
    let path = action == .check ? operand ?? arguments.value("--manifest") : arguments.value("--manifest")
    let isJSON = arguments.has("--json")
    do throws(PersonaFailure) {
      let list = try PersonaList.read(path)
      switch action {
      case .list: return printOut(try list.valid().listText(isJSON: isJSON))
      case .inspect: return try inspect(operand ?? "", in: try list.valid(), isJSON: isJSON)
      case .check: return check(list, isJSON: isJSON)
      }
    } catch {
      StandardStream.error.write(error.report)
      return ExitStatus.failure
    }
  }

  private static func inspect(
    _ name: String, in list: PersonaList, isJSON: Bool
  ) throws(PersonaFailure) -> Int32 {
    guard let persona = list.personas.first(where: { $0.name == name }) else {
      throw PersonaFailure("persona '\(name)' not found in \(list.path)")
    }
    return printOut(
      isJSON ? persona.json(path: list.path).prettyText + "\n" : persona.text(path: list.path))
  }

  private static func check(_ list: PersonaList, isJSON: Bool) -> Int32 {
    guard list.faults.isEmpty else {
      if isJSON {
        StandardStream.output.write(list.faultsJSON.prettyText + "\n")
        return ExitStatus.failure
      }
      return fail(list.faultLines)
    }
    return printOut(isJSON ? list.checkJSON.prettyText + "\n" : list.checkText)
  }

  private static func printOut(_ text: String) -> Int32 {
    StandardStream.output.write(text)
    return ExitStatus.success
  }

  private static func fail(_ message: String) -> Int32 {
    StandardStream.error.write(PersonaFailure(message).report)
    return ExitStatus.failure
  }
}

/// Why there is nothing to show.
struct PersonaFailure: Error {
  /// What is printed, whole lines.
  var report: String

  /// A failure with this message.
  init(_ message: String) { report = "error: \(message)\n" }

  /// Mistakes in a program.
  init(_ diagnostics: [Diagnostic], in file: SourceFile) {
    let renderer = DiagnosticRenderer(style: StandardStream.error.isColored ? .colored : .plain)
    report = renderer.render(diagnostics, in: file)
  }
}

extension PersonaList {
  /// Reads the source at `path`, a file or a folder, or the nearest manifest (06 §17).
  fileprivate static func read(_ path: String?) throws(PersonaFailure) -> PersonaList {
    guard let path = path.map(manifestPath) ?? Manifest.nearest(from: ".") else {
      throw PersonaFailure("no \(Manifest.fileName) found; pass --manifest <path> or run inside a Harn project")
    }
    let file: SourceFile
    do throws(ReadError) {
      file = try SourceFile.read(path)
    } catch {
      throw PersonaFailure("failed to read \(path): \(error.reason)")
    }
    if path.hasSuffix(".harn") { return try read(program: file) }
    let manifest: Manifest
    do throws(ManifestError) {
      manifest = try Manifest(file)
    } catch {
      throw PersonaFailure("failed to parse \(path): \(error.message)")
    }
    return try manifest.personasWithHostCapabilities()
  }

  private static func read(program file: SourceFile) throws(PersonaFailure) -> PersonaList {
    let (list, diagnostics) = Engine().personas(in: file)
    guard let list else { throw PersonaFailure(diagnostics, in: file) }
    return list
  }

  /// The manifest that a path names: a folder stands for the one inside.
  private static func manifestPath(_ path: String) -> String {
    guard isFolder(path) else { return path }
    return path.hasSuffix("/") ? "\(path)\(Manifest.fileName)" : "\(path)/\(Manifest.fileName)"
  }

  /// The list itself when nothing is wrong with it.
  fileprivate func valid() throws(PersonaFailure) -> PersonaList {
    guard faults.isEmpty else { throw PersonaFailure(faultLines) }
    return self
  }

  /// All faults, a line each.
  fileprivate var faultLines: String { faults.map(\.line).joined(separator: "\n") }
}
