import VM

/// YAML documents (05b §6).
func yamlBuiltins() -> BuiltinGroup {
  [
    .init("yaml_parse") { call throws(HarnError) in
      do throws(YAMLParser.Failure) {
        return try YAMLParser.parse(call.text(0)).value
      } catch {
        throw .thrown(text: "YAML parse error: \(error.text)")
      }
    },
    .init("yaml_stringify") { call throws(HarnError) in
      var writer = YAMLWriter(limit: call.limits.stringBytes)
      try writer.writeDocument(call.value(0))
      return try writer.finish()
    },
  ]
}
