extension StringProtocol {
  /// The text without white space at both ends: Unicode White_Space (05 §6).
  var trimmed: String {
    let start = unicodeScalars.drop { $0.properties.isWhitespace }
    return String(String.UnicodeScalarView(start.reversed().drop { $0.properties.isWhitespace }.reversed()))
  }
}
