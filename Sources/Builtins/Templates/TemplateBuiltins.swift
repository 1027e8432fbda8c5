import VM

/// Templates (05 §27).
func templateBuiltins() -> BuiltinGroup {
  [
    ("render", renderFile),
    ("render_prompt", renderFile),
    (
      "render_string",
      { call throws(HarnError) in
        let source = TemplateRenderer.Source(path: nil, directory: call.sourceDirectory)
        return try render(call.text(0), source, call)
      }
    ),
  ]
}

private func renderFile(_ call: borrowing NativeCall) throws(HarnError) -> Value {
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
  return try render(text, TemplateRenderer.Source(path: path, directory: hostParent(path)), call)
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
