import Diagnostics
import Lexer
import Syntax

/// The whole text: items, blank lines, imports, section bars (07 §6.2, §6.4).
extension Renderer {
  /// A piece of the text that stands on lines of its own.
  private struct Chunk {
    var text: String
    var hasBlankAbove = false
    var hasBlankBelow = false
  }

  /// The canonical text. The items in `careful` keep their parentheses.
  mutating func render(_ program: Program, careful: Set<Int>) -> String {
    var groups: [[Chunk]] = []
    let importCount = program.items.prefix { $0.importDeclaration != nil }.count
    var position = 0
    var imports: [(key: [String], chunks: [Chunk])] = []
    for (index, item) in program.items.enumerated() {
      isCareful = careful.contains(index)
      let limit = index + 1 < program.items.count ? program.items[index + 1].range.startOffset : file.bytes.count
      var chunks = self.chunks(of: item, from: position, before: limit, isFirst: index == 0)
      position = item.range.endOffset
      guard index < importCount, let declaration = item.importDeclaration else {
        chunks[0].hasBlankAbove = true
        groups.append(chunks)
        continue
      }
      if index == 0, let last = chunks.lastIndex(where: \.hasBlankBelow) {
        groups.append(Array(chunks[...last]))
        chunks.removeSubrange(...last)
      }
      imports.append((declaration.sortKey, chunks))
      guard index + 1 == importCount else { continue }
      let sorted = imports.enumerated().sorted {
        let (a, b) = ($0.element.key, $1.element.key)
        return a == b ? $0.offset < $1.offset : a.precedes(b)
      }
      groups += sorted.map(\.element.chunks)
    }
    var rest = commentChunks(comments.take(from: position, to: Int.max), isFileStart: program.items.isEmpty)
    if !rest.isEmpty {
      rest[0].hasBlankAbove = true
      groups.append(rest)
    }
    return interpreterLine(isAlone: groups.isEmpty) + joined(groups.flatMap { $0 })
  }

  private func joined(_ chunks: [Chunk]) -> String {
    var text = ""
    for (index, chunk) in chunks.enumerated() {
      if index > 0, chunk.hasBlankAbove || chunks[index - 1].hasBlankBelow { text += "\n" }
      text += chunk.text
      text += "\n"
    }
    return text
  }

  /// An item with the comments above it.
  private mutating func chunks(of item: Statement, from start: Int, before limit: Int, isFirst: Bool) -> [Chunk] {
    var chunks = commentChunks(comments.take(from: start, to: item.range.startOffset), isFileStart: isFirst)
    let lines = members([item], from: item.range.startOffset, to: item.range.startOffset, 0, range: \.range) {
      renderer, item, level in
      renderer.statement(item, level)
    }
    let trailing = trailing(after: item.range.endOffset, before: limit)
    chunks.append(Chunk(text: lines.joined(separator: "\n") + trailing))
    return chunks
  }

  /// The first line, if it names the interpreter, and the blank line behind it.
  private func interpreterLine(isAlone: Bool) -> String {
    guard file.bytes.starts(with: "#!".utf8), let line = file.lineRange(1) else { return "" }
    let isNextBlank = file.lineRange(2).map { file.bytes[$0.startOffset..<$0.endOffset].allSatisfy(\.isBlank) } ?? false
    return source(line) + (isNextBlank && !isAlone ? "\n\n" : "\n")
  }

  // MARK: Comments between items

  private func commentChunks(_ entries: [CommentStore.Entry], isFileStart: Bool) -> [Chunk] {
    var chunks: [Chunk] = []
    var rest = entries[...]
    if isFileStart, let header = takeHeader(&rest) { chunks.append(header) }
    while !rest.isEmpty {
      if let section = takeSection(&rest) {
        chunks.append(section)
        continue
      }
      var plain: [CommentStore.Entry] = []
      while let next = rest.first, plain.isEmpty || !isSectionStart(next) { plain.append(next); rest.removeFirst() }
      chunks.append(Chunk(text: commentLines(plain, 0).joined(separator: "\n")))
    }
    return chunks
  }

