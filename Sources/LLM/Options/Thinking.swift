import StepRuntime
import VM

/// The reasoning mode of a request (06 §12.2 `thinking`).
package struct Thinking: Equatable, Sendable {
  /// The mode.
  package var mode: Mode
  /// The budget of a dict option.
  package var budgetTokens: Int?
  /// The level of mode `effort`.
  package var level: String?

  /// A mode by its name.
  package enum Mode: String, Sendable {
    /// No reasoning.
    case disabled
    /// Reasoning.
    case enabled
    /// As the model likes.
    case adaptive
    /// Reasoning of a named level.
    case effort
  }

  /// No reasoning.
  package static let disabled = Thinking(mode: .disabled)

  /// The dict that `llm_mock_calls` shows (06 §13.4).
  package var json: JSONValue {
    var members: [JSONMember] = []
    if let budgetTokens { members.append(JSONMember(key: "budget_tokens", value: .int(budgetTokens))) }
    if let level { members.append(JSONMember(key: "level", value: .string(level))) }
    members.append(JSONMember(key: "mode", value: .string(mode.rawValue)))
    return .object(members)
  }
}

extension Thinking {
  /// Reads `thinking` and `reasoning_effort` (06 §12.2).
  static func parse(options: OptionDict) throws(HarnError) -> Thinking {
    let thinking = try parse(options.entry("thinking") ?? .nilValue)
    guard let effort = options.entry("reasoning_effort"), !effort.isNil else { return thinking }
    let level = try level(effort, of: "reasoning_effort")
    if thinking.mode != .disabled {
      throw .thrown(
        text: "reasoning_effort cannot be combined with a non-disabled thinking option")
    }
    return Thinking(mode: .effort, level: level)
  }

  private static func parse(_ value: Value) throws(HarnError) -> Thinking {
    if value.isNil { return .disabled }
    if let isOn = value.boolValue { return Thinking(mode: isOn ? .enabled : .disabled) }
    if value.isDict { return try parse(dict: value) }
    switch value.stringValue {
    case "disabled", "off", "none": return .disabled
    case "enabled", "on", "true": return Thinking(mode: .enabled)
    case "adaptive": return Thinking(mode: .adaptive)
    case "low", "medium", "high": return Thinking(mode: .effort, level: value.stringValue)
    default:
      let choices = #""enabled" | "adaptive" | "low" | "medium" | "high""#
      throw .thrown(
        text: "thinking: expected bool, dict, or one of \(choices), got \"\(displayText(value))\"")
    }
  }

  private static func parse(dict: Value) throws(HarnError) -> Thinking {
    if dict.entry("enabled")?.boolValue == false { return .disabled }
    let text = dict.entry("mode").flatMap { $0.isNil ? nil : displayText($0) } ?? "enabled"
    guard let mode = Mode(rawValue: text) else {
      let choices = #""disabled" | "enabled" | "adaptive" | "effort""#
      throw .thrown(text: "thinking.mode: expected \(choices), got \"\(text)\"")
    }
    var thinking = Thinking(mode: mode, budgetTokens: dict.entry("budget_tokens")?.intValue)
    if let level = dict.entry("level"), !level.isNil {
      thinking.level = try self.level(level, of: "thinking.level")
    }
    if mode == .effort && thinking.level == nil {
      throw .thrown(text: "thinking.level is required when thinking.mode is \"effort\"")
    }
    return thinking
  }

  private static func level(_ value: Value, of name: String) throws(HarnError) -> String {
    let expected = #"\#(name): expected "low" | "medium" | "high", got"#
    guard let text = value.stringValue else {
      throw .thrown(text: "\(expected) \(typeName(value))")
    }
    guard ["low", "medium", "high"].contains(text) else {
      throw .thrown(text: "\(expected) \"\(text)\"")
    }
    return text
  }
}
