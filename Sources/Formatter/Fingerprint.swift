import Diagnostics
import Lexer
import Syntax

/// What a program says, without where it says it: two texts with equal fingerprints have the same tree (07 §6.1).
///
/// Left out are what the formatter may change: places, parentheses, `else if` against `else { if … }`, the spelling of
/// `list<T>` and of dict keys, the order of the leading imports and of imported names. Comments count by their words.
struct Fingerprint: Equatable {
  /// One entry for each item, the leading imports sorted.
  private var items: [[UInt8]]
  /// The words of all comments, sorted, because imports take theirs with them.
  private var comments: [Substring]

  init(_ program: Program, _ file: SourceFile) {
    items = program.items.map { item in
      var writer = FingerprintWriter()
      writer.add(item)
      return writer.bytes
    }
    let importCount = program.items.prefix { if case .importModule = $0.kind { true } else { false } }.count
    items[..<importCount].sort { $0.lexicographicallyPrecedes($1) }
    comments = []
    guard case .success(let tokens) = Lexer(file: file).tokenize() else { return }
    for comment in tokens.comments {
      comments += file.text(of: comment.range).split { $0.isWhitespace || "/*-".contains($0) }
    }
    comments.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The indices of the items that differ, of all items when their number does.
  func differences(from other: Fingerprint) -> Set<Int> {
    guard items.count == other.items.count else { return Set(items.indices) }
    return Set(items.indices.filter { items[$0] != other.items[$0] })
  }
}

/// Writes the parts of a tree one behind the other. Every list and text begins with its length and every choice with a sign
/// of its own, so that different trees never give the same bytes.
private struct FingerprintWriter {
  var bytes: [UInt8] = []

  mutating func sign(_ text: StaticString) {
    text.withUTF8Buffer { bytes += $0 }
    bytes.append(0)
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 2) }

  mutating func add(_ number: Int) { withUnsafeBytes(of: number) { bytes += $0 } }

  mutating func add(_ name: Name) { add(name.text) }

  mutating func add<Value>(_ values: [Value], _ each: (inout FingerprintWriter, Value) -> Void) {
    add(values.count)
    for value in values { each(&self, value) }
  }

  mutating func add<Value>(optional value: Value?, _ each: (inout FingerprintWriter, Value) -> Void) {
    add(value != nil)
    if let value { each(&self, value) }
  }
}

// MARK: - Statements

extension FingerprintWriter {
  mutating func add(_ block: Block) { add(block.statements) { $0.add($1) } }

  mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .importModule(let declaration):
      sign("import")
      add(declaration.isPublic)
      add(declaration.path)
      add(optional: declaration.names?.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
        $0.add($1) { $0.add($1) }
      }
    case .declaration(let declaration): add(declaration)
    case .binding(let binding):
      sign("let")
      add(binding.isMutable)
      add(binding.pattern)
      add(optional: binding.type) { $0.add($1) }
      add(binding.value)
    case .assignment(let target, let operation, let value):
      sign("assign")
      add(operation?.rawValue ?? "")
      add(target)
      add(value)
    case .expression(let value):
      sign("expression")
      add(value)
    case .forLoop(let pattern, let iterable, let body):
      sign("for")
      add(pattern)
      add(iterable)
      add(body)
    case .whileLoop(let condition, let body):
      sign("while")
      add(condition)
      add(body)
    case .returnValue(let value):
      sign("return")
      add(optional: value) { $0.add($1) }
    case .throwValue(let value):
      sign("throw")
      add(value)
    case .guardElse(let condition, let otherwise):
      sign("guard")
      add(condition)
      add(otherwise)
    case .require(let condition, let message):
      sign("require")
      add(condition)
      add(optional: message) { $0.add($1) }
    case .yieldValue(let value):
      sign("yield")
      add(optional: value) { $0.add($1) }
    case .emit(let value):
      sign("emit")
      add(value)
    case .mutex(let body):
      sign("mutex")
      add(body)
    case .deferBlock(let body):
      sign("defer")
      add(body)
    case .breakLoop: sign("break")
    case .continueLoop: sign("continue")
    case .select(let arms):
      sign("select")
      add(arms) { $0.add($1) }
    }
  }

  private mutating func add(_ arm: SelectArm) {
    switch arm.kind {
    case .receive(let name, let source):
      sign("receive")
      add(name)
      add(source)
    case .timeout(let duration):
      sign("timeout")
      add(duration)
    case .otherwise: sign("default")
    }
    add(arm.body)
  }

  private mutating func add(_ pattern: Pattern) {
    switch pattern.kind {
    case .name(let name):
      sign("name")
      add(name)
    case .list(let elements, let rest):
      sign("list")
      add(elements) {
        $0.add($1.name)
        $0.add(optional: $1.defaultValue) { $0.add($1) }
      }
      add(optional: rest) { $0.add($1) }
    case .dict(let entries, let rest):
      sign("dict")
      add(entries) {
        $0.add($1.key)
        $0.add($1.name)
        $0.add(optional: $1.defaultValue) { $0.add($1) }
      }
      add(optional: rest) { $0.add($1) }
    case .pair(let first, let second):
      sign("pair")
      add(first)
      add(second)
    }
  }
}

