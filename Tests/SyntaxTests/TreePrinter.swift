import Diagnostics
import Syntax

/// Prints trees as S-expressions, for comparison in tests.
struct TreePrinter {
  func print(_ program: Program) -> String { program.items.map(print).joined(separator: "\n") }

  func print(_ block: Block) -> String { list("do", block.statements.map(print)) }

  func print(_ name: Name) -> String { name.text }

  /// `(head parts…)`; empty parts are left out.
  func list(_ head: String, _ parts: [String]) -> String {
    "(" + ([head] + parts).filter { !$0.isEmpty }.joined(separator: " ") + ")"
  }

  func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\"": "\\\""
      case "\\": "\\\\"
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}

// MARK: - Statements

extension TreePrinter {
  func print(_ statement: Statement) -> String {
    switch statement.kind {
    case .importModule(let declaration):
      list(
        declaration.isPublic ? "pub-import" : "import",
        (declaration.names?.map(print) ?? []) + [quoted(declaration.path)])
    case .declaration(let declaration): print(declaration)
    case .binding(let binding):
      list(
        binding.isMutable ? "var" : "let",
        [print(binding.pattern), typed(binding.type), print(binding.value)])
    case .assignment(let target, let operation, let value):
      list((operation?.rawValue ?? "") + "=", [print(target), print(value)])
    case .expression(let expression): print(expression)
    case .forLoop(let pattern, let iterable, let body):
      list("for", [print(pattern), print(iterable), print(body)])
    case .whileLoop(let condition, let body): list("while", [print(condition), print(body)])
    case .returnValue(let value): list("return", [value.map(print) ?? ""])
    case .throwValue(let value): list("throw", [print(value)])
    case .guardElse(let condition, let otherwise):
      list("guard", [print(condition), print(otherwise)])
    case .require(let condition, let message):
      list("require", [print(condition), message.map(print) ?? ""])
    case .yieldValue(let value): list("yield", [value.map(print) ?? ""])
    case .emit(let value): list("emit", [print(value)])
    case .mutex(let body): list("mutex", [print(body)])
    case .deferBlock(let body): list("defer", [print(body)])
    case .breakLoop: "(break)"
    case .continueLoop: "(continue)"
    case .select(let arms): list("select", arms.map(print))
    }
  }

  func print(_ arm: SelectArm) -> String {
    switch arm.kind {
    case .receive(let name, let channel):
      list("from", [print(name), print(channel), print(arm.body)])
    case .timeout(let duration): list("timeout", [print(duration), print(arm.body)])
    case .otherwise: list("default", [print(arm.body)])
    }
  }

  func print(_ pattern: Pattern) -> String {
    switch pattern.kind {
    case .name(let name): name.text
    case .pair(let first, let second): list("pair", [print(first), print(second)])
    case .list(let elements, let rest):
      "["
        + (elements.map { element in element.name.text + defaulted(element.defaultValue) }
        + (rest.map { ["..." + $0.text] } ?? [])).joined(separator: " ") + "]"
    case .dict(let entries, let rest):
      "{"
        + (entries.map { entry in
          (entry.key == entry.name ? entry.key.text : "\(entry.key.text):\(entry.name.text)")
            + defaulted(entry.defaultValue)
        } + (rest.map { ["..." + $0.text] } ?? [])).joined(separator: " ") + "}"
    }
  }

  private func defaulted(_ value: Expression?) -> String { value.map { "=" + print($0) } ?? "" }

  func typed(_ type: TypeExpression?) -> String { type.map { ":" + print($0) } ?? "" }
}

// MARK: - Declarations

extension TreePrinter {
  func print(_ declaration: Declaration) -> String {
    let marks = declaration.attributes.map(print) + (declaration.isPublic ? ["pub"] : [])
    return (marks + [print(declaration.kind)]).joined(separator: " ")
  }

