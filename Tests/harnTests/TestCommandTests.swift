import Foundation
import TestSupport
import Testing

/// `harn test` (07 §7.1 to §7.3, §7.5, §7.6).
@Suite struct TestPipelineTests {
  private let directory = TemporaryDirectory()

  init() throws { try directory.makeFolder("tests/lib") }

  private func write(_ text: String, to name: String) throws { try directory.write(Data(text.utf8), to: name) }

  private func run(_ arguments: String...) throws -> HarnBinary.Result {
    try HarnBinary.run(["test"] + arguments, directory: directory.url)
  }

  /// The output without measured times.
  private func text(_ result: HarnBinary.Result) -> String {
    result.output.replacing(/\(\d+ ms\)/, with: "(0 ms)")
  }

  @Test func `tests of a folder run in order and failures show why`() throws {
    try write(
      "pipeline test_sum(task) { assert_eq(1 + 1, 2) }\npipeline other() { throw \"no\" }\n", to: "tests/b.harn")
    try write("@test\npipeline labels_ok() {\n  println(\"on\")\n  throw \"x\"\n}\n", to: "tests/a.harn")
    try write("pipeline no() { throw 1 }\n", to: "tests/c.harn")
    let result = try run()
    #expect(
      text(result) == """
        Running 2 tests from 2 files...

          FAIL  labels_ok [tests/a.harn]
                error: Thrown: x
                  --> tests/a.harn:4:3
                   |
                 4 |   throw "x"
                   |   ^^^^^
          PASS  test_sum [tests/b.harn] (0 ms)

        1 passed, 1 failed, 2 total (0 ms)

        """)
    #expect((result.errors, result.status) == ("", 1))
    #expect(text(try run("-v", "tests/a.harn")).contains("        | on\n"))
    #expect(
      text(try run("--filter", "sum")) == """
        Running 1 test from 1 file...

          PASS  test_sum [tests/b.harn] (0 ms)

        1 passed, 1 total (0 ms)

        """)
  }

  @Test func `what keeps a test from running is its failure`() throws {
    try write("pipeline test_x( {", to: "tests/a.harn")
    try write("pipeline test_b() { break }\npipeline test_c() { while true { } }\n", to: "tests/b.harn")
    let result = text(try run("--timeout=200"))
    #expect(result.contains("FAIL  <file error> [tests/a.harn]\n        Expected parameter name, got { at 1:18\n"))
    #expect(result.contains("        Compile error: Compile error at line 1: break outside of loop\n"))
    #expect(text(try run("--timeout=200", "--filter", "test_")).contains("2 failed"))
    try write("pipeline test_c() { while true { } }\n", to: "tests/b.harn")
    #expect(text(try run("--timeout", "200", "tests/b.harn")).contains("        timed out after 200ms\n"))
  }

  @Test func `a test runs in the folder of its file, and no model is asked`() throws {
    try write("pub fn place() { return basename(source_dir()) }\n", to: "tests/lib/m.harn")
    try write(
      """
      import { place } from "lib/m"
      pipeline test_place() {
        assert(file_exists("a.harn"))
        assert_eq(basename(source_dir()), "tests")
        assert_eq(place(), "lib")
        assert_eq(env("HARN_LLM_PROVIDER"), "mock")
        assert_eq(env("HARN_LLM_CALLS_DISABLED"), "1")
        assert_eq(argv, [])
      }
      """, to: "tests/a.harn")
    let result = try run()
    #expect(result.status == 0, "\(result.output)")
  }

  @Test func `each test starts afresh`() throws {
    try write(
      """
      @step(name: "s")
      fn s() { return 1 }
      pipeline test_one() { s(); mock_time(5); assert_eq(len(__drain_completed_steps()), 1) }
      pipeline test_two() { s(); assert_eq(len(__drain_completed_steps()), 1); assert(now_ms() > 5) }
      """, to: "tests/a.harn")
    let result = try run()
    #expect(result.status == 0, "\(result.output)")
  }

  /// Each file waits for what the other one writes, so that they end only when they run at the same time.
  @Test func `files run side by side and are reported in order`() throws {
    let program = { (own: String, other: String) in
      """
      pipeline test_meet() {
        write_file("\(own)", "")
        while !file_exists("\(other)") { sleep(1ms) }
        assert_eq(basename(cwd()), "\(own)")
        assert_eq(trim(shell("basename $PWD").stdout), "\(own)")
      }
      pipeline test_after() { throw "in \(own)" }
      """
    }
    for (own, other) in [("a", "b"), ("b", "a")] {
      try directory.makeFolder("tests/\(own)")
      try write(program(own, "../\(other)/\(other)"), to: "tests/\(own)/x.harn")
    }
    let result = try run("--parallel")
    let lines = text(result).split(separator: "\n").filter {
      $0.contains("  [") || $0.hasPrefix("  PASS") || $0.hasPrefix("  FAIL")
    }
    #expect(
      lines == [
        "  PASS  test_meet [tests/a/x.harn] (0 ms)", "  FAIL  test_after [tests/a/x.harn]",
        "  PASS  test_meet [tests/b/x.harn] (0 ms)", "  FAIL  test_after [tests/b/x.harn]",
      ], "\(result.output)")
    #expect(text(result).hasSuffix("\n2 passed, 2 failed, 4 total (0 ms)\n"))
  }

  @Test(arguments: ["@serial(group: \"g\")", "@serial", "@heavy(threads: 1000)"])
  func `tests that must not overlap do not`(_ attribute: String) throws {
    for (own, other) in [("a", "b"), ("b", "a")] {
      try write(
        """
        \(attribute)
        pipeline test_alone() {
          write_file("\(own)", "")
          for i in 1 to 50 {
            assert(!file_exists("\(other)"))
            sleep(1ms)
          }
          delete_file("\(own)")
        }
        """, to: "tests/\(own).harn")
    }
    let result = try run("--parallel")
    #expect(text(result).hasSuffix("\n2 passed, 2 total (0 ms)\n"), "\(result.output)")
  }

  @Test(arguments: [["--parallel"], []])
  func `a signal ends all tests with status 124`(_ options: [String]) throws {
    for name in ["a", "b"] {
      try write("pipeline test_x() { write_file(\"\(name)\", \"\"); while true { } }\n", to: "tests/\(name).harn")
    }
    let process = try RunningHarn(["test"] + options, directory: directory.url)
    let started = directory.url.appendingPathComponent("tests/a").path
    while !FileManager.default.fileExists(atPath: started) { sched_yield() }
    process.send(SIGINT)
    let end = process.finish()
    #expect(end.output == "Running 2 tests from 2 files...\n\n")
    #expect(end.errors == "[harn] signal received, flushing state...\n")
    #expect((end.status, end.wasKilled) == (124, false))
  }

  @Test func `results are written as JSON and JUnit`() throws {
    try write("pipeline test_a() { println(1) }\npipeline test_b() { throw \"<&\" }\n", to: "tests/a.harn")
    let json = try run("--json", "--junit", "out.xml").output.replacing(
      /"duration_ms": \d+/, with: "\"duration_ms\": 0")
    #expect(json.contains("\"failed\": 1,\n  \"passed\": 1,\n"))
    #expect(
      json.contains(
        """
            {
              "duration_ms": 0,
              "error": null,
              "file": "tests/a.harn",
              "name": "test_a",
              "output": "1\\n",
              "passed": true
            },
        """))
    let report = try directory.text(of: "out.xml").replacing(/time="[0-9.]+"/, with: "time=\"0\"")
    #expect(
      report.hasPrefix(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="harn" tests="2" failures="1" time="0">
          <testcase name="test_a [tests/a.harn]" time="0" />
          <testcase name="test_b [tests/a.harn]" time="0">
            <failure message="test failed">error: Thrown: &lt;&amp;
        """))
    #expect(
      try run("--junit", "no/out.xml").errors
        == "Failed to write JUnit XML to no/out.xml: No such file or directory (os error 2)\n")
  }

  @Test func `nothing to test is no failure, a missing path is one`() throws {
    #expect(try run().output == "No test pipelines found\n")
    #expect(try run().status == 0)
    let missing = try run("nope")
    #expect((missing.errors, missing.status) == ("Path not found: nope\n", 1))
    let empty = TemporaryDirectory()
    let usage = try HarnBinary.run(["test"], directory: empty.url)
    #expect(
      usage.errors.hasPrefix(
        "error: no path specified and no tests/ directory found\n\nUsage: harn test [OPTIONS] [TARGET]\n"))
    #expect(usage.status == 2)
    #expect(
      try run("--timeout", "x").errors.hasPrefix(
        "error: invalid value 'x' for '--timeout <MS>': invalid digit found in string\n"))
  }
}

/// `harn test --golden` (07 §7.4).
@Suite struct GoldenTests {
  private let directory = TemporaryDirectory()

  init() throws { try directory.makeFolder("gold/basics") }

  private func write(_ text: String, to name: String) throws {
    try directory.write(Data(text.utf8), to: "gold/\(name)")
  }

  private func run(_ arguments: String...) throws -> HarnBinary.Result {
    try HarnBinary.run(["test", "--golden", "gold"] + arguments, directory: directory.url)
  }

  @Test func `output is compared line by line`() throws {
    try write("println(\"a\")\nprintln(\"c\")\n", to: "basics/maps.harn")
    try write("a\nb\n", to: "basics/maps.expected")
    try write("println(\"[timer] t: 12ms\")\n@nope\nfn f() { return 1 }\nf()\n", to: "basics/loops.harn")
    try write("warning: unknown attribute `@nope`\n[timer] t: 3ms\n\n", to: "basics/loops.expected")
    try write("println(\"a\\nb\")\n", to: "breaks.harn")
    try write("a\r\nb\r\n", to: "breaks.expected")
    try write("println(1)\n", to: "ignored.harn")
    try write("println(1)\n", to: "left.harn")
    try write("2\n", to: "left.expected")
    try write("", to: "left.slow-skip")
    let result = try run()
    #expect(
      result.output == """
          PASS  basics/loops.harn
          FAIL  basics/maps.harn
          PASS  breaks.harn

        2 passed, 1 failed, 3 total

        Failures:
          basics/maps.harn:
          a
        - b
        + c

        """)
    #expect(result.status == 1)
    #expect(try run("--parallel").output == result.output)
    #expect(
      try run("-v").output.contains(
        "  basics/maps.harn:\n  expected:\n    a\n    b\n  actual:\n    a\n    c\n  a\n- b\n"))
  }

  @Test func `errors are compared with patterns`() throws {
    for (name, program, error) in [
      ("a", "throw \"bad thing\"", "x\n  bad th  \n"), ("b", "let = 1", "re:^Expected .* at 1:5$"),
      ("c", "nope(1)", "call target `nope` is not defined"), ("d", "println(1)", "x"), ("e", "throw 1", "zzz"),
      ("g", "let s = \"abc", "Unterminated string at 1:9"),
      ("h", "break", "Compile error at line 1: break outside of loop"),
    ] {
      try write(program, to: "\(name).harn")
      try write(error, to: "\(name).error")
    }
    try write("throw 1", to: "f.harn")
    try write("1", to: "f.expected")
    let output = try run().output
    #expect(
      output.hasPrefix(
        "  PASS  a.harn\n  PASS  b.harn\n  PASS  c.harn\n  FAIL  d.harn\n  FAIL  e.harn\n  FAIL  f.harn\n  PASS  g.harn\n  PASS  h.harn\n\n5 passed, 3 failed, 8 total\n"
      ))
    #expect(output.contains("  d.harn: expected error containing 'x', but succeeded\n"))
    #expect(output.contains("  e.harn:\n  expected error containing: zzz\n  actual error: error: Thrown: 1\n"))
    #expect(output.contains("  f.harn: runtime error: error: Thrown: 1\n"))
  }

  @Test func `fixtures, selections and filters`() throws {
    try write("println(llm_call(\"hi\", nil, {provider: \"mock\"}).text)\n", to: "basics/llm.harn")
    try write("{\"text\": \"from the file\"}\n", to: "basics/llm.llm-mock.jsonl")
    try write("from the file", to: "basics/llm.expected")
    try write("println(1)\n", to: "one.harn")
    try write("1", to: "one.expected")
    #expect(try run().output == "  PASS  basics/llm.harn\n  PASS  one.harn\n\n2 passed, 2 total\n")
    for arguments in [
      ["basics"], ["gold/basics/llm.harn"], ["--filter", "re:^basics/"], ["--filter", "x|lm"], ["--filter", "l?m"],
    ] {
      let result = try HarnBinary.run(["test", "--golden", "gold"] + arguments, directory: directory.url)
      #expect(result.output == "  PASS  basics/llm.harn\n\n1 passed, 1 total\n")
    }
    let timing = try run("--timing").output.replacing(/\d+ ms/, with: "0 ms")
    #expect(
      timing.contains("\nTotal time: 0 ms\nPer-test: avg=0 ms  p50=0 ms  p95=0 ms  p99=0 ms\n\nSlowest 10 tests:\n"))
    #expect(try run("..").errors.hasPrefix("Selection is not in gold: "))
    #expect(try run("nope").errors == "Selection not found: nope\n")
    let broken = try run("--filter", "re:[")
    #expect(broken.errors.hasPrefix("error: invalid value 're:[' for '--filter <TEXT>': unclosed character class\n"))
    #expect(broken.status == 2)
    let missing = try HarnBinary.run(["test", "--golden", "nope"], directory: directory.url)
    #expect((missing.errors, missing.status) == ("Directory not found: nope\n", 1))
  }
}

/// `harn bench` (07 §9).
@Suite struct BenchTests {
  private let directory = TemporaryDirectory()

  private func run(_ program: String, _ arguments: String...) throws -> HarnBinary.Result {
    try directory.write(Data(program.utf8), to: "app.harn")
    return try HarnBinary.run(["bench", "app.harn"] + arguments, directory: directory.url)
  }

  @Test func `runs are summed up`() throws {
    let program = "println(1)\nllm_call(\"a b\", nil, {provider: \"mock\"})\n"
    let result = try run(program, "-n", "2", "--warmup=1")
    #expect(
      result.output.replacing(/\d+\.\d\d ms \|/, with: "0 ms |").replacing(/total \d+\.\d\d ms\n/, with: "total 0 ms\n")
        == """
        Benchmark: app.harn
        Iterations: 2
        Wall time: min 0 ms | avg 0 ms | max 0 ms | total 0 ms
        LLM time: total 0 ms | avg 0.00 ms/run
        LLM calls: total 2 | avg 1.00/run
        Input tokens: total 6 | avg 3.00/run
        Output tokens: total 60 | avg 30.00/run
        Cost: total $0.0009 | avg $0.0005/run

        """)
    #expect((result.errors, result.status) == ("", 0))
    let json = try run(program, "--json", "-n1").output
    for key in [
      "cost_usd", "file", "input_tokens", "iterations", "llm_calls", "llm_ms", "output_tokens", "wall_ms", "runs",
      "avg",
    ] {
      #expect(json.contains("\"\(key)\": "))
    }
  }

  @Test func `a signal ends the benchmark with status 124`() throws {
    try directory.write(Data("write_file(\"on\", \"\")\nwhile true { }\n".utf8), to: "app.harn")
    let process = try RunningHarn(["bench", "app.harn"], directory: directory.url)
    let started = directory.url.appendingPathComponent("on").path
    while !FileManager.default.fileExists(atPath: started) { sched_yield() }
    process.send(SIGINT)
    let end = process.finish()
    #expect((end.output, end.errors, end.status) == ("", "[harn] signal received, flushing state...\n", 124))
  }

  @Test func `a run that fails ends the benchmark`() throws {
    let failed = try run("throw \"no\"\n")
    #expect(failed.errors.hasPrefix("error: Thrown: no\n"))
    #expect(failed.errors.hasSuffix("\nbenchmark aborted on iteration 1\n"))
    #expect((failed.output, failed.status) == ("", 1))
    let none = try run("1", "-n", "0")
    #expect((none.errors, none.status) == ("error: `harn bench` requires at least one iteration\n", 1))
    #expect(try run("1", "-n", "-1").status == 2)
    #expect(
      try HarnBinary.run(["bench"]).errors.hasPrefix(
        "error: the following required arguments were not provided:\n  <FILE>\n"))
  }
}