// MARK: - Declarations

extension FingerprintWriter {
  private mutating func add(_ declaration: Declaration) {
    sign("declaration")
    add(declaration.attributes) {
      $0.add($1.name)
      $0.add($1.arguments) {
        $0.add(optional: $1.name) { $0.add($1) }
        $0.add($1.value)
      }
    }
    add(declaration.isPublic)
    switch declaration.kind {
    case .function(let function):
      sign("fn")
      add(function)
    case .pipeline(let pipeline):
      sign("pipeline")
      add(pipeline.name)
      add(pipeline.parameters) { $0.add($1) }
      add(optional: pipeline.returnType) { $0.add($1) }
      add(optional: pipeline.parent) { $0.add($1) }
      add(pipeline.body)
    case .tool(let tool):
      sign("tool")
      add(tool.name)
      add(tool.parameters) { $0.add($1) }
      add(optional: tool.returnType) { $0.add($1) }
      add(optional: tool.description) { $0.add($1) }
      add(tool.body)
    case .skill(let name, let fields):
      sign("skill")
      add(name)
      add(fields)
    case .evalPack(let pack):
      sign("eval_pack")
      add(optional: pack.name) { $0.add($1) }
      add(optional: pack.identifier) { $0.add($1) }
      add(pack.fields)
      add(pack.statements) { $0.add($1) }
      add(optional: pack.summarize) { $0.add($1) }
    case .typeAlias(let name, let parameters, let type):
      sign("type")
      add(name)
      add(parameters)
      add(type)
    case .enumeration(let declared):
      sign("enum")
      add(declared.name)
      add(declared.typeParameters)
      add(declared.variants) {
        $0.add($1.name)
        $0.add($1.payload) { $0.add($1) }
      }
    case .structure(let declared):
      sign("struct")
      add(declared.name)
      add(declared.typeParameters)
      add(declared.fields) {
        $0.add($1.name)
        $0.add($1.isOptional)
        $0.add(optional: $1.type) { $0.add($1) }
      }
    case .interface(let declared):
      sign("interface")
      add(declared.name)
      add(declared.typeParameters)
      add(declared.associatedTypes) {
        $0.add($1.name)
        $0.add(optional: $1.type) { $0.add($1) }
      }
      add(declared.methods) {
        $0.add($1.name)
        $0.add($1.typeParameters)
        $0.add($1.parameters) { $0.add($1) }
        $0.add(optional: $1.returnType) { $0.add($1) }
      }
    case .implementation(let name, let methods):
      sign("impl")
      add(name)
      add(methods) { $0.add($1) }
    case .override(let name, let parameters, let body):
      sign("override")
      add(name)
      add(parameters) { $0.add($1) }
      add(body)
    }
  }

