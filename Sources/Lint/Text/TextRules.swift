import Diagnostics
import Lexer
import Syntax

/// The rules about the text of a file: comments, lines, commas and imports (03 §16).
struct TextRules {
  let file: SourceFile
  let program: Program
  let tokens: TokenList
  /// Where the braces of dict and struct literals open.
  let literalBraces: Set<Int32>
  let options: LintOptions

  init(file: SourceFile, parsed: ParseResult, literalBraces: Set<Int32>, options: LintOptions) {
    self.file = file
    program = parsed.program
    tokens = parsed.tokens
    self.literalBraces = literalBraces
    self.options = options
  }

  func findings() -> [Diagnostic] {
    var findings = legacyDocComments() + missingBlankLines() + missingCommas()
    if let finding = importOrder() { findings.append(finding) }
    if options.requiresFileHeader, let finding = missingHeader() { findings.append(finding) }
    return findings
  }

  func line(at offset: Int32) -> Int { file.lineNumber(ofByte: Int(offset)) }

  /// The comments that stand in an unbroken run of lines directly above `line`, nothing else beside them.
  func comments(above line: Int) -> ArraySlice<SourceComment> {
    let lineStart = file.lineRange(line)?.start ?? .max
    let first = tokens.comments.partitioningIndex { $0.range.start >= lineStart }
    var start = first
    var next = line
    while start > 0 {
      let comment = tokens.comments[start - 1]
      guard self.line(at: comment.range.end - 1) == next - 1, isAlone(comment.range) else { break }
      next = self.line(at: comment.range.start)
      start -= 1
    }
    return tokens.comments[start..<first]
  }

  /// Whether only blanks stand before `range` in its line.
  private func isAlone(_ range: SourceRange) -> Bool {
    guard let line = file.lineRange(line(at: range.start)) else { return false }
    return file.bytes[Int(line.start)..<Int(range.start)].allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
    }
  }

  // MARK: Header

  private func missingHeader() -> Diagnostic? {
    var start = 0
    if file.bytes.starts(with: "#!".utf8) { start = (file.bytes.firstIndex(of: UInt8(ascii: "\n")) ?? -1) + 1 }
    let firstToken = tokens.tokens.first { $0.kind != .newline }?.range.start ?? 0
    let hasHeader = tokens.comments.first.map { $0.kind == .docBlock && $0.range.start < firstToken } ?? false
    guard !hasHeader else { return nil }
    let title = title
    let place = SourceRange(start: start, end: start)
    return .lint(
      .requireFileHeader, "file is missing a `/** */` header doc block",
      "add a `/** <title> */` block at the top of the file (e.g. `\(title)`)", at: place,
      fix: [Diagnostic.Edit(replacing: place, with: "/** \(title) */\n\n")])
  }

  /// The words of the file's name.
  private var title: String {
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    let stem = name.hasSuffix(".harn") ? String(name.dropLast(".harn".count)) : name
    let words = stem.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    return words.isEmpty ? "Title" : words.prefix(1).uppercased() + words.dropFirst()
  }
}
