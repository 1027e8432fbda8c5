import StepRuntime
import Synchronization

/// What models cost (06 §14.2).
package enum Prices {
  /// One row: all texts must occur in the model's name.
  private static let rows: [(texts: [String], price: Price)] = [
    (["claude-3-5-haiku"], Price(input: 0.80, output: 4.00)),
    (["claude-haiku-4"], Price(input: 0.80, output: 4.00)),
    (["claude-3-5-sonnet"], Price(input: 3.00, output: 15.00)),
    (["claude-sonnet-4"], Price(input: 3.00, output: 15.00)),
    (["claude-3-opus"], Price(input: 15.00, output: 75.00)),
    (["claude-opus-4"], Price(input: 15.00, output: 75.00)),
    (["gpt-4o-mini"], Price(input: 0.15, output: 0.60)),
    (["gpt-4o"], Price(input: 2.50, output: 10.00)),
    (["gpt-4-turbo"], Price(input: 10.00, output: 30.00)),
    (["o1-mini"], Price(input: 3.00, output: 12.00)),
    (["o1"], Price(input: 15.00, output: 60.00)),
    (["o3"], Price(input: 15.00, output: 60.00)),
    (["llama", "70b"], Price(input: 0.59, output: 0.79)),
    (["llama", "8b"], Price(input: 0.05, output: 0.08)),
    (["mistral-large"], Price(input: 2.00, output: 6.00)),
    (["mistral-small"], Price(input: 0.20, output: 0.60)),
    (["gemini-2", "flash"], Price(input: 0.10, output: 0.40)),
    (["gemini-2", "pro"], Price(input: 1.25, output: 5.00)),
  ]

  /// The models that were asked for last, because a call asks for the same ones several times.
  private static let recent = Mutex(Recent())

  private struct Recent: Sendable {
    var entries: [(model: String, price: Price?)] = []
    var oldest = 0
    static let limit = 8

    mutating func add(_ model: String, _ price: Price?) {
      if entries.count < Recent.limit { return entries.append((model, price)) }
      entries[oldest] = (model, price)
      oldest = (oldest + 1) % Recent.limit
    }
  }

  /// The price of a model, nil when it is not known: the first row that fits.
  package static func price(ofModel model: String) -> Price? {
    recent.withLock { recent in
      for entry in recent.entries where isSame(entry.model, model) { return entry.price }
      let price = listedPrice(ofModel: model)
      recent.add(model, price)
      return price
    }
  }

  private static func listedPrice(ofModel model: String) -> Price? {
    var model = model
    return model.withUTF8 { name in
      rows.first { row in row.texts.allSatisfy { contains(name, $0) } }?.price
    }
  }

  /// The cost of a call, 0 for unknown models.
  package static func cost(ofModel model: String, inputTokens: Int, outputTokens: Int) -> Double {
    price(ofModel: model)?.cost(inputTokens: inputTokens, outputTokens: outputTokens) ?? 0
  }

  /// What reading from and writing to the prompt cache cost per million tokens, nil when it is not known (06 §14.2).
  package static func cacheRates(ofModel model: String) -> (read: Double, write: Double)? {
    model == "claude-sonnet-4-20250514" ? (read: 0.30, write: 3.75) : nil
  }

  /// What the prompt cache saved on a reply (06 §13.5).
  package static func cacheSavings(ofModel model: String, read: Int, written: Int) -> Double {
    if read == 0 && written == 0 { return 0 }
    guard let rates = cacheRates(ofModel: model), let price = price(ofModel: model) else { return 0 }
    return (Double(read) * (price.input - rates.read) + Double(written) * (price.input - rates.write)) / 1_000_000
  }
}
