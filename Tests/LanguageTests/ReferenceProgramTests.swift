import Diagnostics
import Engine
import TestSupport
import Testing

/// Runs the programs of the language reference that stand alone and compares them with what their page says.
@Suite(.serialized)
struct ReferenceProgramTests {
  @Test(.timeLimit(.minutes(2)), arguments: try ReferenceBlock.all().filter { $0.output != nil })
  func `a program of the reference prints what its page says`(_ block: ReferenceBlock) throws {
    let expected = try #require(block.output)
    guard !needsOtherFiles(block.text) else { return }
    let compilation = Engine().compile(SourceFile(path: path(in: expected), text: block.text))
    var printed = ""
    var shown = compilation.report()
    if compilation.isRunnable {
      balancingHeap {
        let watchdog = Watchdog(block.testDescription)
        defer { watchdog.stop() }
        let sink = OutputCollector()
        var options = RunOptions(standardOutput: sink)
        options.environment = { _ in nil }
        shown += Engine().run(compilation, options: options).report
        printed = sink.text
      }
    }
    // A page shows what is written to standard output, or reports, or the bare messages of warnings.
    let messages = compilation.diagnostics.map { $0.message + "\n" }.joined()
    #expect([printed, shown, messages].contains(expected))
  }

  /// The path of the file that a report is about.
  private func path(in output: String) -> String {
    let arrow = "  --> "
    guard let place = output.split(separator: "\n").first(where: { $0.hasPrefix(arrow) }) else { return "demo.harn" }
    return String(place.dropFirst(arrow.count).prefix { $0 != ":" })
  }

  /// Whether the program imports files that only its page describes.
  private func needsOtherFiles(_ text: String) -> Bool {
    text.split(separator: "\n").contains { $0.hasPrefix("import ") && !$0.contains("\"std/") }
  }
}