  private func print(_ kind: Declaration.Kind) -> String {
    switch kind {
    case .function(let function): return print(function)
    case .pipeline(let pipeline):
      return list(
        "pipeline",
        [
          print(pipeline.name), parameters(pipeline.parameters), typed(pipeline.returnType),
          pipeline.parent.map { "extends " + $0.text } ?? "", print(pipeline.body),
        ])
    case .tool(let tool):
      return list(
        "tool",
        [
          print(tool.name), parameters(tool.parameters), typed(tool.returnType),
          tool.description.map(quoted) ?? "", print(tool.body),
        ])
    case .skill(let name, let fields):
      return list("skill", [print(name)] + fields.map { list(print($0.name), [print($0.value)]) })
    case .evalPack(let pack): return print(pack)
    case .typeAlias(let name, let typeParameters, let type):
      return list("type", [print(name), print(typeParameters), print(type)])
    case .enumeration(let declaration):
      let variants = declaration.variants.map { variant in
        variant.payload.isEmpty
          ? print(variant.name) : list(print(variant.name), [parameters(variant.payload)])
      }
      return list("enum", [print(declaration.name), print(declaration.typeParameters)] + variants)
    case .structure(let declaration):
      let fields = declaration.fields.map { field in
        field.name.text + (field.isOptional ? "?" : "") + typed(field.type)
      }
      return list("struct", [print(declaration.name), print(declaration.typeParameters)] + fields)
    case .interface(let declaration): return print(declaration)
    case .implementation(let typeName, let methods):
      return list("impl", [print(typeName)] + methods.map(print))
    case .override(let name, let names, let body):
      return list("override", [print(name), parameters(names), print(body)])
    }
  }

  private func print(_ function: FunctionDeclaration) -> String {
    let bounds = function.bounds.map { "\($0.parameter.text):\($0.interface.text)" }
    return list(
      (function.isPublic ? "pub-" : "") + (function.isStream ? "gen-fn" : "fn"),
      [
        print(function.name), print(function.typeParameters), parameters(function.parameters),
        typed(function.returnType), bounds.isEmpty ? "" : list("where", bounds),
        print(function.body),
      ])
  }

  private func print(_ pack: EvalPackDeclaration) -> String {
    list(
      "eval_pack",
      [pack.name?.text ?? "", pack.identifier.map(quoted) ?? ""]
        + pack.fields.map { list(print($0.name), [print($0.value)]) }
        + pack.statements.map(print)
        + (pack.summarize.map { [list("summarize", [print($0)])] } ?? []))
  }

  private func print(_ declaration: InterfaceDeclaration) -> String {
    let types = declaration.associatedTypes.map { list("type", [print($0.name), typed($0.type)]) }
    let methods = declaration.methods.map { method in
      list(
        "fn",
        [
          print(method.name), print(method.typeParameters), parameters(method.parameters),
          typed(method.returnType),
        ])
    }
    return list(
      "interface", [print(declaration.name), print(declaration.typeParameters)] + types + methods)
  }

  private func print(_ typeParameters: [TypeParameter]) -> String {
    guard !typeParameters.isEmpty else { return "" }
    let names = typeParameters.map { parameter in
      switch parameter.variance {
      case .none: parameter.name.text
      case .input: "in " + parameter.name.text
      case .output: "out " + parameter.name.text
      }
    }
    return "<" + names.joined(separator: ", ") + ">"
  }

  private func parameters(_ names: [Name]) -> String {
    "(" + names.map(\.text).joined(separator: " ") + ")"
  }

  func parameters(_ parameters: [Parameter]) -> String {
    let texts = parameters.map { parameter in
      (parameter.isRest ? "..." : "") + parameter.name.text + typed(parameter.type)
        + defaulted(parameter.defaultValue)
    }
    return "(" + texts.joined(separator: " ") + ")"
  }

  func print(_ attribute: Attribute) -> String {
    list(
      "@" + attribute.name.text,
      attribute.arguments.map { ($0.name.map { $0.text + ":" } ?? "") + print($0.value) })
  }

  func print(_ value: AttributeValue) -> String {
    switch value {
    case .string(let text): quoted(text)
    case .int(let number): String(number)
    case .float(let number): String(number)
    case .bool(let flag): String(flag)
    case .nilValue: "nil"
    case .symbol(let text): text
    case .call(let name, let arguments): list(name, arguments.map(print))
    case .list(let values): "[" + values.map(print).joined(separator: " ") + "]"
    case .dict(let entries):
      "{"
        + entries.map { ($0.isBareKey ? $0.key : quoted($0.key)) + ":" + print($0.value) }
        .joined(separator: " ") + "}"
    }
  }
}

// MARK: - Expressions