  /// A doc comment at the start of the file with a blank line below describes the file, not the first item.
  private func takeHeader(_ entries: inout ArraySlice<CommentStore.Entry>) -> Chunk? {
    var run: [CommentStore.Entry] = []
    for entry in entries {
      guard entry.isDoc, run.last.map({ $0.lastLine + 1 >= entry.firstLine }) ?? true else { break }
      run.append(entry)
    }
    guard let last = run.last, let below = file.lineRange(last.lastLine + 1) else { return nil }
    guard file.bytes[below.startOffset..<below.endOffset].allSatisfy(\.isBlank) else { return nil }
    entries = entries.dropFirst(run.count)
    return Chunk(text: commentLines(run, 0).joined(separator: "\n"), hasBlankBelow: true)
  }

  private func isSectionStart(_ entry: CommentStore.Entry) -> Bool { SectionLine(entry, file) != nil }

  /// A bar, a title between dashes, or a title between bars.
  private func takeSection(_ entries: inout ArraySlice<CommentStore.Entry>) -> Chunk? {
    guard let first = entries.first, let line = SectionLine(first, file) else { return nil }
    entries = entries.dropFirst()
    let bar = "// " + String(repeating: "-", count: max(4, options.separatorWidth - 3))
    var lines = [bar]
    switch line {
    case .title(let title): lines += ["// \(title)", bar]
    case .bar:
      guard let middle = entries.first, let last = entries.dropFirst().first, middle.firstLine == first.lastLine + 1,
        last.firstLine == middle.lastLine + 1, SectionLine(last, file) == .bar, let title = title(middle)
      else { break }
      entries = entries.dropFirst(2)
      lines += ["// \(title)", bar]
    }
    return Chunk(text: lines.joined(separator: "\n"), hasBlankAbove: true, hasBlankBelow: true)
  }

  /// The title in the middle of three lines.
  private func title(_ entry: CommentStore.Entry) -> String? {
    guard entry.comment.kind == .line else { return nil }
    switch SectionLine(entry, file) {
    case .bar: return nil
    case .title(let title): return title
    case nil:
      let title = entry.text(file).dropFirst(2).drop { $0 == " " || $0 == "\t" }
      return title.isEmpty ? nil : String(title)
    }
  }
}

/// A line comment that marks a section (07 §6.4).
private enum SectionLine: Equatable {
  /// Dashes only.
  case bar
  /// Dashes, a title, and perhaps dashes again.
  case title(String)

  init?(_ entry: CommentStore.Entry, _ file: SourceFile) {
    guard entry.comment.kind == .line else { return nil }
    let words = entry.text(file).dropFirst(2).split { $0 == " " || $0 == "\t" }
    guard let first = words.first, first.isDashes else { return nil }
    if words.count == 1 {
      self = .bar
      return
    }
    let text = entry.text(file).dropFirst(2).drop { $0 == " " || $0 == "\t" }.dropFirst(first.count)
    var title = text.drop { $0 == " " || $0 == "\t" }
    if words.count > 2, let last = words.last, last.isDashes {
      title = title.dropLast(last.count)
      while title.last == " " || title.last == "\t" { title.removeLast() }
    }
    if words.dropFirst().allSatisfy(\.isDashes) { return nil }
    self = .title(String(title))
  }
}

extension Substring {
  /// At least four dashes and nothing else.
  fileprivate var isDashes: Bool { count >= 4 && allSatisfy { $0 == "-" } }
}

extension UInt8 {
  fileprivate var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
  }
}

extension Statement {
  fileprivate var importDeclaration: ImportDeclaration? {
    if case .importModule(let declaration) = kind { declaration } else { nil }
  }
}

extension ImportDeclaration {
  /// What imports are sorted by (07 §6.2).
  var sortKey: [String] {
    [
      path.hasPrefix("std/") ? "0" : "1", path, names == nil ? "0" : "1",
      (names ?? []).map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ", "),
    ]
  }
}

extension [String] {
  /// Whether it comes before `other`, compared text by text and byte by byte.
  func precedes(_ other: [String]) -> Bool {
    for (a, b) in zip(self, other) where a != b { return a.utf8.lexicographicallyPrecedes(b.utf8) }
    return count < other.count
  }
}
