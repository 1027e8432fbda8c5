/// Earlier inputs, oldest first (07 §8.5).
struct History {
  /// The inputs.
  private(set) var entries: [String] = []
  /// Most inputs that are kept.
  static let limit = 1000

  /// A history of these inputs.
  init(_ entries: [String] = []) { self.entries = entries.suffix(History.limit) }

  /// A history as it is stored: one entry per line.
  init(stored text: String) {
    self.init(text.split(separator: "\n").map { History.unescape($0) })
  }

  /// Adds an input, unless it is blank or the same as the last one; tells whether it was added.
  @discardableResult
  mutating func add(_ input: String) -> Bool {
    guard input.contains(where: { !$0.isWhitespace }), input != entries.last else { return false }
    entries.append(input)
    if entries.count > History.limit { entries.removeFirst() }
    return true
  }

  /// The text that `init(stored:)` reads: one line per entry, line breaks as `\n`, backslashes as `\\`.
  var stored: String { entries.map { History.escape($0) + "\n" }.joined() }

  /// The newest entry before `place` that has `text` in it, and its place.
  func search(_ text: String, before place: Int) -> (place: Int, entry: String)? {
    var place = min(place, entries.count) - 1
    while place >= 0 {
      if text.isEmpty || entries[place].contains(text) { return (place, entries[place]) }
      place -= 1
    }
    return nil
  }

  private static func escape(_ entry: String) -> String {
    var output = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\n": output += "\\n"
      case "\\": output += "\\\\"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  private static func unescape(_ line: Substring) -> String {
    var output = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        if scalar != "n", scalar != "\\" { output.append("\\") }
        output.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        output.append(scalar)
      }
    }
    if isEscaped { output.append("\\") }
    return String(output)
  }
}
