import VM

/// Makes the dicts that programs see of the completed log (06 §11.1).
final class SummaryDicts {
  private unowned let vm: VirtualMachine
  private lazy var shape = DictShape(
    [
      "cost_usd", "error", "function", "input_tokens", "llm_calls", "model", "name", "output_tokens", "status",
    ], in: vm)

  /// Makes dicts for the programs of a machine.
  init(_ vm: VirtualMachine) { self.vm = vm }

  /// A list with a dict for each summary, owned by the caller.
  func list(_ log: [CompletedStep]) -> Value {
    guard let first = log.first else { return ListBuilder().finish() }
    let shape = shape
    var texts = Texts(first.definition)
    var list = ListBuilder()
    log.withUnsafeBufferPointer { log in
      guard let start = log.baseAddress else { return }
      for number in 0..<log.count { list.append(dict(start + number, shape, &texts)) }
    }
    return list.finish()
  }

  /// The texts of the summary before: mostly the next one has the same.
  private struct Texts: ~Copyable {
    var definition: StepDefinition
    var function: Value
    var name: Value
    var model: Value
    var lastModel = RepeatedText()
    var status = RepeatedText()

    init(_ definition: StepDefinition) {
      self.definition = definition
      function = Value(string: definition.function)
      name = Value(string: definition.name)
      model = definition.model.map { Value(string: $0) } ?? .nilValue
    }

    deinit {
      function.released()
      name.released()
      model.released()
    }
  }

  private func dict(
    _ summary: UnsafePointer<CompletedStep>, _ shape: DictShape, _ texts: inout Texts
  ) -> Value {
    if !summary.pointee.definition.isIdentical(to: texts.definition) {
      texts = Texts(summary.pointee.definition)
    }
    var dict = shape.begin()
    dict.set("cost_usd", Value(float: summary.pointee.costUSD))
    dict.set("error", summary.pointee.error.map { Value(string: $0) } ?? .nilValue)
    dict.set("function", texts.function.retained())
    dict.set("input_tokens", Value(int: Int(clamping: summary.pointee.inputTokens)))
    dict.set("llm_calls", Value(int: Int(summary.pointee.llmCalls)))
    if let model = summary.pointee.lastModel {
      dict.set("model", texts.lastModel.value(of: model))
    } else {
      dict.set("model", texts.model.retained())
    }
    dict.set("name", texts.name.retained())
    dict.set("output_tokens", Value(int: Int(clamping: summary.pointee.outputTokens)))
    dict.set("status", texts.status.value(of: summary.pointee.status))
    return dict.finish()
  }
}
