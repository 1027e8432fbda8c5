import Diagnostics
import Lexer

/// Where comments go (07 §6.4).
extension Renderer {
  /// Comments on lines of their own, each line indented; neighbouring doc comments are one block.
  func commentLines(_ entries: [CommentStore.Entry], _ level: Int) -> [String] {
    var lines: [String] = []
    var rest = entries[...]
    while let first = rest.first {
      let run = rest.prefix { $0.isDoc }
      if run.isEmpty {
        lines.append(indent(level) + first.text(file))
        rest = rest.dropFirst()
      } else {
        lines += docLines(Array(run), level)
        rest = rest.dropFirst(run.count)
      }
    }
    return lines
  }

  private func docLines(_ run: [CommentStore.Entry], _ level: Int) -> [String] {
    guard let block = DocBlock(run.map { (kind: $0.comment.kind, text: $0.text(file)) }) else {
      return run.map { indent(level) + $0.text(file) }
    }
    return block.lines(within: options.lineWidth - 2 * level).map { indent(level) + $0 }
  }

  /// Takes the comments at the end of the line of `offset`, as they stand behind its code.
  mutating func trailing(after offset: Int, before limit: Int) -> String {
    inline(comments.takeTrailing(after: offset, before: limit, file))
  }

  /// Comments behind code, each with a blank before it.
  func inline(_ entries: [CommentStore.Entry]) -> String { entries.map { " " + $0.text(file) }.joined() }

  /// Takes the comments inside an item that no part of it took.
  mutating func takeStray(in range: SourceRange) -> [CommentStore.Entry] {
    comments.take(from: range.startOffset, to: range.endOffset)
  }

  /// Takes the block comments directly before what begins at `offset`, if they stay in its line.
  mutating func inlineComments(before offset: Int) -> String {
    let index = tokenIndex(from: offset)
    let start = index > 0 ? tokens.tokens[index - 1].range.endOffset : 0
    guard comments.hasAny(from: start, to: offset) else { return "" }
    return comments.take(from: start, to: offset) { $0.isInline }.map { $0.text(file) + " " }.joined()
  }
}

/// A run of doc comments as one block (07 §6.4).
struct DocBlock {
  private var text: [Substring]

  /// The words of these comments. Nil when they cannot stand in a block, because they hold the signs that begin or end one.
  init?(_ comments: [(kind: SourceComment.Kind, text: String)]) {
    text = []
    for comment in comments {
      if comment.kind == .docLine {
        text.append(comment.text.dropFirst(3).droppingBlank)
      } else {
        text += Self.lines(ofBlock: comment.text)
      }
    }
    while text.first?.isEmpty ?? false { text.removeFirst() }
    while text.last?.isEmpty ?? false { text.removeLast() }
    if text.contains(where: { $0.contains("*/") || $0.contains("/*") }) { return nil }
  }

  /// The lines of `/** … */` without the gutter.
  private static func lines(ofBlock text: String) -> [Substring] {
    let lines = text.dropFirst(3).dropLast(2).split(separator: "\n", omittingEmptySubsequences: false)
    let isGuttered = lines.dropFirst().allSatisfy { $0.allSatisfy(\.isBlank) || $0.drop(while: \.isBlank).first == "*" }
    let margin =
      lines.dropFirst().filter { !$0.allSatisfy(\.isBlank) }.map { $0.prefix(while: \.isBlank).count }.min() ?? 0
    return lines.enumerated().map { index, line in
      let line = line.droppingTrailingBlanks
      if index == 0 { return line.drop(while: \.isBlank) }
      let content = line.drop(while: \.isBlank)
      if content.first == "*" { return content.dropFirst().droppingBlank }
      return isGuttered ? content : line.dropFirst(min(margin, line.count))
    }
  }

  /// `/** text */` when it fits into `width`, else one line for each line of text.
  func lines(within width: Int) -> [String] {
    if text.isEmpty { return ["/** */"] }
    if text.count == 1 {
      let line = "/** \(text[0].drop(while: \.isBlank)) */"
      if line.width <= width { return [line] }
    }
    return ["/**"] + text.map { $0.isEmpty ? " *" : " * \($0)" } + [" */"]
  }
}

extension Character {
  fileprivate var isBlank: Bool { self == " " || self == "\t" || self == "\r" }
}

extension Substring {
  /// Without the blank that it may begin with.
  fileprivate var droppingBlank: Substring { (first == " " ? dropFirst() : self).droppingTrailingBlanks }

  fileprivate var droppingTrailingBlanks: Substring {
    var result = self
    while result.last?.isBlank ?? false { result = result.dropLast() }
    return result
  }
}
