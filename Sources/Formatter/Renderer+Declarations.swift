import Diagnostics
import Lexer
import Syntax

/// Declarations and imports (07 §6.2, §6.3).
extension Renderer {
  /// A declaration with its attributes. `start` is where it begins in the source.
  mutating func declaration(_ declaration: Declaration, start: Int, _ level: Int) -> String {
    var lines: [String] = []
    var position = start
    for attribute in declaration.attributes {
      lines += commentLines(comments.take(from: position, to: attribute.range.startOffset), level)
      let text = self.attribute(attribute, level)
      lines += commentLines(takeStray(in: attribute.range), level)
      position = attribute.range.endOffset
      lines.append("\(indent(level))\(text)\(trailing(after: position, before: declaration.range.startOffset))")
    }
    lines += commentLines(comments.take(from: position, to: declaration.range.startOffset), level)
    lines.append(indent(level) + declared(declaration, declaration.range, level))
    return String(lines.joined(separator: "\n").dropFirst(2 * level))
  }

  private mutating func declared(_ declaration: Declaration, _ range: SourceRange, _ level: Int) -> String {
    let visibility = declaration.isPublic ? "pub " : ""
    let start = range.startOffset
    switch declaration.kind {
    case .function(let function): return self.function(function, isPublic: declaration.isPublic, start: start, level)
    case .pipeline(let pipeline):
      let head = "\(visibility)pipeline \(pipeline.name.text)"
      let list = names(
        head, pipeline.parameters, after: pipeline.name.range.endOffset, prefix: 2 * level + head.width + 1, level)
      let parent = pipeline.parent.map { " extends \($0.text)" } ?? ""
      return block("\(list)\(returnType(pipeline.returnType))\(parent) {", pipeline.body, headStart: start, level)
    case .tool(let tool): return self.tool(tool, visibility, range, level)
    case .skill(let name, let fields): return skill("\(visibility)skill \(name.text)", name, fields, range, level)
    case .evalPack(let pack): return evalPack(pack, visibility, range, level)
    case .typeAlias(let name, let parameters, let type):
      return "\(visibility)type \(name.text)\(typeParameters(parameters)) = \(self.type(type))"
    case .enumeration(let declared): return enumeration(declared, visibility, range, level)
    case .structure(let declared): return structure(declared, visibility, range, level)
    case .interface(let declared): return interface(declared, visibility, range, level)
    case .implementation(let name, let methods): return implementation(name, methods, range, level)
    case .override(let name, let parameters, let body):
      let head = "override \(name.text)"
      let list = names(head, parameters, after: name.range.endOffset, prefix: 2 * level + head.width + 1, level)
      return block("\(list) {", body, headStart: start, level)
    }
  }

  /// `fn name<T>(a: int) -> R where T: I {` and its body.
  mutating func function(_ function: FunctionDeclaration, isPublic: Bool, start: Int, _ level: Int) -> String {
    let head =
      "\(isPublic ? "pub " : "")\(function.isStream ? "gen " : "")fn \(function.name.text)"
      + typeParameters(function.typeParameters)
    let list = parameters(
      head, function.parameters, after: function.name.range.endOffset, prefix: 2 * level + head.width + 1, level)
    let bounds = function.bounds.map { "\($0.parameter.text): \($0.interface.text)" }.joined(separator: ", ")
    let condition = bounds.isEmpty ? "" : " where \(bounds)"
    return block("\(list)\(returnType(function.returnType))\(condition) {", function.body, headStart: start, level)
  }

  // MARK: Imports

  /// An import with its names in order, wrapped when it is too long.
  mutating func importDeclaration(_ declaration: ImportDeclaration, start: Int, _ level: Int) -> String {
    let visibility = declaration.isPublic ? "pub " : ""
    let path = string(declaration.path, declaration.pathRange)
    guard let names = declaration.names else { return "\(visibility)import \(path)" }
    guard !names.isEmpty else { return "\(visibility)import {} from \(path)" }
    let sorted = names.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    let row = sorted.map(\.text).joined(separator: ", ")
    let length = 2 * level + 9 + row.width + 3 + 6 + (path.width - 2) + 1
    let open = end(of: .leftBrace, from: start)
    guard length > options.lineWidth || comments.hasAny(from: open, to: self.start(of: .rightBrace, from: open)) else {
      return "\(visibility)import { \(row) } from \(path)"
    }
    let lines = importedNames(names, from: open, level)
    return "\(visibility)import {\(lines.opening)\n\(lines.text)\(indent(level))} from \(path)"
  }

  /// The names of an import, one to a line; comments go with the name that they stand at.
  private mutating func importedNames(_ names: [Name], from open: Int, _ level: Int) -> (opening: String, text: String)
  {
    let close = start(of: .rightBrace, from: open)
    let opening = trailing(after: open, before: names.first?.range.startOffset ?? close)
    var entries: [(name: String, lines: [String])] = []
    var position = open
    for (index, name) in names.enumerated() {
      var lines = commentLines(comments.take(from: position, to: name.range.startOffset), level + 1)
      let limit = index + 1 < names.count ? names[index + 1].range.startOffset : close
      lines.append("\(indent(level + 1))\(name.text),\(trailing(after: name.range.endOffset, before: limit))")
      entries.append((name.text, lines))
      position = name.range.endOffset
    }
    let below = commentLines(comments.take(from: position, to: close), level + 1)
    let sorted = entries.enumerated().sorted {
      let (a, b) = ($0.element.name, $1.element.name)
      return a == b ? $0.offset < $1.offset : a.utf8.lexicographicallyPrecedes(b.utf8)
    }
    let lines = sorted.flatMap(\.element.lines) + below
    return (opening, lines.map { $0 + "\n" }.joined())
  }
}
