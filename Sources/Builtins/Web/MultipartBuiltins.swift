import VM

/// Bodies with several parts (05b §11).
func multipartBuiltins() -> BuiltinGroup {
  [
    .init("multipart_parse", parse),
    .init("multipart_form_data", write),
    .init("multipart_field_bytes") { call throws(HarnError) in
      Value(octets: try call.fieldContent("multipart_field_bytes"))
    },
    .init("multipart_field_text") { call throws(HarnError) in
      guard let text = String(validating: try call.fieldContent("multipart_field_text"), as: UTF8.self) else {
        throw .runtimeError("multipart_field_text: field is not valid UTF-8")
      }
      return Value(string: text)
    },
  ]
}

extension NativeCall {
  /// The octets of a field, the first argument.
  fileprivate func fieldContent(_ name: String) throws(HarnError) -> [UInt8] {
    guard let content = value(0).entry("bytes"), content.isBytes else {
      throw .runtimeError("\(name): expected a multipart field, got \(typeName(value(0)))")
    }
    return Array(content.octets)
  }
}

private func parse(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = "multipart_parse"
  guard call.count >= 2 else { throw .runtimeError("\(name): requires body and content_type") }
  guard call[0].isBytes || call[0].isString else {
    throw .runtimeError("\(name): body must be bytes or string, got \(typeName(call[0]))")
  }
  let options = call.value(2)
  func limit(_ key: String, _ fallback: Int) throws(HarnError) -> Int {
    guard let value = options.entry(key), !value.isNil else { return fallback }
    guard let number = value.intValue, number >= 0 else {
      throw .runtimeError("\(name): \(key) must be a non-negative int")
    }
    return number
  }
  let standard = Multipart.Limits()
  let limits = Multipart.Limits(
    totalBytes: try limit("max_total_bytes", standard.totalBytes),
    fieldBytes: try limit("max_field_bytes", standard.fieldBytes),
    fields: try limit("max_fields", standard.fields))
  do throws(Multipart.Failure) {
    let boundary = try Multipart.boundary(call.text(1))
    let body = call.octetsOrText(0)
    let fields = try Multipart.parse(body, boundary: boundary, limits)
    return Value(dict: [
      "boundary": Value(string: boundary), "field_count": Value(int: fields.count),
      "fields": Value(list: fields.map(\.value)), "total_bytes": Value(int: body.count),
    ])
  } catch {
    throw .runtimeError("\(name): \(error.text)")
  }
}

extension Multipart.Field {
  /// The dict that programs see.
  fileprivate var value: Value {
    Value(dict: [
      "bytes": Value(octets: content), "content_type": optionalString(contentType),
      "filename": optionalString(filename),
      "headers": Value(dict: headers.map { ($0.name, Value(string: $0.value)) }), "name": Value(string: name),
      "text": optionalString(String(validating: content, as: UTF8.self)),
    ])
  }
}

private func write(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = "multipart_form_data"
  guard call.value(0).isList else {
    throw .runtimeError("\(name): fields must be a list, got \(typeName(call.value(0)))")
  }
  var fields: [Multipart.Field] = []
  for (index, item) in call[0].listItems.enumerated() { fields.append(try field(item, index, name)) }
  var boundary = Multipart.boundary(for: fields)
  if let given = call.value(1).entry("boundary"), !given.isNil {
    boundary = displayText(given)
    guard !boundary.isEmpty, CookieText.isAttribute(boundary), !boundary.contains("\"") else {
      throw .runtimeError("\(name): boundary is empty or contains invalid characters")
    }
    guard fields.allSatisfy({ !Multipart.contains($0.content, Array("--\(boundary)".utf8)) }) else {
      throw .runtimeError("\(name): a field contains the boundary")
    }
  }
  return Value(dict: [
    "body": Value(octets: Multipart.body(fields, boundary: boundary)), "boundary": Value(string: boundary),
    "content_type": Value(string: "multipart/form-data; boundary=\(boundary)"),
  ])
}

private func field(_ item: Value, _ index: Int, _ function: String) throws(HarnError) -> Multipart.Field {
  func failure(_ detail: String) -> HarnError { .runtimeError("\(function): field \(index) \(detail)") }
  func text(_ key: String) throws(HarnError) -> String? {
    guard let value = item.entry(key), !value.isNil else { return nil }
    let text = displayText(value)
    guard !text.utf8.contains(where: isLineEnd) else { throw failure("\(key) contains a line end") }
    return text
  }
  guard item.isDict else { throw failure("must be a dict, got \(typeName(item))") }
  var field = Multipart.Field()
  field.name = try text("name") ?? ""
  guard !field.name.isEmpty else { throw failure("is missing name") }
  guard let content = item.entry("content") ?? item.entry("value"), !content.isNil else {
    throw failure("is missing content")
  }
  field.content = content.isBytes ? Array(content.octets) : Array(displayText(content).utf8)
  field.filename = try text("filename")
  field.contentType = try text("content_type")
  for header in item.entry("headers")?.dictEntries ?? [] {
    let value = displayText(header.value)
    guard CookieText.isName(header.key), !value.utf8.contains(where: isLineEnd) else {
      throw failure("has an invalid header")
    }
    let lowered = header.key.lowercased()
    if lowered == "content-type", field.contentType == nil {
      field.contentType = value
    } else if lowered != "content-type", lowered != "content-disposition" {
      field.headers.append((header.key, value))
    }
  }
  return field
}
