import Glibc

/// Runs `body` on a thread of its own whose stack is large, and waits for it.
///
/// Parser, checker and compiler recurse with the nesting of the program. Their depth is limited by the parser, but that
/// limit is far beyond the 8 MiB of a main thread. Only the pages that are touched cost memory. On a thread that was made
/// here `body` runs directly.
package func onDeepStack<Result>(_ body: () -> Result) -> Result {
  if pthread_getspecific(deepStackMark) != nil { return body() }
  var result: Result?
  withoutActuallyEscaping({ result = body() }) { escapable in
    let work = Work(escapable)
    var size = deepStackBytes
    // A process with a limited address space gets the largest stack that fits, at worst the current one.
    while size >= smallestStackBytes {
      if let thread = startThread(stackBytes: size, work) {
        pthread_join(thread, nil)
        return
      }
      size /= 2
    }
    work.body()
  }
  guard let result else { preconditionFailure("the thread ended without a result") }
  return result
}

/// Runs `body` on `count` threads with deep stacks at the same time and waits for all of them. When the process cannot have
/// so many threads there are fewer, at least the current one.
package func onDeepStacks(_ count: Int, _ body: @Sendable () -> Void) {
  withoutActuallyEscaping(body) { escapable in
    let threads = (0..<count).compactMap { _ in startThread(stackBytes: deepStackBytes, Work(escapable)) }
    for thread in threads { pthread_join(thread, nil) }
    if threads.isEmpty { onDeepStack(escapable) }
  }
}

/// Thread-local: not nil on the threads that are made here.
private let deepStackMark: pthread_key_t = {
  var key = pthread_key_t()
  // Without a key (a process may have 1024) every call makes a thread.
  guard pthread_key_create(&key, nil) == 0 else { return .max }
  return key
}()

private let deepStackBytes = 512 << 20
private let smallestStackBytes = 16 << 20

/// What the new thread shall do, as an object that can travel through a C pointer.
private final class Work {
  let body: () -> Void

  init(_ body: @escaping () -> Void) { self.body = body }
}

private func startThread(stackBytes: Int, _ work: Work) -> pthread_t? {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  guard pthread_attr_setstacksize(&attributes, stackBytes) == 0 else { return nil }
  var thread = pthread_t()
  let context = Unmanaged.passRetained(work)
  let status = pthread_create(
    &thread, &attributes,
    { pointer in
      if let pointer {
        pthread_setspecific(deepStackMark, pointer)
        Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
      }
      return nil
    }, context.toOpaque())
  guard status == 0 else {
    context.release()
    return nil
  }
  return thread
}
