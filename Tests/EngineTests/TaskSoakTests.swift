import Engine
import Foundation
import TestSupport
import Testing
import VM

/// Random tasks, channels, locks and cancellations. The machine checks at its end that no task is left, and the test that
/// no object is.
@Suite struct TaskSoakTests {
  static let seeds = ProcessInfo.processInfo.environment["HARN_SOAK_SEEDS"].flatMap { UInt64($0) } ?? 12

  @Test(.timeLimit(.minutes(2)))
  func `random tasks leave nothing behind`() {
    balancingHeap {
      let program = Engine().compile(TaskSoakTests.program, path: "soak.harn")
      #expect(program.isRunnable, "\(program.report())")
      guard program.isRunnable else { return }
      for seed in 1...TaskSoakTests.seeds {
        let sink = OutputCollector()
        var options = RunOptions(standardOutput: sink)
        options.arguments = ["\(seed)"]
        options.makeTime = { SimulatedTime() }
        options.shuffleSeed = seed
        let outcome = Engine().run(program, options: options)
        #expect((sink.text + outcome.report).hasSuffix("end\n"), "seed \(seed): \(outcome.report)")
      }
    }
  }

  /// Every wait is under a time limit, so that nothing waits for ever.
  private static let program = """
    fn roll(dice, n) {
      atomic_set(dice, (atomic_get(dice) * 1103515245 + 12345) % 2147483648)
      return to_int(atomic_get(dice) / 65536) % n
    }

    fn numbers(n) {
      for i in 0 to n exclusive {
        if i == 3 { sleep(1) }
        yield [i, "item ${i}"]
      }
    }

    fn act(dice, lines, depth) {
      let line = lines[roll(dice, 3)]
      let choice = roll(dice, 22)
      if choice == 0 { return send(line, [depth, "text ${roll(dice, 100)}"]) }
      if choice == 1 { return receive(line) }
      if choice == 2 { return try_receive(line) }
      if choice == 3 { return channel_select(lines, roll(dice, 20)) }
      if choice == 4 {
        select {
          x from lines[0] { return [x] }
          y from lines[1] { return {y: y} }
          timeout roll(dice, 10) { return "timeout" }
        }
      }
      if choice == 5 { return sleep(roll(dice, 30)) }
      if choice == 6 {
        mutex {
          sleep(roll(dice, 5))
          return depth
        }
      }
      if choice == 7 {
        let permit = sync_semaphore_acquire("s", 3, 1 + roll(dice, 3), roll(dice, 10))
        sleep(roll(dice, 5))
        return if roll(dice, 2) == 0 { permit } else { nil }
      }
      if choice == 8 { return mailbox_send(mailbox_open("box", 2), {text: "m", n: depth}) }
      if choice == 9 { return mailbox_receive(mailbox_open("box", 2)) }
      if choice == 10 { throw {code: depth, text: "thrown ${depth}"} }
      if choice == 11 { return shared_map_set("map", "k${roll(dice, 5)}", [depth, [depth]]) }
      if choice == 12 { return runtime_context_set("k", {v: roll(dice, 9)}) }
      if depth == 0 { return nil }
      if choice == 13 { return await(spawn { work(dice, lines, depth - 1) }) }
      if choice == 14 {
        let h = spawn { work(dice, lines, depth - 1) }
        sleep(roll(dice, 10))
        return cancel(h)
      }
      if choice == 15 {
        let h = spawn { work(dice, lines, depth - 1) }
        sleep(roll(dice, 4))
        return cancel_graceful(h, roll(dice, 10))
      }
      if choice == 16 {
        spawn { work(dice, lines, depth - 1) }
        return nil
      }
      if choice == 17 { return parallel roll(dice, 4) with { max_concurrent: 2 } { i -> work(dice, lines, depth - 1) } }
      if choice == 18 { return parallel settle [1, 2, 3] { i -> work(dice, lines, depth - 1) } }
      if choice == 19 {
        let results = parallel each [1, 2, 3, 4] { i -> work(dice, lines, depth - 1) } as stream
        var seen = 0
        for r in results {
          seen = seen + 1
          if seen > roll(dice, 4) { break }
        }
        return seen
      }
      if choice == 20 { return parallel_race([1, 2, 3], { i -> work(dice, lines, depth - 1) }, 1 + roll(dice, 3)) }
      let s = supervisor_start({
        strategy: ["one_for_one", "one_for_all", "rest_for_one", "escalate"][roll(dice, 4)],
        restart: {mode: "always", max_restarts: 2, backoff_ms: 1},
        children: [{task: { ctx -> work(dice, lines, 0) }}, {task: { ctx -> work(dice, lines, 0) }}],
      })
      sleep(roll(dice, 10))
      return if roll(dice, 2) == 0 { supervisor_stop(s, roll(dice, 10)) } else { supervisor_events(s) }
    }

    fn work(dice, lines, depth) {
      defer { runtime_context_clear("k") }
      var kept = []
      for turn in 1 to 4 + roll(dice, 4) {
        try {
          deadline (1 + roll(dice, 40)) {
            kept = kept.push(act(dice, lines, depth))
            if roll(dice, 6) == 0 {
              for item in numbers(5) { kept = kept.push(item) }
            }
          }
        } catch (e) {
          println("caught ${e}")
          if is_cancelled() { throw e }
        } finally {
          println("turn ${turn}")
        }
      }
      return kept
    }

    pipeline default() {
      let dice = atomic(to_int(argv[0]))
      let lines = [channel("a", 1), channel("b", 4), channel("c")]
      parallel settle [1, 2, 3, 4] { i ->
        println(work(dice, lines, 3))
      }
      close_channel(lines[0])
      println(try { work(dice, lines, 2) })
      println("end")
    }
    """
}
