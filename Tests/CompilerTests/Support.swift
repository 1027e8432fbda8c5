import Bytecode
import Compiler
import Diagnostics
import Syntax
import Testing

/// The verified unit of `text`, which must parse and compile.
func unit(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> CodeUnit {
  let file = SourceFile(path: "demo.harn", text: text)
  let result = parse(file)
  #expect(result.diagnostics.first?.message == nil, sourceLocation: sourceLocation)
  let unit = try compile(result.program, path: file.path)
  try verify(unit)
  return unit
}

/// The listing of the functions of `text`.
func listing(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
  let file = SourceFile(path: "demo.harn", text: text)
  let unit = try unit(text, sourceLocation: sourceLocation)
  return Disassembler(unit, line: { file.lineNumber(ofByte: Int($0.start)) }).listing()
}

/// The instructions of function `index` of `text`: opcodes and operands, without numbers and labels.
func code(
  _ text: String, function index: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
) throws -> [String] {
  let unit = try unit(text, sourceLocation: sourceLocation)
  let listing = Disassembler(unit, line: { _ in 1 }).listing(ofFunction: index)
  return listing.split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ", omittingEmptySubsequences: true)
    guard let first = words.first(where: { Int($0) == nil }),
      words.first.map({ Int($0) != nil }) == true
    else { return nil }
    let start = words.firstIndex(of: first) ?? 0
    return words[start...].joined(separator: " ")
  }
}

/// The opcodes of function `index` of `text`.
func opcodes(_ text: String, function index: Int = 0) throws -> [Opcode] {
  try unit(text).functions[index].instructions.map(\.opcode)
}

/// The compile error of `text` with the text it points at.
func compileError(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) -> (message: String, place: String)? {
  let file = SourceFile(path: "demo.harn", text: text)
  let result = parse(file)
  #expect(result.diagnostics.first?.message == nil, sourceLocation: sourceLocation)
  do throws(CompileError) {
    _ = try compile(result.program, path: file.path)
    return nil
  } catch {
    return (error.message, file.text(of: error.range))
  }
}
