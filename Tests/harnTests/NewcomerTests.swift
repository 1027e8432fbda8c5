import Foundation
import TestSupport
import Testing

/// What people new to Harn see after a mistake: the programs of `Tests/Newcomers` beside what is printed about them.
@Suite struct NewcomerTests {
  private static let folder = "Tests/Newcomers"
  private static let programs = Repository.files(in: folder, withExtension: "harn").map(\.lastPathComponent)

  private func run(_ arguments: String...) throws -> HarnBinary.Result {
    try HarnBinary.run(arguments, directory: Repository.root.appendingPathComponent(Self.folder))
  }

  @Test(arguments: programs)
  func `a run shows what is wrong`(_ program: String) throws {
    let result = try run("run", program)
    let name = program.dropLast(".harn".count)
    try expectGolden(
      "\(result.output)--- standard error ---\n\(result.errors)--- status \(result.status) ---\n",
      at: "\(Self.folder)/\(name).txt")
  }

  @Test(arguments: ["missing-brace", "several-mistakes", "unknown-field"])
  func `a check as JSON has the same findings`(_ name: String) throws {
    try expectGolden(try run("check", "--json", "\(name).harn").output, at: "\(Self.folder)/\(name).json")
  }
}
