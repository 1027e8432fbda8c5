import Compiler
import Diagnostics
import Syntax
import TestSupport
import Testing

@testable import VM

/// Whether the loader chooses the instructions that stand for several portable ones. What they do is tested by the language
/// tests, with them and without them.
struct JoinedFormTests {
  /// The joined instructions of a function `f` with this parameter list and body.
  private func forms(
    _ parameters: String, _ body: String, isFusionEnabled: Bool = true
  ) throws -> Set<String> {
    let file = SourceFile(path: "forms.harn", text: "fn f(\(parameters)) {\n\(body)\n}\nf")
    let unit = try compile(parse(file).program, path: file.path)
    var forms: Set<String> = []
    try balancingHeap {
      let vm = VirtualMachine(host: RecordingHost(), isFusionEnabled: isFusionEnabled)
      _ = try vm.load(unit)
      forms = vm.joinedForms(inFunctionsNamed: "f")
    }
    return forms
  }

  @Test(arguments: [
    ("a, b", "return a < b", "lessLL"),
    ("xs, i", "return xs[i] == \"a\"", "equalSK"),
    ("x, xs, i", "return x != xs[i + 1]", "notEqualLS"),
    ("a, b", "return (a + b) % 10", "remainderSI"),
    ("a, b", "return (a + b) / 2", "divideSI"),
    ("a", "return sqrt(a)", "sqrtS"),
    ("a", "return abs(a)", "absS"),
    ("a, b", "return min(a, b)", "minSS"),
    ("a, b", "return max(a, b)", "maxSS"),
    ("xs, i", "return xs[i].name", "elementFieldLL"),
    ("xs, i, j", "return xs[i][j]", "elementItemLL"),
    ("given, i, j", "var xs = given\nxs[i][j] = 1\nreturn xs", "setItems"),
    ("given, i", "var xs = given\nxs[i].n = 1\nreturn xs", "setItemProperty"),
    ("given, i", "var x = given\nx.items[i] = 1\nreturn x", "setPropertyItem"),
    ("given, i, j", "var xs = given\nxs[i][j] += 1\nreturn xs", "updateItems"),
    ("given, i", "var xs = given\nxs[i].n += 1\nreturn xs", "updateItemProperty"),
    ("given, i", "var x = given\nx.items[i] += 1\nreturn x", "updatePropertyItem"),
    ("xs", "for (a, b) in xs { f(a, b) }", "forNextPair"),
    ("xs", "for (a, _) in xs { f(a) }", "forNextPair"),
    ("d", "for {key, value} in d { f(key, value) }", "forNextEntry"),
    ("d", "for {value: v} in d { f(v) }", "forNextEntry"),
    // The list is not held by the local any more when the callee gets it.
    ("xs", "return f(xs, len(xs) - 1)", "clearL"),
  ])
  func aJoinedInstructionIsChosen(_ parameters: String, _ body: String, _ form: String) throws {
    #expect(try forms(parameters, body).contains(form))
    #expect(try !forms(parameters, body, isFusionEnabled: false).contains(form))
  }

  @Test func aLocalThatIsReadLaterIsNotCleared() throws {
    #expect(try !forms("xs", "let y = f(xs, len(xs) - 1)\nreturn [y, xs]").contains("clearL"))
    #expect(try !forms("xs", "return xs[len(xs) - 1]").contains("clearL"))
  }

  @Test func aBuiltinWithAnotherMeaningIsCalled() throws {
    let file = SourceFile(path: "forms.harn", text: "fn f(a) { return abs(a) }\nf")
    try balancingHeap {
      let vm = VirtualMachine(host: RecordingHost())
      vm.replace(builtin: "abs") { call throws(HarnError) in call.value(0).retained() }
      _ = try vm.load(try compile(parse(file).program, path: file.path))
      #expect(vm.joinedForms(inFunctionsNamed: "f").isEmpty)
    }
  }
}
