/// What could be meant by the word left of the cursor.
struct Completions {
  /// One candidate.
  struct Candidate: Equatable {
    var name: String
    /// What it is, in one line.
    var help = ""
  }

  /// Where the word starts, in characters.
  var start: Int
  /// The candidates, sorted by name.
  var candidates: [Candidate]

  /// What all candidates begin with.
  var commonPrefix: String {
    guard let first = candidates.first, let last = candidates.last else { return "" }
    return String(zip(first.name, last.name).prefix { $0 == $1 }.map(\.0))
  }

  /// The candidates as lines: a few with their help, many in columns.
  func listing(columns: Int) -> String {
    if candidates.count <= 16, candidates.contains(where: { !$0.help.isEmpty }) {
      return helpListing(columns: columns)
    }
    let names = candidates.map(\.name)
    let cell = (names.map(displayWidth(of:)).max() ?? 0) + 2
    let perRow = max((columns - 1) / cell, 1)
    let rowCount = (names.count + perRow - 1) / perRow
    return (0..<rowCount).map { row in
      let cells = stride(from: row, to: names.count, by: rowCount).map { names[$0] }
      return cells.dropLast().map { pad($0, to: cell) }.joined() + (cells.last ?? "") + "\r\n"
    }.joined()
  }

  private func helpListing(columns: Int) -> String {
    let cell = (candidates.map { displayWidth(of: $0.name) }.max() ?? 0) + 2
    return candidates.map { candidate in
      guard !candidate.help.isEmpty, columns > cell + 10 else { return candidate.name + "\r\n" }
      let help = candidate.help.prefix(columns - cell - 1)
      return "\(pad(candidate.name, to: cell))\u{1B}[2m\(help)\u{1B}[0m\r\n"
    }.joined()
  }

  private func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - displayWidth(of: text), 0))
  }
}
