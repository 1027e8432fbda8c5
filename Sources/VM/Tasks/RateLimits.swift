/// How often each provider may be called: so many calls in any 60 seconds (04 A15.4).
final class RateLimits {
  private var windows: [String: Window] = [:]

  /// The calls of a provider.
  private struct Window {
    /// Calls per minute; nil: any number.
    var limit: Int?
    /// When the latest calls took place, on the clock of the scheduler, from `first` on.
    var times: [Int] = []
    var first = 0
  }

  private static let windowNanoseconds = 60_000_000_000

  /// The calls per minute that a provider allows; nil: any number. Before the program sets it, the environment says it.
  func limit(of provider: String, _ host: any Host) -> Int? { window(of: provider, host).limit }

  /// Sets the calls per minute; nil: any number.
  func setLimit(of provider: String, to limit: Int?, _ host: any Host) {
    var window = window(of: provider, host)
    window.limit = limit
    windows[provider] = window
  }

  private func window(of provider: String, _ host: any Host) -> Window {
    if let known = windows[provider] { return known }
    let name = provider.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
    let limit = host.environmentVariable("HARN_RATE_LIMIT_" + String(name)).flatMap { Int($0) }
    let window = Window(limit: limit.flatMap { $0 > 0 ? $0 : nil })
    windows[provider] = window
    return window
  }

  /// Takes a slot at the time `now`: nil, or the time at which to try again.
  func take(_ provider: String, now: Int, _ host: any Host) -> Int? {
    var window = window(of: provider, host)
    guard let limit = window.limit else { return nil }
    while window.first < window.times.count, window.times[window.first] <= now - RateLimits.windowNanoseconds {
      window.first += 1
    }
    // Forgotten times are dropped when they are the greater part.
    if window.first * 2 > window.times.count {
      window.times.removeFirst(window.first)
      window.first = 0
    }
    var next: Int?
    if window.times.count - window.first < limit {
      window.times.append(now)
    } else {
      // With a limit that was lowered, more calls than one have to go out of the window.
      next = window.times[window.times.count - limit] + RateLimits.windowNanoseconds
    }
    windows[provider] = window
    return next
  }
}

/// Output of a task is dropped as long as the handle lives (04 A1.4).
final class MuteState: InternalState {
  private let task: TaskState
  private let output: TaskOutput?

  /// Mutes a task.
  init(_ task: TaskState) {
    self.task = task
    output = task.output
    task.output = nil
    task.record.pointee.mutes += 1
  }

  deinit {
    task.output = output
    task.record.pointee.mutes -= 1
  }

  override var typeName: String { "mute" }
}

/// Rate limits (04 A15.4), and what `with_rate_limit` of the prelude needs.
var rateLimitBuiltins: [NativeBuiltin] {
  [
    .init("llm_rate_limit") { call throws(HarnError) in try call.rateLimit() },
    .init("__rate_limit_check") { call throws(HarnError) in
      let arguments = call.value(0).listItems
      guard let provider = arguments.first, !displayText(provider).isEmpty, !provider.isNil else {
        throw .runtimeError("with_rate_limit: provider name is required")
      }
      guard arguments.count > 1, arguments[1].isCallable else {
        throw .runtimeError("with_rate_limit: second argument must be a closure")
      }
      return Value(string: displayText(provider))
    },
    .init("__rate_limit_option") { call throws(HarnError) in
      let arguments = call.value(0).listItems
      let given = arguments.count > 2 ? arguments[2].entry(call.text(1)) : nil
      return given.map { $0.isInt || $0.isDuration } == true ? Value(int: given?.int ?? 0) : call.owned(2)
    },
    .init("__rate_limit_mute") { call throws(HarnError) in newHandle(MuteState(call.vm.currentTask)) },
    // Takes a slot, or waits until there may be one; whether it has one.
    .init("__rate_limit_take") { call throws(HarnError) in
      let scheduler = call.vm.scheduler!
      let next = scheduler.rateLimits.take(call.text(0), now: scheduler.now, call.vm.host)
      guard let next else { return Value(bool: true) }
      try scheduler.mayWait()
      scheduler.beginWait(until: next, else: Value(bool: false))
      return .absent
    },
  ]
}

extension NativeCall {
  fileprivate func rateLimit() throws(HarnError) -> Value {
    let limits = vm.scheduler.rateLimits
    guard !value(0).isNil, !text(0).isEmpty else {
      throw .runtimeError("llm_rate_limit: provider name is required")
    }
    guard !value(1).isNil else {
      return limits.limit(of: text(0), vm.host).map { Value(int: $0) } ?? .nilValue
    }
    guard let limit = self[1].entry("rpm"), limit.isInt else {
      throw .runtimeError("llm_rate_limit: options must include 'rpm' (integer)")
    }
    limits.setLimit(of: text(0), to: limit.int > 0 ? limit.int : nil, vm.host)
    return Value(bool: true)
  }
}

/// The part of the prelude for rate limits. `__transient` stands for the errors that are worth another attempt.
let rateLimitPreludeSource = """
  fn __take_rate_limit(provider) {
    while !__rate_limit_take(provider) {}
  }
  fn __function_with_rate_limit(...args) {
    let provider = __rate_limit_check(args)
    let closure = args[1]
    let retries = __rate_limit_option(args, "max_retries", 5)
    var pause = max(1, __rate_limit_option(args, "backoff_ms", 1000))
    let mute = __rate_limit_mute()
    var attempt = 0
    while attempt < retries {
      __take_rate_limit(provider)
      try {
        return closure()
      } catch (e: __transient) {
        attempt = attempt + 1
      }
      sleep(pause)
      pause = max(pause, min(pause * 2, 30000))
    }
    __take_rate_limit(provider)
    let result = closure()
    return result
  }

  """
