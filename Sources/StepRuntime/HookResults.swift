import VM

// What the result of a handler means (06 §7.3–§7.5).

extension Interlude {
  /// Takes the result of the handler that ran last, borrowed.
  func accept(_ result: Value) throws(HarnError) {
    switch event {
    case .preStep: try acceptAdmission(result)
    case .postStep: try acceptOutput(result)
    default: break
    }
  }

  /// 06 §7.3.
  private func acceptAdmission(_ result: Value) throws(HarnError) {
    if result.isNil || result.stringValue == "Allow" { return }
    guard result.isDict else {
      throw .runtimeError(
        "PreStep hook must return nil, Allow, or {deny|args}, got \(typeName(result))")
    }
    if let reason = result.entry("deny") ?? result.entry("reason") {
      throw denial(displayText(reason))
    }
    if let action = result.entry("action"), ["deny", "Deny"].contains(displayText(action)) {
      throw denial("step hook denied execution")
    }
    if let arguments = result.entry("args") ?? result.entry("modify"), arguments.isList {
      setArguments(arguments)
    }
  }

  /// 06 §7.4.
  private func acceptOutput(_ result: Value) throws(HarnError) {
    if result.isNil || result.stringValue == "Pass" { return }
    guard result.isDict else {
      throw .runtimeError(
        "PostStep hook must return nil, Pass, or {output}, got \(typeName(result))")
    }
    if let output = result.entry("output") ?? result.entry("result") ?? result.entry("modify") {
      setOutput(output)
    }
  }

  /// The error of a denied call (06 §7.3), owned by the caller.
  private func denial(_ reason: String) -> HarnError {
    .thrown(
      Value(dict: [
        "category": Value(string: "hook_denied"),
        "event": Value(string: event.rawValue),
        "reason": Value(string: reason),
        "step": Value(string: subject.step),
      ]))
  }
}
