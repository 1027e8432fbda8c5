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
        == "{\n  \"a\": \"x\",\n  \"b\": {\n    \"f\": 1.0,\n    \"list\": [\n      null,\n      null\n    ],\n    \"s\": null\n  }\n}")
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
