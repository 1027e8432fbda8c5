import Engine
import TestSupport
import Testing
import VM

/// Programs under a clock that passes only while everybody waits.
@Suite struct TimeTests {
  private func expect(_ body: String, prints lines: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    balancingHeap(sourceLocation: sourceLocation) {
      let program = Engine().compile("pipeline default() {\n\(body)\n}\n", path: "time.harn")
      let sink = OutputCollector()
      var options = RunOptions(standardOutput: sink)
      options.makeTime = { SimulatedTime(epochMilliseconds: 1_000_000) }
      let outcome = Engine().run(program, options: options)
      #expect(
        sink.text.split(separator: "\n").map(String.init) == lines, "\(outcome.report)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func `a sleep takes exactly its time`() {
    expect(
      """
      println(now_ms())
      sleep(1h)
      println(now_ms() - 1000000)
      sleep_ms(5)
      println([elapsed(), monotonic_ms()])
      println(timer_end(timer_start("t")))
      """, prints: ["1000000", "3600000", "[3600005, 3600005]", "[timer] t: 0ms", "0"])
  }

  @Test func `tasks wake up in the order of their times`() {
    expect(
      """
      let order = parallel each [30, 10, 20] { n ->
        sleep(n)
        [n, monotonic_ms()]
      } as stream
      println(iter(order).to_list())
      """, prints: ["[[10, 10], [20, 20], [30, 30]]"])
  }

  @Test func `a mocked clock does not change what sleep and deadlines wait for`() {
    expect(
      """
      mock_time(5)
      sleep(1s)
      println([now_ms(), monotonic_ms()])
      sleep_ms(70)
      println([now_ms(), monotonic_ms(), advance_time(3)])
      println(try { deadline 1h { receive(channel("q")) } })
      println([now_ms(), elapsed()])
      unmock_time()
      println(now_ms() - 1000000)
      """,
      prints: ["[5, 0]", "[75, 70, 78]", "Result.Err(Deadline exceeded)", "[78, 73]", "3601000"])
  }

  @Test func `parallel takes the latency divided by the number of places`() {
    expect(
      """
      parallel each (1 to 100).to_list() with { max_concurrent: 8 } { n -> sleep(10) }
      println(monotonic_ms())
      """, prints: ["130"])
  }

  @Test func `timeouts are neither early nor late`() {
    expect(
      """
      println(channel_select([channel("a")], 40ms))
      println(monotonic_ms())
      select {
        x from channel("b") { println(x) }
        timeout 60ms { println("timeout") }
      }
      println(monotonic_ms())
      let held = sync_mutex_acquire("m")
      println(sync_mutex_acquire("m", 7))
      println(monotonic_ms())
      println(sync_metrics("mutex", "m").total_wait_ms)
      """,
      prints: [
        "nil", "40", "timeout", "100", "nil", "107", "7",
      ])
  }

  @Test func `a rate limit lets so many calls through in any minute`() {
    expect(
      """
      llm_rate_limit("p", {rpm: 2})
      let times = (1 to 5).to_list().map({ n ->
        sleep(10s)
        with_rate_limit("p", { -> monotonic_ms() })
      })
      println(times)
      """, prints: ["[10000, 20000, 70000, 80000, 130000]"])
  }

  @Test func `a rate limit comes from the environment`() {
    balancingHeap {
      let program = Engine().compile(
        "println([llm_rate_limit(\"my-ai\"), llm_rate_limit(\"other\")])\n", path: "rate.harn")
      let sink = OutputCollector()
      var options = RunOptions(standardOutput: sink)
      options.environment = { $0 == "HARN_RATE_LIMIT_MY_AI" ? "7" : nil }
      _ = Engine().run(program, options: options)
      #expect(sink.text == "[7, nil]\n")
    }
  }

  @Test func `attempts under a rate limit pause twice as long each time`() {
    expect(
      """
      let times = channel("times", 20)
      try { with_rate_limit("p", { ->
        send(times, monotonic_ms())
        throw "503"
      }, {backoff_ms: 10000}) } catch (e) { println(e) }
      close_channel(times)
      println(times.iter().to_list())
      """, prints: ["503", "[0, 10000, 30000, 60000, 90000, 120000]"])
  }

  @Test func `a circuit is half open after its time`() {
    expect(
      """
      circuit_breaker("c", 1, 1h)
      println(circuit_record_failure("c"))
      sleep(3599999)
      println(circuit_check("c"))
      sleep(1)
      println(circuit_check("c"))
      """, prints: ["true", "open", "half_open"])
  }

  @Test func `restarts wait longer each time, up to a ceiling, within a window`() {
    expect(
      """
      let s = supervisor_start({children: [{name: "c", task: { ctx -> throw "x" },
        restart: {max_restarts: 4, backoff_ms: "1s", factor: 2, max_backoff_ms: "5s", window_ms: "1m"}}]})
      sleep(1h)
      println(supervisor_events(s).filter({ e -> e.kind == "child_started" }).map({ e -> e.at_ms - 1000000 }))
      println(supervisor_state(s).children[0].status)
      let slow = supervisor_start({children: [{name: "c", task: { ctx ->
        sleep(50s)
        throw "x"
      }, restart: {max_restarts: 1, window_ms: 40000, backoff_ms: 10}}]})
      sleep(10m)
      println(supervisor_metrics(slow).suppressed)
      let counted = supervisor_start({children: [{name: "c", task: { ctx -> throw "x" },
        restart: {max_restarts: 1, window_ms: 0, circuit_open_ms: "10m"}}]})
      sleep(1)
      let c = supervisor_state(counted).children[0]
      println("${c.status} ${c.current_wait_reason} ${c.next_restart_time - now_ms()} ${c.restart_count}")
      sleep(10m)
      println(supervisor_metrics(counted))
      println(supervisor_stop(counted, 0).status)
      """,
      prints: [
        "[0, 1000, 3000, 7000, 12000]", "suppressed", "0", "circuit_open circuit_open 599999 0",
        "{escalated: 0, failed: 4, restarted: 2, started: 4, stopped: 0, suppressed: 2}", "stopped",
      ])
  }
}
