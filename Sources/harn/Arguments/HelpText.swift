/// The help texts, drawn from the declarations (07 §2.3).
enum HelpText {
  static let overviewUsage = "<COMMAND>"

  /// The text of `harn --help`.
  static var overview: String {
    let commands = CommandList.all.map { $0.declaration }.filter { !$0.isHidden }
    let options = [
      (name: "-h, --help", help: "Print help"), (name: "-V, --version", help: "Print the version"),
    ]
    return "The agent harness language\n\nUsage: harn \(overviewUsage)\n       harn FILE.harn\n"
      + block("Commands", commands.map { (name: $0.name, help: $0.purpose) })
      + block("Options", options)
  }

  /// The text of `harn <command> --help`.
  static func text(of command: CommandDeclaration) -> String {
    let usage = command.usageLines.map { "harn \($0)" }.joined(separator: "\n       ")
    let positionals = command.positionals.map { (name: $0.name, help: $0.help) }
    let options =
      command.options.filter { !$0.isHidden }.map { option in
        (
          name: ([option.alias].compactMap { $0 } + [option.placeholder]).joined(separator: ", "),
          help: option.help
        )
      } + [(name: "-h, --help", help: "Print help")]
    return "\(command.purpose)\n\nUsage: \(usage)\n" + block("Arguments", positionals)
      + block("Options", options)
  }

  private static func block(_ title: String, _ rows: [(name: String, help: String)]) -> String {
    guard !rows.isEmpty else { return "" }
    let width = rows.map(\.name.count).max() ?? 0
    let lines = rows.map { row in
      "  \(row.name)\(String(repeating: " ", count: width - row.name.count))  \(row.help)\n"
    }
    return "\n\(title):\n" + lines.joined()
  }
}

extension CommandDeclaration {
  /// The command's name with each synopsis.
  var usageLines: [String] { synopses.map { $0.isEmpty ? name : "\(name) \($0)" } }
}
