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

  /// A list with a dict for each summary, owned by the caller. Equal summaries share their dict.
  func list(_ log: [CompletedLog.Entry]) -> Value {
    guard let first = log.first else { return ListBuilder().finish() }
    let shape = shape
    var texts = Texts(first.summary.definition)
    var list = ListBuilder()
    log.withUnsafeBufferPointer { log in
      guard let start = log.baseAddress else { return }
      for entry in start..<(start + log.count) {
        let dict = dict(entry, shape, &texts)
        for _ in 1..<entry.pointee.count { list.append(dict.retained()) }
        list.append(dict)
      }
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
    _ entry: UnsafePointer<CompletedLog.Entry>, _ shape: DictShape, _ texts: inout Texts
  ) -> Value {
    if !entry.pointee.summary.definition.isIdentical(to: texts.definition) {
      texts = Texts(entry.pointee.summary.definition)
    }
    var dict = shape.begin()
    dict.set("cost_usd", Value(float: entry.pointee.summary.costUSD))
    dict.set("error", entry.pointee.summary.error.map { Value(string: $0) } ?? .nilValue)
    dict.set("function", texts.function.retained())
    dict.set("input_tokens", Value(int: Int(clamping: entry.pointee.summary.inputTokens)))
    dict.set("llm_calls", Value(int: Int(entry.pointee.summary.llmCalls)))
    if let model = entry.pointee.summary.lastModel {
      dict.set("model", texts.lastModel.value(of: model))
    } else {
      dict.set("model", texts.model.retained())
    }
    dict.set("name", texts.name.retained())
    dict.set("output_tokens", Value(int: Int(clamping: entry.pointee.summary.outputTokens)))
    dict.set("status", texts.status.value(of: entry.pointee.summary.status))
    return dict.finish()
  }
}
