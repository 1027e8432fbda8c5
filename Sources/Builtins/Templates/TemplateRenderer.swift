import VM

/// Renders the nodes of a template (05 §27).
struct TemplateRenderer: ~Copyable {
  /// What is rendered: a file, or a text that a program holds.
  struct Source {
    /// The path of the file; nil for an inline template.
    var path: String?
    /// The directory where plain include paths start.
    var directory: String
  }

  /// Where the pieces of the text come from; nil when nobody asks (05b §17).
  var spans: [TemplateSpan]?
  /// The text so far.
  var output: TextBuffer
  /// Values made while rendering, released when the piece that made them is done.
  private var made: [Value] = []
  /// The bindings of the caller.
  private let bindings: Value
  /// Names bound by loops and includes, innermost last.
  private var scopes: [[String: Value]] = []
  /// The canonical paths of the files being rendered.
  private var chain: [String] = []
  /// The directory that plain includes must not leave; nil without limit.
  private let root: String?
  /// Whether the run shall stop.
  private let vm: VirtualMachine

  static let maximumIncludes = 32

  init(bindings: Value, source: Source, vm: VirtualMachine) {
    self.bindings = bindings
    self.vm = vm
    output = TextBuffer(limit: vm.limits.stringBytes)
    root = source.path.map { _ in FileAccess.canonicalPath(source.directory) ?? source.directory }
    if let path = source.path { chain = [FileAccess.canonicalPath(path) ?? path] }
  }

  deinit { for value in made { value.released() } }

  /// The text, owned by the caller.
  consuming func finish() throws(HarnError) -> Value {
    // The buffer moves out, the made values stay for `deinit`.
    var buffer = TextBuffer(limit: 0)
    swap(&buffer, &output)
    return try buffer.finishChecked()
  }

  /// Keeps a new value until the current piece is done; returns it borrowed.
  private mutating func keep(_ value: Value) -> Value {
    if value.isCounted { made.append(value) }
    return value
  }

  private mutating func releaseMade(downTo count: Int) {
    while made.count > count { made.removeLast().released() }
  }

  // MARK: Nodes

  mutating func render(_ nodes: [TemplateNode], _ source: Source) throws(TemplateError) {
    for node in nodes {
      if vm.isInterrupted || output.isTruncated { return }
      let mark = made.count
      let span = beginSpan(node)
      defer { endSpan(span) }
      switch node {
      case .text(let text, _): output.append(text)
      case .name(let name, _):
        if let value = binding(name) {
          append(value)
          noteValue(value, span)
        } else {
          output.append("{{\(name)}}")
        }
      case .expression(let expression, let place):
        let value = try evaluate(expression, source, place)
        append(value)
        noteValue(value, span)
      case .conditional(let branches, let otherwise):
        var chosen = otherwise
        for branch in branches where isTemplateTruthy(try evaluate(branch.condition, source, branch.place)) {
          chosen = branch.body
          break
        }
        try render(chosen, source)
      case .loop(let names, let elements, let body, let otherwise, let place):
        try renderLoop(names, elements, body, otherwise, source, place)
      case .include(let path, let bindings, let place): try renderInclude(path, bindings, source, place)
      }
      releaseMade(downTo: mark)
    }
  }

  // MARK: Spans (05b §17)

  /// Begins the span of a node; loops have one for each turn instead.
  private mutating func beginSpan(_ node: TemplateNode) -> Int? {
    switch node {
    case .text(_, let place): beginSpan(.text, place)
    case .name(_, let place): beginSpan(.name, place)
    case .expression(_, let place): beginSpan(.expression, place)
    case .conditional(let branches, _): branches.first.flatMap { beginSpan(.conditional, $0.place) }
    case .loop: nil
    case .include(_, _, let place): beginSpan(.include, place)
    }
  }

  private mutating func beginSpan(_ kind: TemplateSpan.Kind, _ place: TemplatePlace) -> Int? {
    guard let count = spans?.count else { return nil }
    spans?.append(TemplateSpan(kind: kind, start: output.count, end: output.count, place: place))
    return count
  }

