import Diagnostics
import Lexer
import Syntax

/// The two ways in which things stand in brackets: one to a line, and in a row that is wrapped when it does not fit.
extension Renderer {
  /// Things one to a line with their comments, each line indented. They stand in the source between `start` and `end`.
  mutating func members<Member>(
    _ members: [Member], from start: Int, to end: Int, _ level: Int, range: (Member) -> SourceRange,
    render: (inout Renderer, Member, Int) -> String
  ) -> [String] {
    var lines: [String] = []
    var position = start
    for (index, member) in members.enumerated() {
      let place = range(member)
      lines += commentLines(comments.take(from: position, to: place.startOffset), level)
      let text = render(&self, member, level)
      var stray = takeStray(in: place)
      var trailing = trailing(
        after: place.endOffset, before: index + 1 < members.count ? range(members[index + 1]).startOffset : end)
      if trailing.isEmpty, stray.count == 1, stray[0].isLineComment, stray[0].followsCode, !text.hasLineBreak {
        trailing = inline(stray)
        stray = []
      }
      lines += commentLines(stray, level)
      lines.append(indent(level) + text + trailing)
      position = place.endOffset
    }
    return lines + commentLines(comments.take(from: position, to: end), level)
  }

  /// `head`, members on lines of their own, and the closing brace. `head` ends with the opening brace, or with what stands
  /// behind it in its line, and begins in the source at `headStart`.
  mutating func braces<Member>(
    _ head: String, _ members: [Member], from start: Int, to end: Int, headStart: Int, _ level: Int,
    range: (Member) -> SourceRange, render: (inout Renderer, Member, Int) -> String
  ) -> String {
    var opening = comments.take(from: headStart, to: start)
    opening += comments.takeTrailing(after: start, before: members.first.map { range($0).startOffset } ?? end, file)
    // Nothing can stand behind a line comment: what else there is begins the body.
    let count = opening.firstIndex { $0.isLineComment || $0.firstLine != $0.lastLine }.map { $0 + 1 } ?? opening.count
    let lines =
      commentLines(Array(opening.dropFirst(count)), level + 1)
      + self.members(members, from: start, to: end, level + 1, range: range, render: render)
    return ([head + inline(Array(opening.prefix(count)))] + lines + [indent(level) + "}"]).joined(separator: "\n")
  }

  /// `head`, the statements of `block`, and the closing brace.
  mutating func block(_ head: String, _ block: Block, headStart: Int, _ level: Int) -> String {
    statements(
      head, block.statements, from: block.range.startOffset + 1, to: block.range.endOffset - 1, headStart: headStart,
      level)
  }

  /// `head`, statements that stand from `start` to the closing brace at `end`, and that brace.
  mutating func statements(
    _ head: String, _ statements: [Statement], from start: Int, to end: Int, headStart: Int, _ level: Int
  ) -> String {
    braces(head, statements, from: start, to: end, headStart: headStart, level, range: \.range) {
      $0.statement($1, $2)
    }
  }

  /// Items between brackets (07 §6.5): in a row, or wrapped when they do not fit or a comment stands between them. They
  /// stand in the source between `start` and `end`. `prefix` is what the rules count left of the first item. A comma ends
  /// the last line unless the grammar has none there.
  mutating func sequence<Item>(
    _ open: String, _ items: [Item], _ close: String, from start: Int, to end: Int, prefix: Int, _ level: Int,
    endsWithComma: Bool = true, range: (Item) -> SourceRange, render: (inout Renderer, Item, Int) -> String
  ) -> String {
    var texts: [String] = []
    var lines: [String] = []
    var hasComments = false
    var position = start
    let opening = inline(
      comments.takeTrailing(after: start, before: items.first.map { range($0).startOffset } ?? end, file))
    for (index, item) in items.enumerated() {
      let place = range(item)
      var above = comments.take(from: position, to: place.startOffset)
      let text = render(&self, item, level + 1)
      above += takeStray(in: place)
      let trailing = trailing(
        after: place.endOffset, before: index + 1 < items.count ? range(items[index + 1]).startOffset : end)
      hasComments = hasComments || !above.isEmpty || !trailing.isEmpty
      lines += commentLines(above, level + 1)
      let comma = endsWithComma || index + 1 < items.count ? "," : ""
      lines.append("\(indent(level + 1))\(text)\(comma)\(trailing)")
      texts.append(text)
      position = place.endOffset
    }
    let below = comments.take(from: position, to: end)
    hasComments = hasComments || !below.isEmpty || !opening.isEmpty
    let row = texts.joined(separator: ", ")
    guard hasComments || !items.isEmpty && (row.hasLineBreak || prefix + row.width + 1 > options.lineWidth) else {
      return open + row + close
    }
    lines += commentLines(below, level + 1)
    return "\(open)\(opening)\n\(lines.map { $0 + "\n" }.joined())\(indent(level))\(close)"
  }
}
