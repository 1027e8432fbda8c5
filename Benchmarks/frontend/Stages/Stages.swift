import Bytecode
import Catalog
import Checker
import Compiler
import Diagnostics
import Engine
import Glibc
import Lexer
import Syntax
import VM

/// Prints the fastest of ROUNDS measurements of each stage between the text of a program and its start: a name, the
/// milliseconds of processor time, and the lines of the program, separated by tabs.
@main
enum Stages {
  static func main() {
    guard CommandLine.arguments.count == 3, let rounds = Int(CommandLine.arguments[2]), rounds > 0 else {
      fail("usage: FrontendStages PROGRAM ROUNDS")
    }
    do throws(ReadError) {
      let file = try SourceFile.read(CommandLine.arguments[1])
      onDeepStack { measure(file, rounds) }
    } catch {
      fail(error.message)
    }
  }

  private static func measure(_ file: SourceFile, _ rounds: Int) {
    var times = Times(lineCount: file.bytes.count { $0 == UInt8(ascii: "\n") })
    for _ in 0..<rounds {
      times.measure("lex") { _ = Lexer(file: file).tokenize() }
      let parsed = times.measure("lex, parse") { parse(file) }
      times.measure("check") {
        var context = CheckerContext(builtins: Catalog.knownNames, builtinResult: { Catalog.builtinResults[$0] })
        context.imports = ImportedNames(ModuleGraph())
        let findings = check(parsed.program, of: file, context: context)
        guard findings.isEmpty else { fail("the program has findings: \(findings[0].message)") }
      }
      let unit = times.measure("compile") {
        do throws(CompileError) {
          return try compile(parsed.program, path: file.path, options: CompileOptions())
        } catch {
          fail("the program does not compile: \(error.message)")
        }
      }
      let runtime = ProgramRuntime(RunOptions())
      do throws(VerificationError) {
        try Prelude.load(into: runtime.vm, for: [unit])
        _ = try times.measure("verify, load") { () throws(VerificationError) in try runtime.vm.load(unit) }
      } catch {
        fail("the code is not valid: \(error)")
      }
      times.endRound()
    }
    times.print()
  }

  private static func fail(_ message: String) -> Never {
    print(message)
    exit(1)
  }
}
