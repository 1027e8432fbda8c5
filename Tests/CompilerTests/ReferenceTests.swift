import Bytecode
import Compiler
import Diagnostics
import Syntax
import TestSupport
import Testing

/// The programs of the language reference.
@Suite struct ReferenceTests {
  @Test(arguments: try ReferenceBlock.all())
  func `a program of the reference compiles to code that verifies`(
    _ block: ReferenceBlock
  ) throws {
    let file = SourceFile(path: block.page, text: block.text)
    let result = parse(file)
    // A program that imports is compiled with its modules, which the page does not hold.
    let imports = result.program.items.contains { item in
      if case .importModule = item.kind { true } else { false }
    }
    guard result.diagnostics.isEmpty, !imports else { return }
    do throws(CompileError) {
      let unit = try compile(result.program, path: file.path)
      #expect(throws: Never.self) { try verify(unit) }
      let listing = Disassembler(unit, line: { file.lineNumber(ofByte: Int($0.start)) }).listing()
      #expect(listing.contains("returnValue"))
    } catch {
      #expect(error.message.hasSuffix("is not supported yet"), "\(block.page):\(block.line)")
    }
  }
}
