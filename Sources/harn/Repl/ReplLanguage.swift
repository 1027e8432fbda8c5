import Engine

// What the line editor asks about the language.

extension ReplInterpreter: EditedLanguage {
  func isComplete(_ text: String) -> Bool {
    text.drop(while: \.isWhitespace).hasPrefix(":") || isCompleteInput(text)
  }

  func completions(of text: String, at cursor: Int) -> Completions {
    let left = Array(text.prefix(cursor))
    if left.first == ":", !left.contains(where: \.isWhitespace) {
      let name = String(left)
      let found = ReplInterpreter.commands.filter { $0.name.hasPrefix(name) }
      return Completions(start: 0, candidates: found.map { .init(name: $0.name, help: $0.help) })
    }
    let start = left.count - left.reversed().prefix { $0.isWordPart }.count
    let prefix = String(left[start...])
    let candidates =
      if start > 0, left[start - 1] == "." {
        session.members(ofEndOf: String(left[..<(start - 1)]), withPrefix: prefix)
      } else {
        prefix.isEmpty ? [] : session.names(withPrefix: prefix)
      }
    return Completions(
      start: start, candidates: candidates.map { .init(name: $0.name, help: $0.help) })
  }

  func styles(of characters: [Unicode.Scalar], in range: Range<Int>) -> [String?] {
    classifier.classes(of: characters, in: range).map { textClass in
      switch textClass {
      case .keyword: "35"
      case .number: "36"
      case .string: "32"
      case .comment: "2"
      case .builtin: "34"
      case nil: nil
      }
    }
  }
}
