import Diagnostics
import Lexer

/// The tokens of `text` as messages show them, without the end of the file, or what is wrong with it.
func tokens(_ text: String) -> [String] {
  let file = SourceFile(path: "demo.harn", text: text)
  switch Lexer(file: file).tokenize() {
  case .failure(let diagnostic): return [diagnostic.message]
  case .success(let list): return list.tokens.dropLast().map { list.description(of: $0, in: file) }
  }
}

/// The token list of `text`, which must be sound.
func tokenList(_ text: String) throws -> TokenList {
  try Lexer(file: SourceFile(path: "demo.harn", text: text)).tokenize().get()
}

/// The parts of the first string with interpolations in `text`: texts in quotes, sources bare.
func parts(_ text: String) throws -> [String] {
  let file = SourceFile(path: "demo.harn", text: text)
  let list = try Lexer(file: file).tokenize().get()
  guard let template = list.templates.first else { return list.strings.map { "\"\($0)\"" } }
  return template.map { part in
    switch part {
    case .text(let text): "\"\(text)\""
    case .source(let range, _): file.text(of: range)
    }
  }
}
