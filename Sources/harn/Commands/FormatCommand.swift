import Diagnostics
import Engine
import Formatter
import Glibc

/// `harn fmt TARGETS...` (07 §6).
enum FormatCommand: Command {
  static let declaration = CommandDeclaration(
    name: "fmt", purpose: "Bring programs into their canonical form", synopses: ["[OPTIONS] <TARGETS>..."],
    positionals: [
      .init(
        name: "TARGETS", help: "The files and folders to format; `-` formats standard input", isRepeated: true,
        isRequired: true)
    ],
    options: [
      .init(spelling: "--check", help: "Write nothing, report what would change"),
      .init(
        spelling: "--line-width", valueName: "N", help: "Break lines that are longer (default 100)", isNumber: true),
      .init(
        spelling: "--separator-width", valueName: "N", help: "The width of section bars (default 80)", isNumber: true),
    ])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let paths = SourceTargets.filesInOrder(arguments.positionals)
    guard !paths.isEmpty else {
      StandardStream.error.write("No .harn files found\n")
      return ExitStatus.failure
    }
    var projects = ProjectSettings.Cache()
    var isFailure = false
    for path in paths {
      var options = projects.settings(ofFile: path).format
      if let width = arguments.number("--line-width") { options.lineWidth = width }
      if let width = arguments.number("--separator-width") { options.separatorWidth = width }
      let outcome = format(path, options, isCheck: arguments.has("--check"))
      if let complaint = outcome {
        StandardStream.error.write("\(complaint)\n")
        isFailure = true
      }
    }
    return isFailure ? ExitStatus.failure : ExitStatus.success
  }

  /// Formats one file and gives what is to be said on standard error, nil when all went well.
  private static func format(_ path: String, _ options: FormatOptions, isCheck: Bool) -> String? {
    let file: SourceFile
    do throws(ReadError) {
      file = path == "-" ? try .read(descriptor: STDIN_FILENO, path: "<stdin>") : try .read(path)
    } catch {
      return error.message
    }
    switch Engine().format(file, options: options) {
    case .refused(let diagnostics): return "\(file.path): \(diagnostics.first?.message ?? "")"
    case .unfaithful:
      return "\(file.path): internal error: the formatted text would not say the same; it is left unchanged"
    case .text(let text):
      let isChanged = !file.bytes.elementsEqual(text.utf8)
      if isCheck { return isChanged ? "\(file.path): would be reformatted" : nil }
      if path == "-" {
        StandardStream.output.write(text)
        return nil
      }
      guard isChanged else { return nil }
      do throws(WriteError) {
        try replaceFile(with: text, at: path)
      } catch {
        return "Error writing \(path): \(error.reason)"
      }
      StandardStream.output.write("formatted \(path)\n")
      return nil
    }
  }
}
