import Foundation
import TestSupport
import Testing

/// 05 §29.
@Suite struct StorageTests {
  private let folder = TemporaryDirectory()

  private func run(_ program: String, environment: [String: String] = [:]) throws -> HarnBinary.Result {
    try folder.makeFolder("src")
    try folder.write(Data(program.utf8), to: "src/job.harn")
    return try HarnBinary.run(["run", "src/job.harn"], environment: environment, directory: folder.url)
  }

  @Test func `stored values outlive the run, below the folder of the manifest`() throws {
    try folder.write(Data(), to: "harn.toml")
    let first = try run(
      """
      store_set("b", {f: 1.0, s: set(1), list: [nil, 0.0 / 0]})
      store_set("a", "x")
      store_delete("missing")
      println(store_get("b"))
      """)
    #expect(first.output == "{f: 1.0, list: [nil, nil], s: nil}\n")
    #expect(
      try folder.text(of: ".harn/store.json")
        == "{\n  \"a\": \"x\",\n  \"b\": {\n    \"f\": 1.0,\n    \"list\": [\n      null,\n      null\n    ],\n    \"s\": null\n  }\n}"
    )
    let second = try run(
      """
      println([store_list(), store_get("b").f, store_get("zz"), store_save()])
      store_delete("a")
      println(store_list())
      store_clear()
      println(store_list())
      """)
    #expect(second.output == "[[a, b], 1.0, nil, nil]\n[b]\n[]\n")
  }

  @Test func `checkpoints belong to the source file`() throws {
    _ = try run("checkpoint(\"one\", [1])\ncheckpoint(\"none\", nil)")
    #expect(try folder.text(of: "src/.harn/checkpoints/job.json").contains("\"one\": ["))
    let result = try run(
      """
      println([checkpoint_list(), checkpoint_get("one"), checkpoint_exists("none"), checkpoint_exists("x")])
      checkpoint_delete("one")
      println(checkpoint_get("one"))
      checkpoint_clear()
      println(checkpoint_list())
      """)
    #expect(result.output == "[[none, one], [1], true, false]\nnil\n[]\n")
    #expect(throws: (any Error).self) { try folder.text(of: "src/.harn/checkpoints/job.json") }
  }

  /// 05 §30.8.
  @Test func `a stage runs once and is read back in later runs`() throws {
    let program = """
      import "std/checkpoint"
      println(checkpoint_stage("load", { ->
        println("loading")
        return {whole: 1.0, items: set(1), none: nil}
      }))
      println(checkpoint_stage("nothing", { ->
        println("nothing")
        return nil
      }))
      println(try { checkpoint_stage("broken", { -> throw "no luck" }) } catch (e) { e })
      """
    #expect(try run(program).output == "loading\n{items: set(1), none: nil, whole: 1.0}\nnothing\nnil\nno luck\n")
    #expect(try run(program).output == "{items: nil, none: nil, whole: 1.0}\nnil\nno luck\n")
  }

  @Test func `a stage is tried again until it succeeds or its attempts are used up`() throws {
    let program = """
      import "std/checkpoint"
      let tries = atomic(0)
      fn third() {
        atomic_add(tries, 1)
        if atomic_get(tries) < 3 { throw "try ${atomic_get(tries)}" }
        return "done"
      }
      println(try { checkpoint_stage_retry("few", 2, third) } catch (e) { e })
      println([checkpoint_exists("few"), checkpoint_stage_retry("enough", 2, third), atomic_get(tries)])
      println([checkpoint_stage_retry("enough", 2, third), atomic_get(tries)])
      println(try { checkpoint_stage_retry("never", 1, { -> throw {code: 7} }) } catch (e) { e })
      """
    let first = try run(program)
    #expect(
      first.output
        == "checkpoint_stage_retry failed after 2 attempts: try 2\n[false, done, 3]\n[done, 3]\n"
        + "checkpoint_stage_retry failed after 1 attempts: {code: 7}\n")
    #expect(
      try run("import \"std/checkpoint\"\nprintln(checkpoint_stage_retry(\"enough\", 1, { -> 0 }))").output == "done\n")
  }

  @Test func `a broken file counts as empty and one that cannot be written is an error`() throws {
    try folder.makeFolder("state")
    try folder.write(Data("{broken".utf8), to: "state/store.json")
    let state = ["HARN_STATE_DIR": folder.url.appendingPathComponent("state").path]
    #expect(try run("println(store_list())", environment: state).output == "[]\n")
    let refused = try run(
      "println(try { store_set(\"a\", 1) } catch (e) { e })", environment: ["HARN_STATE_DIR": "/dev/null/x"])
    #expect(refused.output == "Runtime error: store write error: Not a directory (os error 20)\n")
  }
}