  private mutating func add(_ function: FunctionDeclaration) {
    add(function.name)
    add(function.isStream)
    add(function.isPublic)
    add(function.typeParameters)
    add(function.parameters) { $0.add($1) }
    add(optional: function.returnType) { $0.add($1) }
    add(function.bounds) {
      $0.add($1.parameter)
      $0.add($1.interface)
    }
    add(function.body)
  }

  private mutating func add(_ fields: [(name: Name, value: Expression)]) {
    add(fields) {
      $0.add($1.name)
      $0.add($1.value)
    }
  }

  private mutating func add(_ parameters: [TypeParameter]) {
    add(parameters) {
      $0.add($1.name)
      $0.add($1.variance == .input ? 1 : $1.variance == .output ? 2 : 0)
    }
  }

  private mutating func add(_ parameter: Parameter) {
    add(parameter.name)
    add(parameter.isRest)
    add(optional: parameter.type) { $0.add($1) }
    add(optional: parameter.defaultValue) { $0.add($1) }
  }

  private mutating func add(_ value: AttributeValue) {
    switch value {
    case .string(let text):
      sign("string")
      add(text)
    case .int(let value):
      sign("int")
      add(value)
    case .float(let value):
      sign("float")
      add(Int(bitPattern: UInt(value.bitPattern)))
    case .bool(let value):
      sign("bool")
      add(value)
    case .nilValue: sign("nil")
    case .symbol(let text):
      sign("symbol")
      add(text)
    case .call(let name, let arguments):
      sign("call")
      add(name)
      add(arguments) { $0.add($1) }
    case .list(let items):
      sign("list")
      add(items) { $0.add($1) }
    case .dict(let entries):
      sign("dict")
      add(entries) {
        $0.add($1.key)
        $0.add($1.isBareKey)
        $0.add($1.value)
      }
    }
  }

  private mutating func add(_ type: TypeExpression) {
    switch type.kind {
    case .named(let name):
      sign("named")
      add(name)
    case .application(let name, let arguments):
      sign("application")
      add(name)
      add(arguments) { $0.add($1) }
    case .list(let element):
      sign("application")
      add("list")
      add([element]) { $0.add($1) }
    case .shape(let fields):
      sign("shape")
      add(fields) {
        $0.add($1.name)
        $0.add($1.isOptional)
        $0.add($1.type)
      }
    case .function(let parameters, let result):
      sign("function")
      add(parameters) { $0.add($1) }
      add(result)
    case .union(let members):
      sign("union")
      add(members) { $0.add($1) }
    case .stringLiteral(let value):
      sign("string")
      add(value)
    case .intLiteral(let value):
      sign("int")
      add(value)
    }
  }
}

// MARK: - Expressions

