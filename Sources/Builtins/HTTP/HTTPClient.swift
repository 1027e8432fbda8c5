import Glibc
import VM

/// Requests, sessions and streams of one run (05b §14, §15). Only mocks answer.
///
/// Sendable because only the thread of the machine uses it: the results of completions are made there.
final class HTTPClient: @unchecked Sendable {
  let mocks = HTTPMocks()
  /// The options of open sessions, owned here.
  private var sessions: [String: Value] = [:]
  private var streams: [String: (response: HTTPResponse, rest: ArraySlice<UInt8>)] = [:]
  private var handles = 0

  deinit { for options in sessions.values { options.released() } }

  // MARK: Requests

  /// Answers a request, with its retries, and makes the result of the call of it.
  func send(
    _ request: HTTPRequest, _ call: borrowing NativeCall,
    _ result: @escaping @Sendable (HTTPResponse) throws(HarnError) -> Value
  ) throws(HarnError) -> Value {
    var waiting = 0
    var attempt = 0
    while true {
      guard let response = mocks.answer(request) else {
        throw .thrown(text: "http: request failed: \(request.url): no network client is available")
      }
      let isRetried =
        attempt < request.retries.limit && request.retries.methods.contains(request.method)
        && request.retries.statuses.contains(response.status) && !call.isInterrupted
      guard isRetried else { return try delayed(waiting, call) { () throws(HarnError) in try result(response) } }
      waiting += delay(request.retries, attempt, response, now: call.vm.clock.epochMilliseconds + waiting)
      attempt += 1
    }
  }

  /// The time before the next attempt: twice as long each time, give or take a quarter, and what the server asks for.
  private func delay(_ retries: HTTPRequest.Retries, _ attempt: Int, _ response: HTTPResponse, now: Int) -> Int {
    let longest = 60_000.0
    let backoff = min(Double(retries.backoffMilliseconds) * pow(2, Double(min(attempt, 40))), longest)
    let spread = retries.backoffMilliseconds == 0 ? 0 : backoff * Double.random(in: -0.25...0.25)
    let asked = retries.respectsRetryAfter ? response.retryAfterMilliseconds(now: now) ?? 0 : 0
    return max(Int(min(backoff + spread, longest)), asked)
  }

  /// The result after a time; a mocked clock is put forward instead.
  private func delayed(
    _ milliseconds: Int, _ call: borrowing NativeCall, _ result: @escaping @Sendable () throws(HarnError) -> Value
  ) throws(HarnError) -> Value {
    if milliseconds == 0 || call.vm.clock.advance(milliseconds: milliseconds) != nil { return try result() }
    return try call.suspend { completion in
      startTimer(milliseconds) { completion.finish(result) }
    }
  }

  // MARK: Sessions

  private func newHandle(_ kind: String) -> String {
    handles += 1
    return "\(kind)-\(handles)"
  }

  /// Opens a session; takes over the count of its options.
  func openSession(_ options: Value) -> String {
    let handle = newHandle("http-session")
    sessions[handle] = options
    return handle
  }

  /// Whether the session was open.
  func closeSession(_ handle: String) -> Bool {
    guard let options = sessions.removeValue(forKey: handle) else { return false }
    options.released()
    return true
  }

  /// The options of a request with those of its session as defaults, owned by the caller.
  func options(_ given: Value, session: String?, _ name: String) throws(HarnError) -> Value {
    let own = given.isDict ? given.retained() : Value(dict: [:])
    guard let session else { return own }
    defer { own.released() }
    guard let defaults = sessions[session] else { throw .thrown(text: "\(name): unknown session '\(session)'") }
    let entries = own.dictEntries.map { entry in
      guard entry.key == "headers", entry.value.isDict, let shared = defaults.entry("headers"), shared.isDict else {
        return (entry.key, entry.value.retained())
      }
      return ("headers", shared.settingEntries(entry.value.dictEntries.map { ($0.key, $0.value.retained()) }))
    }
    return defaults.isDict ? defaults.settingEntries(entries) : Value(dict: entries)
  }

  // MARK: Streams

  /// Opens a stream over a response.
  func openStream(_ response: HTTPResponse) -> String {
    let handle = newHandle("http-stream")
    streams[handle] = (response, Array(response.body.utf8)[...])
    return handle
  }

  /// The response of an open stream.
  func stream(_ handle: String) -> HTTPResponse? { streams[handle]?.response }

  /// The next octets of an open stream, empty at its end.
  func read(_ handle: String, upTo count: Int) -> ArraySlice<UInt8> {
    guard let stream = streams[handle] else { return [] }
    streams[handle]?.rest = stream.rest.dropFirst(count)
    return stream.rest.prefix(count)
  }

  /// Whether the stream was open.
  func closeStream(_ handle: String) -> Bool { streams.removeValue(forKey: handle) != nil }

  /// Drops mocks, calls and streams.
  func clearMocks() {
    mocks.clear()
    streams = [:]
  }
}

/// Runs `action` on a thread of its own after a time.
private func startTimer(_ milliseconds: Int, _ action: @escaping @Sendable () -> Void) {
  final class Work {
    let milliseconds: Int
    let action: @Sendable () -> Void
    init(_ milliseconds: Int, _ action: @escaping @Sendable () -> Void) {
      (self.milliseconds, self.action) = (milliseconds, action)
    }
  }
  var thread = pthread_t()
  let work = Unmanaged.passRetained(Work(milliseconds, action))
  let status = pthread_create(
    &thread, nil,
    { context in
      guard let context else { return nil }
      let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
      var time = timespec(tv_sec: work.milliseconds / 1000, tv_nsec: work.milliseconds % 1000 * 1_000_000)
      var rest = timespec()
      while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
      work.action()
      return nil
    }, work.toOpaque())
  if status == 0 {
    pthread_detach(thread)
  } else {
    work.takeRetainedValue().action()
  }
}
