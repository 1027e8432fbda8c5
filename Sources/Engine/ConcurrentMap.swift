import Glibc
import Synchronization

/// The results of `body` for all items, in their order. As many threads as there are processors work on them, each with a
/// deep stack.
package func concurrentMap<Item: Sendable, Result: Sendable>(
  _ items: [Item], _ body: @Sendable (Item) -> Result
) -> [Result] {
  let threadCount = min(items.count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  guard threadCount > 1 else { return onDeepStack { items.map(body) } }
  let next = Atomic(0)
  let results = Mutex([Result?](repeating: nil, count: items.count))
  onDeepStacks(threadCount) {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < items.count else { return }
      let result = body(items[index])
      results.withLock { $0[index] = result }
    }
  }
  return results.withLock { results in
    results.map { result in
      guard let result else { preconditionFailure("every item has been taken") }
      return result
    }
  }
}
