import Engine

// What the line editor asks about the language.

extension ReplInterpreter: EditedLanguage {
  func isComplete(_ text: String) -> Bool {
    text.drop(while: \.isWhitespace).hasPrefix(":") || isCompleteInput(text)
  }

  func completions(of text: String, at cursor: Int) -> Completions {
    let left = Array(text.prefix(cursor))
    if left.first == ":" {
      let name = String(left)
      let found = ReplInterpreter.commands.filter { $0.name.hasPrefix(name) }
      return Completions(start: 0, candidates: found.map { .init(name: $0.name, help: $0.help) })
    }
    let start = left.count - left.reversed().prefix { $0.isWordPart }.count
    let prefix = String(left[start...])
    let candidates =
      if start > 0, left[start - 1] == "." {
        session.members(of: receiver(left[..<(start - 1)]), withPrefix: prefix)
      } else {
        prefix.isEmpty ? [] : session.names(withPrefix: prefix)
      }
    return Completions(
      start: start, candidates: candidates.map { .init(name: $0.name, help: $0.help) })
  }

  /// The names `a`, `b`, `c` of `a.b.c` at the end of `text`; empty when something else stands there.
  private func receiver(_ text: ArraySlice<Character>) -> [String] {
    let path = text.reversed().prefix { $0.isWordPart || $0 == "." || $0 == "?" }.reversed()
    let start = text.count - path.count
    if start > 0, ")]}\"".contains(text[text.startIndex + start - 1]) { return [] }
    let names = String(path).split(separator: ".", omittingEmptySubsequences: false)
    return names.map { String($0.last == "?" ? $0.dropLast() : $0) }
  }

  func styles(of characters: [Character]) -> [Int: String] {
    classifier.classes(of: characters).mapValues { textClass in
      switch textClass {
      case .keyword: "35"
      case .number: "36"
      case .string: "32"
      case .comment: "2"
      case .builtin: "34"
      }
    }
  }
}