extension FingerprintWriter {
  mutating func add(_ expression: Expression) {
    let expression = expression.unparenthesized
    switch expression.kind {
    case .nilLiteral: sign("nil")
    case .bool(let value):
      sign("bool")
      add(value)
    case .int(let value):
      sign("int")
      add(value)
    case .float(let value):
      sign("float")
      add(Int(bitPattern: UInt(value.bitPattern)))
    case .duration(let milliseconds, let overflows):
      sign("duration")
      add(milliseconds)
      add(overflows)
    case .string(let value):
      sign("string")
      add(value)
    case .interpolation(let parts):
      sign("interpolation")
      add(parts) {
        switch $1 {
        case .text(let text):
          $0.sign("text")
          $0.add(text)
        case .expression(let value):
          $0.sign("value")
          $0.add(value)
        }
      }
    case .name(let name):
      sign("name")
      add(name)
    case .parenthesized(let inner): add(inner)
    case .list(let items):
      sign("list")
      add(items)
    case .dict(let entries):
      sign("dict")
      add(entries)
    case .structLiteral(let name, let entries):
      sign("struct")
      add(name)
      add(entries)
    case .closure(let closure):
      sign("closure")
      add(closure.parameters) { $0.add($1) }
      add(closure.isFunctionExpression)
      add(closure.body)
    case .unary(let operation, let value):
      sign("unary")
      add(operation.rawValue)
      add(value)
    case .binary(let operation, let left, let right):
      sign("binary")
      add(operation.rawValue)
      add(left)
      add(right)
    case .ternary(let condition, let then, let otherwise):
      sign("ternary")
      add(condition)
      add(then)
      add(otherwise)
    case .range(let from, let upTo, let isExclusive):
      sign("range")
      add(from)
      add(upTo)
      add(isExclusive)
    case .pipe(let value, let target):
      sign("pipe")
      add(value)
      add(target)
    case .call(let callee, let types, let arguments):
      sign("call")
      add(callee)
      add(types) { $0.add($1) }
      add(arguments)
    case .methodCall(let receiver, let name, let arguments, let isOptional):
      sign("method")
      add(receiver)
      add(name)
      add(arguments)
      add(isOptional)
    case .property(let receiver, let name, let isOptional):
      sign("property")
      add(receiver)
      add(name)
      add(isOptional)
    case .index(let receiver, let index, let isOptional):
      sign("index")
      add(receiver)
      add(index)
      add(isOptional)
    case .slice(let receiver, let from, let upTo):
      sign("slice")
      add(receiver)
      add(optional: from) { $0.add($1) }
      add(optional: upTo) { $0.add($1) }
    case .tryOperator(let value):
      sign("?")
      add(value)
    case .spread(let value):
      sign("...")
      add(value)
    default: addBlockForm(expression)
    }
  }

  private mutating func addBlockForm(_ expression: Expression) {
    switch expression.kind {
    case .ifElse(let branch):
      sign("if")
      add(branch.condition)
      add(branch.then)
      add(optional: branch.otherwise) { $0.add($1) }
    case .match(let subject, let arms):
      sign("match")
      add(subject)
      add(arms) {
        $0.add($1.patterns) { $0.add($1) }
        $0.add(optional: $1.condition) { $0.add($1) }
        $0.add($1.body)
      }
    case .tryCatch(let attempt):
      sign("try")
      add(attempt.body)
      add(optional: attempt.handler) {
        $0.add(optional: $1.name) { $0.add($1) }
        $0.add(optional: $1.type) { $0.add($1) }
        $0.add($1.body)
      }
      add(optional: attempt.cleanup) { $0.add($1) }
    case .retry(let count, let body):
      sign("retry")
      add(count)
      add(body)
    case .spawn(let body):
      sign("spawn")
      add(body)
    case .parallel(let parallel):
      sign("parallel")
      add(parallel.form == .each ? 1 : parallel.form == .settle ? 2 : 0)
      add(parallel.operand)
      add(optional: parallel.maxConcurrent) { $0.add($1) }
      add(optional: parallel.parameter) { $0.add($1) }
      add(parallel.body)
      add(parallel.isStream)
    case .deadline(let duration, let body):
      sign("deadline")
      add(duration)
      add(body)
    default: preconditionFailure("only forms with blocks come here")
    }
  }

  private mutating func add(_ items: [ListItem]) {
    add(items) {
      $0.add($1.isSpread)
      $0.add($1.value)
    }
  }

  private mutating func add(_ entries: [DictEntry]) {
    add(entries) {
      switch $1 {
      case .named(let key, let value):
        $0.sign("named")
        $0.add(key)
        $0.add(value)
      case .computed(let key, let value):
        if case .string(let text) = key.unparenthesized.kind {
          $0.sign("named")
          $0.add(text)
        } else {
          $0.sign("computed")
          $0.add(key)
        }
        $0.add(value)
      case .spread(let value, _):
        $0.sign("...")
        $0.add(value)
      }
    }
  }
}
