/// The price of a model in USD per million tokens (06 §14.2).
package struct Price: Equatable, Sendable {
  /// Input tokens.
  package var input: Double
  /// Output tokens.
  package var output: Double

  /// A price.
  package init(input: Double, output: Double) {
    self.input = input
    self.output = output
  }

  /// The price of this many tokens.
  package func cost(inputTokens: Int, outputTokens: Int) -> Double {
    (Double(inputTokens) * input / 1000 + Double(outputTokens) * output / 1000) / 1000
  }
}