  private mutating func endSpan(_ span: Int?) {
    if let span { spans?[span].end = output.count }
  }

  private mutating func noteValue(_ value: Value, _ span: Int?) {
    guard let span else { return }
    let text = value.isNil ? "" : displayText(value)
    spans?[span].value = String(String.UnicodeScalarView(text.unicodeScalars.prefix(80)))
  }

  private mutating func append(_ value: Value) {
    if !value.isNil { appendDisplay(value, to: &output) }
  }

  private func binding(_ name: String) -> Value? {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    return bindings.entry(name)
  }

  private mutating func renderLoop(
    _ names: [String], _ expression: TemplateExpression, _ body: [TemplateNode], _ otherwise: [TemplateNode],
    _ source: Source, _ place: TemplatePlace
  ) throws(TemplateError) {
    let elements = try evaluate(expression, source, place)
    let count: Int
    var start = 0
    var items: [Value] = []
    var keys: [String]?
    if elements.isList || elements.isSet {
      items = elements.isList ? elements.listItems : elements.setItems
      count = items.count
    } else if elements.isDict {
      let entries = elements.dictEntries
      items = entries.map(\.value)
      keys = entries.map(\.key)
      count = items.count
    } else if let extent = elements.rangeExtent {
      (start, count) = extent
    } else if elements.isNil {
      count = 0
    } else {
      throw TemplateError(
        message: "cannot iterate over \(typeName(elements)) — expected list, dict, set, or range", place: place,
        path: source.path)
    }
    if count == 0 { return try render(otherwise, source) }
    for index in 0..<count {
      if vm.isInterrupted || output.isTruncated { return }
      let mark = made.count
      let item = items.isEmpty ? Value(int: start + index) : items[index]
      var scope = [
        "loop": keep(
          Value(dict: [
            "first": Value(bool: index == 0), "index": Value(int: index + 1), "index0": Value(int: index),
            "last": Value(bool: index == count - 1), "length": Value(int: count),
          ]))
      ]
      if names.count == 2 {
        scope[names[0]] = keys.map { keep(Value(string: $0[index])) } ?? Value(int: index)
        scope[names[1]] = item
      } else {
        scope[names[0]] = item
      }
      scopes.append(scope)
      let span = beginSpan(.iteration, place)
      defer {
        endSpan(span)
        scopes.removeLast()
      }
      try render(body, source)
      releaseMade(downTo: mark)
    }
  }

  // MARK: Includes (05 §27.4)

  private mutating func renderInclude(
    _ expression: TemplateExpression, _ entries: [(name: String, value: TemplateExpression)], _ source: Source,
    _ place: TemplatePlace
  ) throws(TemplateError) {
    func failure(_ message: String) -> TemplateError {
      TemplateError(message: message, place: place, path: source.path)
    }
    let value = try evaluate(expression, source, place)
    guard let written = value.stringValue else {
      throw failure("include path must be a string (got \(typeName(value)))")
    }
    let path: String
    do throws(TemplateFiles.Failure) {
      path = try TemplateFiles.resolve(written, from: source.directory)
    } catch {
      throw failure(error.text)
    }
    let canonical = FileAccess.canonicalPath(path) ?? LexicalPath.normalizedText(path)
    if let root, !written.hasPrefix("@"), !canonical.hasPrefix(root.hasSuffix("/") ? root : root + "/") {
      throw failure("include path \(path) escapes template root \(root)")
    }
    guard chain.count + (root == nil ? 1 : 0) <= TemplateRenderer.maximumIncludes else {
      throw failure("include depth exceeded (\(TemplateRenderer.maximumIncludes) levels)")
    }
    if let first = chain.firstIndex(of: canonical) {
      let circle = chain[first...] + [canonical]
      throw failure("circular include detected: \(circle.joined(separator: " → "))")
    }
    let text: String
    do throws(SystemError) {
      text = try TemplateFiles.read(path)
    } catch {
      throw failure("failed to read included template \(path): \(error.text)")
    }
    let nodes = try TemplateParser.parse(text, path: path)
    var scope: [String: Value] = [:]
    for entry in entries { scope[entry.name] = try evaluate(entry.value, source, place) }
    scopes.append(scope)
    chain.append(canonical)
    defer {
      scopes.removeLast()
      chain.removeLast()
    }
    try render(nodes, Source(path: path, directory: hostParent(path)))
  }

