/// `std/text` (05 §30.1).
let textModule = #"""
  pub fn int_to_string(value) {
    let number = to_int(value)
    require number != nil, "int_to_string expects an integer-compatible value"
    return to_string(number)
  }

  pub fn float_to_string(value) {
    let number = to_float(value)
    require number != nil, "float_to_string expects a float-compatible value"
    return to_string(number)
  }

  pub fn parse_int_or(value, fallback) { return to_int(value) ?? fallback }

  pub fn parse_float_or(value, fallback) { return to_float(value) ?? fallback }

  fn contains_any(text, pieces) { return pieces.any({ piece -> text.contains(piece) }) }

  fn stripped(word, characters) {
    var start = 0
    var end = len(word)
    while start < end && characters.contains(word[start]) { start = start + 1 }
    while end > start && characters.contains(word[end - 1]) { end = end - 1 }
    return word[start:end]
  }

  fn without_final_marks(word) {
    var end = len(word)
    while end > 0 && ".,:;".contains(word[end - 1]) { end = end - 1 }
    return word[0:end]
  }

  pub fn extract_paths(text) {
    var found = {}
    for line in text.split("\n") {
      let trimmed = line.trim()
      if !trimmed.contains("/") || trimmed.starts_with("//") || trimmed.starts_with("#") { continue }
      for word in trimmed.split(" ") {
        let path = without_final_marks(stripped(word, "\"'`,;:()[]{}<>"))
        if !contains_any(path, ["/", "."]) { continue }
        let extension = extname(path)
        if extension != "" && len(extension) <= 11 { found[path] = true }
      }
    }
    return found.keys()
  }

  pub fn parse_cells(text) {
    var cells = []
    var info = nil
    var lines = []
    for line in text.split("\n") {
      let trimmed = line.trim()
      if !trimmed.starts_with("```") {
        if info != nil { lines = lines.push(line) }
        continue
      }
      if info == nil {
        info = trimmed[3:].trim()
        lines = []
        continue
      }
      cells = cells.push(cell(info, lines.join("\n")))
      info = nil
    }
    return cells
  }

  fn cell(info, code) {
    if info == "call" { return {type: "call", lang: nil, code: code} }
    if info.starts_with("call ") { return {type: "call", lang: info[5:].trim(), code: code} }
    return {type: "code", lang: info == "" ? nil : info, code: code}
  }

  pub fn filter_test_cells(cells, file) {
    return cells.filter({ cell ->
      cell.type == "code"
        || (cell.type == "call" && cell.code.contains("write_file")
          && (file == nil || cell.code.contains(file)))
    })
  }

  pub fn truncate_head_tail(text, n) {
    let lines = text.split("\n")
    let count = len(lines)
    if count <= 2 * n { return text }
    let head = lines[0:n].join("\n")
    let tail = lines[count - n:].join("\n")
    return "${head}\n... (${count - 2 * n} lines omitted) ...\n${tail}"
  }

  pub fn detect_compile_error(text) {
    return contains_any(text, [
      "SyntaxError", "IndentationError", "ImportError", "ModuleNotFoundError", "compile error", "cannot find",
    ])
  }

  pub fn has_got_want(text) {
    return contains_any(text, ["got:", "Got:", "actual:", "Actual:"])
      && contains_any(text, ["want:", "Want:", "expected:", "Expected:"])
  }

  pub fn format_test_errors(text) {
    let words = ["FAIL", "Error", "error", "AssertionError", "assert"]
    return text.split("\n").filter({ line -> contains_any(line, words) }).take(20).join("\n")
  }
  """#
