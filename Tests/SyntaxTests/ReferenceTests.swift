import Syntax
import TestSupport
import Testing

/// The programs of the language reference.
@Suite struct ReferenceTests {
  @Test(arguments: try ReferenceBlock.all())
  func `a program of the reference parses`(_ block: ReferenceBlock) {
    let found = messages(block.text)
    if let expected = ReferenceTests.brokenPrograms.first(where: { block.text.contains($0.text) }) {
      #expect(found.first == expected.message)
    } else {
      #expect(found.first == nil, "\(block.page):\(block.line)\n\(block.text)")
    }
  }

  /// Programs that are meant to be wrong, by a piece of their text.
  private static let brokenPrograms = [
    (
      text: "fn b( { }",
      message: "Expected variable name or destructuring pattern, got = at 1:14"
    )
  ]

  @Test(arguments: try ReferenceBlock.all())
  func `a program of the reference survives the loss of any token`(_ block: ReferenceBlock) throws {
    try expectSurvival(of: block.text)
  }
}