  // MARK: Expressions

  /// The value of an expression, borrowed until the current piece is done.
  private mutating func evaluate(
    _ expression: TemplateExpression, _ source: Source, _ place: TemplatePlace
  ) throws(TemplateError) -> Value {
    switch expression {
    case .string(let text): return keep(Value(string: text))
    case .int(let int): return Value(int: int)
    case .float(let float): return Value(float: float)
    case .bool(let bool): return Value(bool: bool)
    case .nothing: return .nilValue
    case .path(let name, let steps):
      var value = binding(name) ?? .nilValue
      for step in steps { value = keep(member(step, of: value)) }
      return value
    case .not(let operand): return Value(bool: !isTemplateTruthy(try evaluate(operand, source, place)))
    case .and(let left, let right):
      let value = try evaluate(left, source, place)
      return isTemplateTruthy(value) ? try evaluate(right, source, place) : value
    case .or(let left, let right):
      let value = try evaluate(left, source, place)
      return isTemplateTruthy(value) ? value : try evaluate(right, source, place)
    case .compare(let left, let comparison, let right):
      let first = try evaluate(left, source, place)
      return Value(bool: holds(first, comparison, try evaluate(right, source, place)))
    case .filter(let operand, let name, let arguments):
      let value = try evaluate(operand, source, place)
      var values: [Value] = []
      for argument in arguments { values.append(try evaluate(argument, source, place)) }
      do throws(TemplateFilter.Failure) {
        return keep(try TemplateFilter.apply(name, to: value, values, vm.limits))
      } catch {
        throw TemplateError(message: error.message, place: place, path: source.path)
      }
    }
  }

  /// What a path step gives, owned; nil for what is not there.
  private func member(_ step: TemplateStep, of value: Value) -> Value {
    switch step {
    case .key(let key):
      if value.isStruct { return (value.field(key) ?? .nilValue).retained() }
      return (value.entry(key) ?? .nilValue).retained()
    case .index(let index):
      if value.isList {
        let position = index < 0 ? index + value.itemCount : index
        return (value.listItem(position) ?? .nilValue).retained()
      }
      guard let text = value.stringValue else { return .nilValue }
      let scalars = Array(text.unicodeScalars)
      let position = index < 0 ? index + scalars.count : index
      return scalars.indices.contains(position) ? Value(string: String(scalars[position])) : .nilValue
    }
  }

  private func holds(_ left: Value, _ comparison: TemplateComparison, _ right: Value) -> Bool {
    switch comparison {
    case .equal: return isEqual(left, right)
    case .notEqual: return !isEqual(left, right)
    case .less: return isLess(left, right) ?? false
    case .greater: return isLess(right, left) ?? false
    case .lessOrEqual: return isLess(right, left).map { !$0 && !isUnordered(left, right) } ?? false
    case .greaterOrEqual: return isLess(left, right).map { !$0 && !isUnordered(left, right) } ?? false
    }
  }

  /// Whether one of them is not a number.
  private func isUnordered(_ left: Value, _ right: Value) -> Bool {
    left.numberValue?.isNaN ?? false || right.numberValue?.isNaN ?? false
  }

  /// Order of two numbers or two strings; nil for anything else.
  private func isLess(_ left: Value, _ right: Value) -> Bool? {
    if let first = left.intValue, let second = right.intValue { return first < second }
    if let first = left.numberValue, let second = right.numberValue { return first < second }
    guard left.isString, right.isString else { return nil }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

/// Truth in templates: empty and blank texts, empty lists and dicts, zeros and nil are false (05 §27.2).
func isTemplateTruthy(_ value: Value) -> Bool {
  if value.isString {
    return String(decoding: value.utf8, as: UTF8.self).unicodeScalars.contains { !$0.properties.isWhitespace }
  }
  if value.isSet || value.isDuration || value.isBytes { return true }
  return isTrue(value)
}
