import LLM
import StepRuntime

/// A reply that a run received from a model.
public struct ModelCall: Equatable, Sendable {
  /// The model named in the reply.
  public var model: String
  /// Input tokens.
  public var inputTokens: Int
  /// Output tokens.
  public var outputTokens: Int
  /// What it cost by the price table, in US dollars (06 §14.2).
  public var costUSD: Double
  /// The reply as a line of a fixture file, without its end (07 §11).
  public var fixtureLine: String
  /// How long it took: the stub needs no time.
  public var milliseconds: Int { 0 }
}

extension ModelCall {
  init(_ reply: Reply) {
    model = reply.model
    inputTokens = reply.inputTokens
    outputTokens = reply.outputTokens
    costUSD = Prices.cost(
      ofModel: reply.model, inputTokens: inputTokens, outputTokens: outputTokens)
    fixtureLine = reply.fixtureLine
  }
}

/// Draws the summary of `--trace` (07 §3.5).
package struct ModelTraceRenderer {
  private let isColored: Bool

  /// A renderer with or without colours.
  package init(isColored: Bool) { self.isColored = isColored }

  /// The summary, whole lines; empty without calls.
  package func render(_ calls: [ModelCall]) -> String {
    guard !calls.isEmpty else { return "" }
    let lines = calls.enumerated().map { index, call in
      "  #\(index + 1): \(call.model) | \(call.inputTokens) in + \(call.outputTokens) out tokens"
        + " | \(call.milliseconds) ms\n"
    }
    return "\n\(styled("─── LLM trace ───", "2"))\n\(lines.joined())  \(styled(total(calls), "1"))\n"
  }

  private func total(_ calls: [ModelCall]) -> String {
    let input = calls.reduce(0.0) { $0 + Double($1.inputTokens) }
    let output = calls.reduce(0.0) { $0 + Double($1.outputTokens) }
    let milliseconds = calls.reduce(0) { $0 + $1.milliseconds }
    let tokens = [input + output, input, output].map { fixedPoint($0, decimals: 0) }
    let cost = fixedPoint((input * 3 + output * 15) / 1_000_000, decimals: 4)
    return "\(calls.count) call\(calls.count == 1 ? "" : "s"), \(tokens[0]) tokens"
      + " (\(tokens[1])in + \(tokens[2])out), \(milliseconds) ms, ~$\(cost)"
  }

  private func styled(_ text: String, _ style: String) -> String {
    isColored ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }
}
