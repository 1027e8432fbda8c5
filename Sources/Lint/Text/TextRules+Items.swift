import Diagnostics
import Lexer
import Syntax

/// Comments above declarations, and blank lines between items.
extension TextRules {
  func legacyDocComments() -> [Diagnostic] {
    program.items.compactMap { item in
      guard case .declaration = item.kind else { return nil }
      let run = comments(above: line(at: item.range.start)).reversed().prefix {
        $0.kind == .line || $0.kind == .docLine
      }
      guard let first = run.last, let last = run.first else { return nil }
      let docLines = run.count { $0.kind == .docLine }
      let style = docLines == run.count ? "`///`" : docLines == 0 ? "plain `//`" : "adjacent `//` / `///`"
      let range = first.range.union(last.range)
      return .lint(
        .legacyDocComment, "\(style) doc comment(s) above this item should use `/** */` form",
        "rewrite the \(style) as a canonical `/** ... */` block", at: range,
        fix: [Diagnostic.Edit(replacing: range, with: block(of: run.reversed()))])
    }
  }

  /// The words of line comments as one block comment. A blank comes between the signs that would begin or end a comment.
  private func block(of comments: [SourceComment]) -> String {
    let lines = comments.map { comment -> String in
      let text = file.bytes[Int(comment.range.start)..<Int(comment.range.end)]
        .drop { $0 == UInt8(ascii: "/") }.drop { $0 == UInt8(ascii: " ") }
      var line: [UInt8] = []
      for byte in text {
        if byte == UInt8(ascii: "/") && line.last == UInt8(ascii: "*")
          || byte == UInt8(ascii: "*") && line.last == UInt8(ascii: "/")
        {
          line.append(UInt8(ascii: " "))
        }
        line.append(byte)
      }
      return String(decoding: line, as: UTF8.self)
    }
    guard lines.count > 1 else { return "/** \(lines.first ?? "") */" }
    return "/**\n" + lines.map { $0.isEmpty ? " *\n" : " * \($0)\n" }.joined() + " */"
  }

  /// Items without a blank line between them. Imports may stand together, and so may the statements of a script: only what
  /// is next to a declaration is looked at.
  func missingBlankLines() -> [Diagnostic] {
    zip(program.items, program.items.dropFirst()).compactMap { previous, next in
      guard previous.isDeclaration || next.isDeclaration else { return nil }
      let above = comments(above: line(at: next.range.start))
      let head = above.first { $0.range.start > previous.range.end }?.range.start ?? next.range.start
      let first = line(at: head)
      let last = line(at: max(previous.range.end, 1) - 1)
      guard first > last, first - last < 2 else { return nil }
      let start = Int(file.lineRange(first)?.start ?? head)
      return .lint(
        .blankLineBetweenItems, "top-level items should be separated by a blank line",
        "insert a blank line above the next item (doc comments stay glued to the item they describe)", at: next.range,
        fix: [Diagnostic.Edit(replacing: SourceRange(start: start, end: start), with: "\n")])
    }
  }

  // MARK: Imports

  /// The leading run of imports: `std/` first, then by path, plain before selective.
  func importOrder() -> Diagnostic? {
    let imports = program.items.prefix { if case .importModule = $0.kind { true } else { false } }
    guard let first = imports.first, let last = imports.last else { return nil }
    let sorted = imports.enumerated().sorted { a, b in
      let (x, y) = (importKey(a.element), importKey(b.element))
      return x == y ? a.offset < b.offset : x.lexicographicallyPrecedes(y)
    }
    guard sorted.map(\.offset) != Array(imports.indices) else { return nil }
    let range = first.range.union(last.range)
    let isPlain = !tokens.comments.contains { $0.range.start > range.start && $0.range.end < range.end }
    let text = sorted.map { file.text(of: $0.element.range) }.joined(separator: "\n")
    return .lint(
      .importOrder, "imports are not in canonical order (stdlib first, then alphabetical by path)",
      "reorder imports: std/ first, then third-party and local paths alphabetically", at: first.range,
      fix: isPlain ? [Diagnostic.Edit(replacing: range, with: text)] : [])
  }

  private func importKey(_ item: Statement) -> [String] {
    guard case .importModule(let declaration) = item.kind else { return [] }
    return [
      declaration.path.hasPrefix("std/") ? "0" : "1", declaration.path, declaration.names == nil ? "0" : "1",
    ]
  }
}

extension Statement {
  fileprivate var isDeclaration: Bool { if case .declaration = kind { true } else { false } }
}
