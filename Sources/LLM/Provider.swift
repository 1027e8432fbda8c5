import StepRuntime

/// Answers requests to a language model (06 §12.3). The deterministic stub is the only one without a transport.
package protocol Provider: AnyObject {
  /// Answers `request` or says why not.
  func send(_ request: Request) throws(ProviderError) -> SharedReply
}

/// One request as it is sent (06 §12.2).
package struct Request {
  private let shared: SharedOptions
  /// The messages.
  package let messages: Messages
  /// The most output tokens.
  package let outputTokens: Int

  /// A request of a call with these options.
  init(_ options: SharedOptions, messages: Messages, outputTokens: Int) {
    shared = options
    self.messages = messages
    self.outputTokens = outputTokens
  }

  /// What was asked for.
  package var options: CallOptions {
    _read { yield shared.options }
  }
}

/// A reply of a model.
package struct Reply: Equatable, Sendable {
  /// The raw text.
  package var text = ""
  /// Calls of tools that the model asks for.
  package var toolCalls: [ToolCall] = []
  /// The parts of the reply, when it does not leave them to be made from text and tool calls.
  package var blocks: [JSONValue]?
  /// The model named in the reply: cost and `last_model` use it (06 §13.1).
  package var model = ""
  /// The provider named in the reply.
  package var provider = "mock"
  /// Input tokens.
  package var inputTokens = 0
  /// Output tokens.
  package var outputTokens = 0
  /// Input tokens read from a prompt cache.
  package var cacheReadTokens = 0
  /// Input tokens written to a prompt cache.
  package var cacheWriteTokens = 0
  /// Reasoning.
  package var thinking: String?
  /// Summary of the reasoning.
  package var thinkingSummary: String?
  /// Why the model stopped.
  package var stopReason: String?

  /// One call of a tool.
  package struct ToolCall: Equatable, Sendable {
    /// Identifies the call in the conversation.
    package var id: String
    /// The tool's name.
    package var name: String
    /// The arguments.
    package var arguments: JSONValue
  }
}

/// A reply that was received: it changes no more, and all parts of its call share it.
package final class SharedReply: Sendable {
  /// The reply.
  package let reply: Reply

  /// Shares this one.
  init(_ reply: Reply) { self.reply = reply }
}

/// Why a request got no reply (06 §12.5).
package struct ProviderError: Error, Equatable, Sendable {
  /// The category of 02 §14.8.
  package var category: String
  /// What happened, with a line `retry-after: <seconds>` when the provider names a delay.
  package var message: String

  /// An error.
  package init(category: String, message: String) {
    self.category = category
    self.message = message
  }
}
