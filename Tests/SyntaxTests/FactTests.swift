import Syntax
import Testing

/// What the parser notes about blocks and programs, so that nobody has to search them.
@Suite struct FactTests {
  private func body(of text: String) throws -> Block {
    let item = try #require(parsed(text).program.items.first)
    guard case .declaration(let declaration) = item.kind, case .function(let function) = declaration.kind else {
      throw Unexpected()
    }
    return function.body
  }

  private struct Unexpected: Error {}

  @Test(arguments: [
    ("fn f() { yield 1 }", true), ("fn f() { if a { while b { emit 1 } } }", true),
    ("fn f() { let x = \"${[1].map({ v -> yield v })}\" }", true),
    ("fn f() { { -> yield 1 } }", true), ("fn f() { return 1 }", false), ("fn f() { }", false),
  ])
  func `a block knows whether it may yield`(_ text: String, _ expected: Bool) throws {
    #expect(try body(of: text).mayYield == expected)
  }

  @Test func `a yield concerns only the blocks around it`() throws {
    let items = parsed("fn a() { yield 1 }\nfn b() { return 2 }").program.items
    let flags = items.map { item in
      guard case .declaration(let declaration) = item.kind, case .function(let function) = declaration.kind else {
        return true
      }
      return function.body.mayYield
    }
    #expect(flags == [true, false])
  }

  @Test(arguments: [
    ("enum E { A }\nstruct S { a: int }\ninterface I { fn m(self) }", false), ("fn f() { return 1 }", false),
    ("fn f() { struct S { a: int } }", true), ("enum E { A }\nif a { enum F { B } }", true),
    ("let f = { -> interface I { fn m(self) }\n1 }", true),
  ])
  func `a program knows whether types are declared inside its items`(_ text: String, _ expected: Bool) {
    #expect(parsed(text).program.mayNestTypes == expected)
  }
}
