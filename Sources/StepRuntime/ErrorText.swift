import VM

extension HarnError {
  /// The error text of a summary (06 §4.4): the `message` of a thrown dict, else what `catch` would bind, displayed.
  package var summaryText: String {
    if case .thrown(let value) = self, let message = value.entry("message") {
      return displayText(message)
    }
    return caughtText
  }

  /// Gives back the count that the error owns.
  package func released() {
    if case .thrown(let value) = self { value.released() }
  }
}
