import Glibc

/// A program to run, and how.
struct ChildProcess {
  /// The program and its arguments. A name without a slash is looked up in `PATH`.
  var arguments: [String]
  /// Its working directory; that of this process when nil.
  var directory: String?
  /// Variables on top of the environment of this process.
  var environment: [(name: String, value: String)] = []
  /// The process is killed after this time.
  var timeoutMilliseconds: Int?
  /// The process is killed when it writes more than this.
  var outputLimitBytes = Int.max

  /// How a process ended.
  struct Outcome {
    /// The exit code, −1 when a signal ended it.
    var status = 0
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var hasTimedOut = false
    /// Whether the process wrote more than its limit.
    var isTooLarge = false
  }

  init(_ arguments: [String], in directory: String? = nil) {
    self.arguments = arguments
    self.directory = directory
  }

  /// Starts the program with empty standard input and waits until it ended and closed its output. Stops waiting, and
  /// the program, when `isInterrupted` says so.
  func run(isInterrupted: () -> Bool) throws(SystemError) -> Outcome {
    guard !(arguments + [directory ?? ""]).contains(where: { $0.utf8.contains(0) }) else {
      throw SystemError(text: "nul byte found in provided data")
    }
    let output = try OutputPipe()
    let errors = try OutputPipe()
    let process = try spawn(output, errors)
    output.closeWritingEnd()
    errors.closeWritingEnd()
    var outcome = Outcome()
    collect([output, errors], process, isInterrupted, &outcome)
    outcome.output = output.bytes
    outcome.errors = errors.bytes
    outcome.status = exitCode(process, isInterrupted)
    return outcome
  }

  /// Waits for the end of the process. One that shall end is asked to, and killed when it does not obey.
  private func exitCode(_ process: pid_t, _ isInterrupted: () -> Bool) -> Int {
    var status: Int32 = 0
    var pauseMicroseconds: UInt32 = 100
    var askedAt: Int?
    while true {
      let ended = retryingInterrupts { waitpid(process, &status, WNOHANG) }
      if ended != 0 { return ended == process && status & 0x7f == 0 ? Int(status >> 8 & 0xff) : -1 }
      if let time = askedAt {
        if monotonicMilliseconds() - time > ChildProcess.graceMilliseconds { signal(process, SIGKILL) }
      } else if isInterrupted() {
        signal(process, SIGTERM)
        askedAt = monotonicMilliseconds()
      }
      usleep(pauseMicroseconds)
      pauseMicroseconds = min(pauseMicroseconds * 2, 20_000)
    }
  }

  /// How long a process that was asked to end may take.
  private static let graceMilliseconds = 1000

  /// Whether the process gets a group of its own, so that what it starts can be stopped with it. Not at a terminal, which only
  /// its own group may read from: there, a signal from the keyboard reaches all of them anyway.
  private var hasOwnGroup: Bool { isatty(0) == 0 }

  private func signal(_ process: pid_t, _ signal: Int32) {
    kill(hasOwnGroup ? -process : process, signal)
  }

  private func spawn(_ output: OutputPipe, _ errors: OutputPipe) throws(SystemError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writingEnd, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.writingEnd, 2)
    if let directory { try addDirectory(directory, &actions) }
    // The program starts with the usual reactions to signals, whatever this process ignores or this thread blocks.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let group = hasOwnGroup ? POSIX_SPAWN_SETPGROUP : 0
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | group))
    var process = pid_t()
    let program = arguments.first ?? ""
    let code = withCStrings(arguments) { arguments in
      withCStrings(childEnvironment) { environment in
        posix_spawnp(&process, program, &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else { throw SystemError(code: code) }
    return process
  }

  /// Makes the process start in a directory.
  private func addDirectory(
    _ directory: String, _ actions: inout posix_spawn_file_actions_t
  ) throws(SystemError) {
    let code = posixSpawnAddDirectory(&actions, directory)
    guard code == 0 else { throw SystemError(code: code) }
  }

  private var childEnvironment: [String] {
    var entries: [String] = []
    let replaced = Set(environment.map(\.name))
    var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
    while let variable = next, let entry = variable.pointee {
      let text = String(cString: entry)
      if !replaced.contains(String(text.prefix { $0 != "=" })) { entries.append(text) }
      next = variable.successor()
    }
    return entries + environment.filter { !$0.value.utf8.contains(0) }.map { "\($0.name)=\($0.value)" }
  }

  /// Reads the pipes until both are closed or the process has to end.
  private func collect(
    _ pipes: [OutputPipe], _ process: pid_t, _ isInterrupted: () -> Bool, _ outcome: inout Outcome
  ) {
    let start = monotonicMilliseconds()
    while pipes.contains(where: \.isOpen) {
      var wait = 100
      if let limit = timeoutMilliseconds, !outcome.hasTimedOut {
        let left = limit - (monotonicMilliseconds() - start)
        if left <= 0 {
          outcome.hasTimedOut = true
          signal(process, SIGKILL)
          // What the program started may keep the pipes open for ever.
          return
        }
        wait = min(wait, left)
      }
      if isInterrupted() { return }
      if pipes.reduce(0, { $0 + $1.bytes.count }) > outputLimitBytes {
        outcome.isTooLarge = true
        signal(process, SIGKILL)
        return
      }
      var descriptors = pipes.map { pollfd(fd: $0.isOpen ? $0.readingEnd : -1, events: Int16(POLLIN), revents: 0) }
      guard poll(&descriptors, nfds_t(descriptors.count), Int32(wait)) > 0 else { continue }
      for (pipe, descriptor) in zip(pipes, descriptors) where descriptor.revents != 0 { pipe.readSome() }
    }
  }
}

/// Milliseconds on a clock that never goes back.
private func monotonicMilliseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// Calls `body` with the strings as a C array that ends in a null pointer.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { buffer -> Result in
    guard let start = buffer.baseAddress else { preconditionFailure("the array holds its final null pointer") }
    return body(start)
  }
}

/// A pipe from a process to this one, and what came through.
private final class OutputPipe {
  let readingEnd: Int32
  let writingEnd: Int32
  private(set) var bytes: [UInt8] = []
  private(set) var isOpen = true
  private var isWritingEndOpen = true

  init() throws(SystemError) {
    var ends: [Int32] = [0, 0]
    // Other runs of this process may start programs at any time, which must not inherit the ends.
    guard pipeWithFlags(&ends, O_CLOEXEC) == 0 else { throw .last }
    (readingEnd, writingEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readingEnd)
    closeWritingEnd()
  }

  func closeWritingEnd() {
    if isWritingEndOpen { close(writingEnd) }
    isWritingEndOpen = false
  }

  /// Reads what is there; notices the end.
  func readSome() {
    let start = bytes.count
    let room = 1 << 16
    bytes.append(contentsOf: repeatElement(0, count: room))
    let count = bytes.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { base in retryingInterrupts { read(readingEnd, base + start, room) } } ?? 0
    }
    bytes.removeLast(room - max(0, count))
    if count <= 0 { isOpen = false }
  }
}

/// `pipe2`, which the headers hide from Swift.
@_silgen_name("pipe2")
private func pipeWithFlags(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32

/// The C function, which the headers hide from Swift. Its arguments and its result travel alike in both calling
/// conventions.
@_silgen_name("posix_spawn_file_actions_addchdir_np")
private func posixSpawnAddDirectory(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ directory: UnsafePointer<CChar>
) -> Int32
