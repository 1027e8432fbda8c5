import Foundation
import TestSupport
import Testing

/// What the system refuses to the owner of a file (05 §22, §23, §24). Nothing is refused to root: then harn runs without the
/// privileges that pass permissions by. It stays the same user, so that it may use what the tests have made and built.
@Suite struct FilePermissionTests {
  private let folder = TemporaryDirectory()

  /// Lets permissions hold for harn, also when root runs the tests.
  private var underPermissions: [String] {
    getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"] : []
  }

  /// Runs a program in the folder; `tell` prints what a function returns or throws, with `DIR` for the folder.
  private func expect(
    _ program: String, prints expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let tell = "fn tell(f) { println(to_string(try { f() } catch (e) { e }).replace(cwd(), \"DIR\")) }\n"
    let result = try HarnBinary.run(
      ["run", "-e", tell + program], environment: ["PATH": "/usr/bin:/bin"], directory: folder.url,
      through: underPermissions)
    #expect(result.output == expected + "\n", sourceLocation: sourceLocation)
    #expect(result.errors == "", sourceLocation: sourceLocation)
  }

  /// Makes files and folders by name with their permissions; a folder ends in a slash.
  private func make(_ entries: KeyValuePairs<String, Int>) throws {
    for (name, _) in entries {
      if name.hasSuffix("/") { try folder.makeFolder(name) } else { try folder.write(Data("text".utf8), to: name) }
    }
    for (name, mode) in entries.reversed() { #expect(chmod(folder.url.path + "/" + name, mode_t(mode)) == 0) }
  }

  @Test func `a file that may not be read`() throws {
    try make(["secret": 0o000])
    defer { chmod(folder.url.path + "/secret", 0o600) }
    try expect(
      """
      tell({ -> read_file("secret") })
      tell({ -> read_file_bytes("secret") })
      tell({ -> read_lines("secret") })
      tell({ -> read_file_result("secret") })
      tell({ -> copy_file("secret", "copy") })
      tell({ -> [file_exists("secret"), stat("secret").size, file_exists("copy")] })
      """,
      prints: """
        Failed to read file DIR/secret: Permission denied (os error 13)
        Failed to read file DIR/secret: Permission denied (os error 13)
        read_lines: DIR/secret: Permission denied (os error 13)
        Result.Err(Failed to read file DIR/secret: Permission denied (os error 13))
        Failed to copy DIR/secret to DIR/copy: Permission denied (os error 13)
        [true, 4, false]
        """)
  }

  @Test func `a file that may not be written`() throws {
    try make(["fixed": 0o444, "./": 0o555])
    defer { chmod(folder.url.path, 0o755) }
    try expect(
      """
      tell({ -> write_file("fixed", "") })
      tell({ -> write_file_bytes("fixed", bytes_from_hex("00")) })
      tell({ -> append_file("fixed", "") })
      tell({ -> copy_file("fixed", "new") })
      tell({ -> write_file("new", "") })
      tell({ -> append_file("new", "") })
      tell({ -> delete_file("fixed") })
      tell({ -> move_file("fixed", "new") })
      tell({ -> mkdir("a/b") })
      tell({ -> store_set("key", 1) })
      tell({ -> checkpoint("key", 1) })
      tell({ -> [list_dir(), read_file("fixed"), stat("fixed").readonly] })
      """,
      prints: """
        Failed to write file DIR/fixed: Permission denied (os error 13)
        Failed to write file DIR/fixed: Permission denied (os error 13)
        Failed to open file DIR/fixed: Permission denied (os error 13)
        Failed to copy DIR/fixed to DIR/new: Permission denied (os error 13)
        Failed to write file DIR/new: Permission denied (os error 13)
        Failed to open file DIR/new: Permission denied (os error 13)
        Failed to delete file DIR/fixed: Permission denied (os error 13)
        move_file: copy failed: Permission denied (os error 13)
        Failed to create directory DIR/a/b: Permission denied (os error 13)
        Runtime error: store write error: Permission denied (os error 13)
        Runtime error: checkpoint write error: Permission denied (os error 13)
        [[fixed], text, true]
        """)
  }

  @Test func `a folder that may not be looked into`() throws {
    try make(["locked/": 0o000, "shown/": 0o755, "shown/deep/": 0o000])
    defer { for name in ["locked", "shown/deep"] { chmod(folder.url.path + "/" + name, 0o755) } }
    try expect(
      """
      tell({ -> list_dir("locked") })
      tell({ -> read_file("locked/f") })
      tell({ -> stat("locked/f") })
      tell({ -> write_file("locked/f", "") })
      tell({ -> delete_file("locked") })
      tell({ -> file_exists("locked/f") })
      tell({ -> glob("*", "locked") })
      tell({ -> walk_dir("shown").map({ e -> e.path }) })
      tell({ -> exec_at("locked", "true") })
      tell({ -> shell_at("locked", "true") })
      """,
      prints: """
        Failed to list directory DIR/locked: Permission denied (os error 13)
        Failed to read file DIR/locked/f: Permission denied (os error 13)
        Failed to stat DIR/locked/f: Permission denied (os error 13)
        Failed to write file DIR/locked/f: Permission denied (os error 13)
        Failed to delete directory DIR/locked: Permission denied (os error 13)
        false
        []
        [DIR/shown, DIR/shown/deep]
        exec failed: process spawn failed: Permission denied (os error 13)
        shell failed: process spawn failed: Permission denied (os error 13)
        """)
  }

  @Test func `a program that may not be executed`() throws {
    try make(["tool": 0o644])
    try expect(
      """
      tell({ -> exec("./tool") })
      tell({ -> exec_at(".", "./tool") })
      """,
      prints: """
        exec failed: process spawn failed: Permission denied (os error 13)
        exec failed: process spawn failed: Permission denied (os error 13)
        """)
  }

  /// Where nothing new may be made, the file itself is written.
  @Test func `a file that may be written in a folder that may not`() throws {
    try make(["folder/": 0o555, "folder/open": 0o666])
    defer { chmod(folder.url.path + "/folder", 0o755) }
    try expect(
      "tell({ -> [write_file(\"folder/open\", \"new\"), read_file(\"folder/open\"), list_dir(\"folder\")] })",
      prints: "[nil, new, [open]]")
  }
}