extension TreePrinter {
  func print(_ expression: Expression) -> String {
    switch expression.kind {
    case .nilLiteral: return "nil"
    case .bool(let flag): return String(flag)
    case .int(let number): return String(number)
    case .float(let number): return String(number)
    case .duration(let milliseconds, let overflows):
      return overflows ? "overflow-ms" : "\(milliseconds)ms"
    case .string(let text): return quoted(text)
    case .interpolation(let parts): return list("str", parts.map(print))
    case .name(let text): return text
    case .parenthesized(let inner): return list("paren", [print(inner)])
    case .list(let items): return "[" + items.map(print).joined(separator: " ") + "]"
    case .dict(let entries): return "{" + entries.map(print).joined(separator: " ") + "}"
    case .structLiteral(let name, let entries):
      return list("new", [print(name)] + entries.map(print))
    case .closure(let closure):
      return list(
        closure.isFunctionExpression ? "fn" : "closure",
        [parameters(closure.parameters), print(closure.body)])
    case .unary(let operation, let operand): return list(operation.rawValue, [print(operand)])
    case .binary(let operation, let left, let right):
      return list(operation.rawValue, [print(left), print(right)])
    case .ternary(let condition, let then, let otherwise):
      return list("?:", [print(condition), print(then), print(otherwise)])
    case .range(let from, let upTo, let isExclusive):
      return list("to", [print(from), print(upTo), isExclusive ? "exclusive" : ""])
    case .pipe(let value, let target): return list("|>", [print(value), print(target)])
    case .call(let callee, let typeArguments, let arguments):
      let types =
        typeArguments.isEmpty ? "" : "<" + typeArguments.map(print).joined(separator: ", ") + ">"
      return list("call", [print(callee), types] + arguments.map(print))
    case .methodCall(let receiver, let name, let arguments, let isOptional):
      return list(
        (isOptional ? "?." : ".") + name.text + "()", [print(receiver)] + arguments.map(print))
    case .property(let receiver, let name, let isOptional):
      return list((isOptional ? "?." : ".") + name.text, [print(receiver)])
    case .index(let receiver, let index, let isOptional):
      return list(isOptional ? "?[]" : "[]", [print(receiver), print(index)])
    case .slice(let receiver, let from, let upTo):
      return list("[:]", [print(receiver), from.map(print) ?? "-", upTo.map(print) ?? "-"])
    case .tryOperator(let operand): return list("?", [print(operand)])
    case .spread(let operand): return list("...", [print(operand)])
    case .ifElse(let branch):
      return list(
        "if",
        [
          print(branch.condition), print(branch.then), branch.isElseIf ? "else-if" : "",
          branch.otherwise.map(print) ?? "",
        ])
    case .match(let subject, let arms):
      return list("match", [print(subject)] + arms.map(print))
    case .tryCatch(let expression): return print(expression)
    case .retry(let count, let body): return list("retry", [print(count), print(body)])
    case .spawn(let body): return list("spawn", [print(body)])
    case .parallel(let expression): return print(expression)
    case .deadline(let duration, let body):
      return list("deadline", [print(duration), print(body)])
    }
  }

  private func print(_ part: InterpolationPart) -> String {
    switch part {
    case .text(let text): quoted(text)
    case .expression(let expression): print(expression)
    }
  }

  private func print(_ item: ListItem) -> String {
    (item.isSpread ? "..." : "") + print(item.value)
  }

  private func print(_ entry: DictEntry) -> String {
    switch entry {
    case .named(let key, let value): key.text + ":" + print(value)
    case .computed(let key, let value): "[" + print(key) + "]:" + print(value)
    case .spread(let operand, _): "..." + print(operand)
    }
  }

  private func print(_ arm: MatchArm) -> String {
    list(
      "arm",
      [
        arm.patterns.map(print).joined(separator: " | "),
        arm.condition.map { "if " + print($0) } ?? "", print(arm.body),
      ])
  }

  private func print(_ expression: TryExpression) -> String {
    let handler = expression.handler.map { clause in
      list(
        "catch", [(clause.name?.text ?? "") + typed(clause.type), print(clause.body)])
    }
    let cleanup = expression.cleanup.map { list("finally", [print($0)]) }
    return list("try", [print(expression.body), handler ?? "", cleanup ?? ""])
  }

  private func print(_ expression: ParallelExpression) -> String {
    list(
      expression.isStream ? "parallel-stream" : "parallel",
      [
        "\(expression.form)", print(expression.operand),
        expression.maxConcurrent.map { list("max", [print($0)]) } ?? "",
        expression.parameter?.text ?? "", print(expression.body),
      ])
  }
}

// MARK: - Types

extension TreePrinter {
  func print(_ type: TypeExpression) -> String {
    switch type.kind {
    case .named(let name): name
    case .application(let name, let arguments):
      name + "<" + arguments.map(print).joined(separator: ",") + ">"
    case .list(let element): "[" + print(element) + "]"
    case .shape(let fields):
      "{"
        + fields.map { $0.name.text + ($0.isOptional ? "?" : "") + ":" + print($0.type) }
        .joined(separator: ",") + "}"
    case .function(let parameters, let result):
      "fn(" + parameters.map(print).joined(separator: ",") + ")->" + print(result)
    case .union(let members): members.map(print).joined(separator: "|")
    case .stringLiteral(let text): quoted(text)
    case .intLiteral(let value): String(value)
    }
  }
}
