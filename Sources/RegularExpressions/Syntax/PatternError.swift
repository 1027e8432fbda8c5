/// What is wrong with a pattern.
package struct PatternError: Error, Equatable, Sendable {
  /// One phrase in lower case.
  package var message: String

  static let tooLarge = PatternError(message: "compiled pattern exceeds the size limit")
}
