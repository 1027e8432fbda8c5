import VM

/// Templates (05 §27).
func templateBuiltins() -> BuiltinGroup {
  let prompts = Prompts()
  return [
    .init("render", renderFile),
    .init("render_prompt", renderFile),
    .init("render_with_provenance") { call throws(HarnError) in try renderWithProvenance(call, prompts) },
    .init("prompt_mark_rendered") { call throws(HarnError) in
      prompts.rendered += 1
      return Value(int: prompts.rendered)
    },
    .init("render_string") { call throws(HarnError) in
      let source = TemplateRenderer.Source(path: nil, directory: call.sourceDirectory)
      return try render(call.text(0), source, call)
    },
  ]
}

/// What a run counts about prompts (05b §17).
private final class Prompts {
  /// Templates rendered with provenance.
  var made = 0
  /// Calls of `prompt_mark_rendered`.
  var rendered = 0
}

private func renderFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let (text, source) = try template(call)
  return try render(text, source, call)
}

/// The text and the place of the file that the first argument names.
private func template(_ call: borrowing NativeCall) throws(HarnError) -> (String, TemplateRenderer.Source) {
  let path: String
  do throws(TemplateFiles.Failure) {
    path = try TemplateFiles.resolve(call.text(0), from: call.sourceDirectory)
  } catch {
    throw .thrown(text: error.text)
  }
  let text: String
  do throws(SystemError) {
    text = try TemplateFiles.read(path)
  } catch {
    throw .thrown(text: "Failed to read template \(path): \(error.text)")
  }
  return (text, TemplateRenderer.Source(path: path, directory: hostParent(path)))
}

private func render(
  _ template: String, _ source: TemplateRenderer.Source, _ call: borrowing NativeCall
) throws(HarnError) -> Value {
  var renderer = TemplateRenderer(bindings: call.value(1), source: source, vm: call.vm)
  do throws(TemplateError) {
    try renderer.render(try TemplateParser.parse(template, path: source.path), source)
  } catch {
    throw .thrown(text: error.text)
  }
  return try renderer.finish()
}

/// The text with the pieces that it was made of.
private func renderWithProvenance(_ call: borrowing NativeCall, _ prompts: Prompts) throws(HarnError) -> Value {
  let (text, source) = try template(call)
  var renderer = TemplateRenderer(bindings: call.value(1), source: source, vm: call.vm)
  renderer.spans = []
  do throws(TemplateError) {
    try renderer.render(try TemplateParser.parse(text, path: source.path), source)
  } catch {
    throw .thrown(text: error.text)
  }
  let spans = renderer.spans ?? []
  let rendered = try renderer.finish()
  prompts.made += 1
  return Value(dict: [
    "prompt_id": Value(string: "prompt-\(prompts.made)"), "spans": Value(list: spans.map(\.dict)),
    "template_uri": Value(string: source.path ?? ""), "text": rendered,
  ])
}
