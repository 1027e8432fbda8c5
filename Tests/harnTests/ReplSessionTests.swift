import Foundation
import TestSupport
import Testing

/// The session that `docs/repl.md` shows.
@Suite struct ReplSessionTests {
  private let home = TemporaryDirectory()

  @Test func `the recorded session is what happens`() throws {
    let page = try String(contentsOf: Repository.root.appendingPathComponent("docs/repl.md"), encoding: .utf8)
    let block = try #require(page.split(separator: "```text\n").dropFirst().first?.split(separator: "```").first)
    let lines = block.split(separator: "\n").map(String.init)
    #expect(lines.first == "$ harn repl")
    let recorded = Array(lines.dropFirst())
    let session = try TerminalSession(
      ["repl"], columns: 80, rows: recorded.count + 2, environment: ["HOME": home.url.path])
    for (place, line) in recorded.enumerated() {
      guard let prompt = ["harn> ", "....> "].first(where: line.hasPrefix) else { continue }
      try session.wait(for: "line \(place + 1) of the session: \(line)") { screen in
        screen.lines == recorded[..<place] + [String(prompt.dropLast())]
      }
      session.type(line.dropFirst(prompt.count) + "\r")
    }
    #expect(session.finish() == 0)
    #expect(session.screen.lines == recorded)
  }
}
