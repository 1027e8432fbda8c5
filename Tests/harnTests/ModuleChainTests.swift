import Foundation
import TestSupport
import Testing

/// A program of 10 000 modules, each of which imports the next. It takes long in debug builds, so it needs `HARN_BINARY`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HARN_BINARY"] != nil)) struct ModuleChainTests {
  @Test(.timeLimit(.minutes(5))) func `a chain of 10 000 imports is checked and loaded`() throws {
    let folder = TemporaryDirectory()
    let length = 10_000
    for index in 0..<length {
      let text = "import \"m\(index + 1)\"\n\n/** F. */\npub fn f\(index)() { return f\(index + 1)() }\n"
      try folder.write(Data(text.utf8), to: "m\(index).harn")
    }
    try folder.write(Data("/** F. */\npub fn f\(length)() { return \"end\" }\n".utf8), to: "m\(length).harn")
    try folder.write(Data("import \"m0\"\n\nprintln(f0())\n".utf8), to: "main.harn")
    let main = folder.url.appendingPathComponent("main.harn").path
    let run = try HarnBinary.run(["run", main])
    #expect(run.output == "end\n", "\(run.errors)")
    #expect(try HarnBinary.run(["check", main]).status == 0)
    // Every file is a target, and reaches all behind it.
    let check = try HarnBinary.run(["check", folder.url.path])
    #expect(check.status == 0)
    #expect(check.output.split(separator: "\n").count == length + 2)
  }
}
