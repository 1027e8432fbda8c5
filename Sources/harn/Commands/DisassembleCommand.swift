import Bytecode
import Engine

/// `harn disasm FILE`: shows the portable code of a program.
enum DisassembleCommand: Command {
  static let declaration = CommandDeclaration(
    name: "disasm", purpose: "Print the bytecode of a program", synopses: ["FILE"],
    positionals: [.init(name: "FILE", help: "The program, - for standard input", isRequired: true)],
    isHidden: true)

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    guard let file = ProgramSource(path: arguments.positionals[0]).read() else {
      return ExitStatus.failure
    }
    let program = Engine().compile(file)
    StandardStream.error.write(program.report(isColored: StandardStream.error.isColored))
    guard let unit = program.unit else { return ExitStatus.failure }
    do throws(VerificationError) {
      try verify(unit)
    } catch {
      StandardStream.error.write("error: invalid bytecode: \(error)\n")
      return ExitStatus.failure
    }
    let listing = Disassembler(unit) { file.position(ofByte: Int($0.start)).line }.listing()
    StandardStream.output.write(listing)
    return ExitStatus.success
  }
}
