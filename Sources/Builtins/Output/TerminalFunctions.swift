import VM

/// Standard input, the kind of the standard streams with their mocks (05 §3), and styled text (05 §2.1).
func terminalBuiltins() -> BuiltinGroup {
  let terminal = Terminal()
  return [
    .init("read_line") { call throws(HarnError) in terminal.readLine(call.vm) },
    .init("read_stdin") { call throws(HarnError) in terminal.readAll(call.vm) },
    .init("prompt_user") { call throws(HarnError) in terminal.prompt(call) },
    .init("mock_stdin") { call throws(HarnError) in terminal.mockInput(call.text(0)) },
    .init("unmock_stdin") { call throws(HarnError) in terminal.mockInput(nil) },
    .init("is_stdin_tty") { call throws(HarnError) in Value(bool: terminal.isTerminal(.input, call.vm)) },
    .init("is_stdout_tty") { call throws(HarnError) in Value(bool: terminal.isTerminal(.output, call.vm)) },
    .init("is_stderr_tty") { call throws(HarnError) in Value(bool: terminal.isTerminal(.error, call.vm)) },
    .init("mock_tty") { call throws(HarnError) in try terminal.mockTerminal(call) },
    .init("unmock_tty") { call throws(HarnError) in terminal.unmockTerminals() },
    .init("capture_stderr_start", startCapture),
    .init("capture_stderr_take", takeCapture),
    .init("color") { call throws(HarnError) in terminal.styled(call, code: colorCode(call.text(1))) },
    .init("bold") { call throws(HarnError) in terminal.styled(call, code: 1) },
    .init("dim") { call throws(HarnError) in terminal.styled(call, code: 2) },
    .init("set_color_mode") { call throws(HarnError) in try terminal.setColorMode(call) },
  ]
}

private func startCapture(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  call.vm.capturedErrors = ""
  return .nilValue
}

private func takeCapture(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = call.vm.capturedErrors ?? ""
  call.vm.capturedErrors = nil
  return Value(string: text)
}

/// The escape code of a colour name (05 §2.1); nil when there is no such colour.
private func colorCode(_ name: String) -> Int? {
  let colors = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
  if let index = colors.firstIndex(of: name) { return 30 + index }
  if name == "gray" || name == "grey" { return 90 }
  guard name.hasPrefix("bright_"), let index = colors.firstIndex(of: String(name.dropFirst(7))) else { return nil }
  return 90 + index
}

/// The terminal of one run.
private final class Terminal {
  /// What was read of standard input but not yet asked for.
  private var pending = InputText()
  private var didFail = false
  /// The rest of the mocked input; nil without a mock.
  private var mocked: InputText?
  private var mockedTerminals: [StandardStreamName: Bool] = [:]
  private var colorMode = ColorMode.auto

  private enum ColorMode: String {
    case auto, always, never
  }

  // MARK: Input

  func readLine(_ vm: VirtualMachine) -> Value {
    let line = mocked != nil ? mocked?.takeLine() : readRealLine(vm)
    return line.map { Value(string: $0) } ?? .nilValue
  }

  /// The next line of the real input without its end; nil at the end of input.
  private func readRealLine(_ vm: VirtualMachine) -> String? {
    vm.output.flush()
    while !pending.hasLine, fill(vm) {}
    return pending.takeLine()
  }

  func readAll(_ vm: VirtualMachine) -> Value {
    if let rest = mocked?.takeAll() { return Value(string: rest) }
    vm.output.flush()
    while fill(vm) {}
    return Value(string: pending.takeAll())
  }

  /// `prompt_user`: the prompt is written, the mock is not read.
  func prompt(_ call: borrowing NativeCall) -> Value {
    if call.count > 0 { call.vm.output.write(call.text(0)) }
    guard let line = readRealLine(call.vm) else { return didFail ? .nilValue : Value(string: "") }
    let kept = line.unicodeScalars.reversed().drop { $0.properties.isWhitespace }.reversed()
    return Value(string: String(String.UnicodeScalarView(kept)))
  }

  /// Reads a piece of the real input. False when there is none: at the end of input, which a terminal may pass, or because
  /// the run is to stop.
  private func fill(_ vm: VirtualMachine) -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    let count = piece.withUnsafeMutableBytes { vm.host.readInput(into: $0) }
    if count == nil { didFail = true }
    guard let count, count > 0 else { return false }
    pending.append(piece[..<count])
    return true
  }

  func mockInput(_ text: String?) -> Value {
    mocked = text.map { InputText($0) }
    return .nilValue
  }

  // MARK: Terminals

  func isTerminal(_ stream: StandardStreamName, _ vm: VirtualMachine) -> Bool {
    mockedTerminals[stream] ?? vm.host.isTerminal(stream)
  }

  func mockTerminal(_ call: borrowing NativeCall) throws(HarnError) -> Value {
    guard let stream = StandardStreamName(rawValue: call.text(0)) else {
      throw .thrown(
        text: "mock_tty: invalid stream '\(call.text(0))'. Expected 'stdin', 'stdout', or 'stderr'.")
    }
    mockedTerminals[stream] = call.value(1).boolValue ?? false
    return .nilValue
  }

  func unmockTerminals() -> Value {
    mockedTerminals = [:]
    return .nilValue
  }

  // MARK: Styles

  func setColorMode(_ call: borrowing NativeCall) throws(HarnError) -> Value {
    guard let mode = ColorMode(rawValue: call.text(0)) else {
      throw .thrown(
        text: "set_color_mode: invalid mode '\(call.text(0))'. Expected 'auto', 'always', or 'never'.")
    }
    colorMode = mode
    return .nilValue
  }

  /// The text of the first argument between the escape sequences of a style.
  func styled(_ call: borrowing NativeCall, code: Int?) -> Value {
    guard let code, isStyling(call.vm) else { return Value(string: call.text(0)) }
    return Value(string: "\u{1B}[\(code)m\(call.text(0))\u{1B}[0m")
  }

  private func isStyling(_ vm: VirtualMachine) -> Bool {
    switch colorMode {
    case .always: return true
    case .never: return false
    case .auto:
      if vm.host.environmentVariable("FORCE_COLOR") != nil { return true }
      return vm.host.environmentVariable("NO_COLOR") == nil && isTerminal(.output, vm)
    }
  }
}

/// Bytes that are taken line by line.
private struct InputText {
  private var bytes: [UInt8] = []
  /// What lies before was taken.
  private var start = 0
  /// Up to here there is no line end.
  private var searched = 0

  /// Nothing.
  init() {}

  /// The bytes of a text.
  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func append(_ piece: ArraySlice<UInt8>) {
    bytes.removeFirst(start)
    searched -= min(searched, start)
    start = 0
    bytes.append(contentsOf: piece)
  }

  /// Whether a complete line is there. Every byte is looked at once.
  var hasLine: Bool {
    mutating get {
      let end = bytes[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n"))
      searched = end ?? bytes.count
      return end != nil
    }
  }

  /// Takes the first line without its end, or what is left; nil when there is nothing.
  mutating func takeLine() -> String? {
    guard start < bytes.count else { return nil }
    let hasEnd = hasLine
    var line = bytes[start..<searched]
    if hasEnd {
      searched += 1
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
    }
    start = searched
    return String(decoding: line, as: UTF8.self)
  }

  /// Takes everything.
  mutating func takeAll() -> String {
    defer { self = InputText() }
    return String(decoding: bytes[start...], as: UTF8.self)
  }
}
