/// What a command accepts.
struct CommandDeclaration {
  /// How it is called.
  var name: String
  /// One line for the help text.
  var purpose: String
  /// The lines behind `Usage: `, without `harn` and the command's name; the first one stands in usage errors.
  var synopses: [String]
  /// The arguments that are no options, in order.
  var positionals: [Positional] = []
  /// The options.
  var options: [Option] = []
  /// Whether `--` starts arguments for the program.
  var passesTrailingArguments = false
  /// Left out of the help text: for developers of Harn itself.
  var isHidden = false
  /// Actions that the command refuses: what stands behind them is not looked at.
  var refusedActions: [String] = []

  /// An argument that is no option.
  struct Positional {
    /// As shown: `FILE`, `TARGETS`.
    var name: String
    var help: String
    /// Takes all remaining arguments.
    var isRepeated = false
    /// One at least must be given.
    var isRequired = false

    /// As shown in the message about its absence.
    var placeholder: String { isRepeated ? "<\(name)>..." : "<\(name)>" }
  }

  /// An option, with or without value.
  struct Option {
    /// With its dashes: `--steps`, `-e`.
    var spelling: String
    /// A second spelling.
    var alias: String?
    /// How its value is called, nil when it takes none.
    var valueName: String?
    var help: String
    /// Left out of the help text: for developers of Harn itself.
    var isHidden = false
    /// Whether its value is a number of at least 0.
    var isNumber = false
    /// The spellings of options that exclude it.
    var conflicts: [String] = []

    /// As shown in messages: `--steps <PATH>`.
    var placeholder: String { valueName.map { "\(spelling) <\($0)>" } ?? spelling }
  }
}
