import Diagnostics

/// Lists a unit as text, for golden tests and for `harn` commands that show bytecode.
///
/// One paragraph a function. Its first line is
///
///     function INDEX NAME(PARAMETERS) KIND locals N stack N
///
/// where the kind is absent for a plain function, `name?` is a parameter with a default, and `...name` takes the rest.
/// Then follow, when there are any, the lines `captures NAME <- SLOT …` (the slot of the enclosing function) and
/// `self SLOT`, one line an instruction, and one line `handler FROM ..< TO -> LABEL depth N` for each protected region.
/// An instruction line holds the source line (where it changes), the index, the opcode and the operands: constants by
/// value, locals as `SLOT(NAME)`, globals, functions and structs by name, jump targets as labels. A label stands on a
/// line of its own before the instruction it means.
package struct Disassembler {
  private let unit: CodeUnit
  private let line: (SourceRange) -> Int

  /// A disassembler for a unit.
  ///
  /// - Parameter line: The number of the line on which a range starts.
  package init(_ unit: CodeUnit, line: @escaping (SourceRange) -> Int) {
    self.unit = unit
    self.line = line
  }

  /// The listing of all functions. The unit must have passed `verify`.
  package func listing() -> String {
    unit.functions.indices.map(listing(ofFunction:)).joined(separator: "\n")
  }

  /// The listing of one function. The unit must have passed `verify`.
  package func listing(ofFunction index: Int) -> String {
    let function = unit.functions[index]
    let labels = labels(of: function)
    var lines = [header(of: function, index: index)]
    if !function.captures.isEmpty { lines.append(captures(of: function)) }
    if let slot = function.selfSlot { lines.append("  self \(slot)") }
    var shown: Int?
    for (position, instruction) in function.instructions.enumerated() {
      if let label = labels[position] { lines.append("  \(label):") }
      let current = line(function.ranges[position])
      let number = current == shown ? "" : String(current)
      shown = current
      let text = text(of: instruction, at: position, in: function, labels: labels)
      lines.append("\(number.leftPadded(to: 5)) \(String(position).leftPadded(to: 4))  \(text)")
    }
    for handler in function.handlers {
      lines.append(
        "  handler \(handler.from) ..< \(handler.to) -> \(labels[handler.target] ?? "?") "
          + "depth \(handler.depth)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

// MARK: - Parts of a listing

extension Disassembler {
  private func header(of function: FunctionCode, index: Int) -> String {
    let parameters = function.parameters.map { parameter in
      (parameter.isRest ? "..." : "") + parameter.name + (parameter.hasDefault ? "?" : "")
    }
    let kind =
      switch function.kind {
      case .plain: ""
      case .generator: " generator"
      case .stream: " stream"
      }
    return "function \(index) \(function.name)(\(parameters.joined(separator: ", ")))\(kind) "
      + "locals \(function.localCount) stack \(function.maximumDepth)"
  }

  private func captures(of function: FunctionCode) -> String {
    let first = function.parameters.count
    let items = function.captures.enumerated().map { offset, source in
      let slot = first + offset
      let name = function.variables.first { $0.slot == slot }?.name ?? "?"
      return "\(slot)(\(name)) <- \(source)"
    }
    return "  captures " + items.joined(separator: ", ")
  }

  private func labels(of function: FunctionCode) -> [Int: String] {
    let jumps = function.instructions.compactMap(\.target)
    let targets = Set(jumps + function.handlers.map(\.target)).sorted()
    return Dictionary(
      uniqueKeysWithValues: targets.enumerated().map { number, target in
        (target, "L\(number + 1)")
      })
  }

  private func text(
    of instruction: Instruction, at position: Int, in function: FunctionCode,
    labels: [Int: String]
  ) -> String {
    let shape = instruction.opcode.shape
    let operands = [(instruction.a, shape.a), (instruction.b, shape.b)].compactMap {
      operand($0.0, as: $0.1, at: position, in: function, labels: labels)
    }
    let name = "\(instruction.opcode)"
    return operands.isEmpty
      ? name : name.rightPadded(to: 20) + " " + operands.joined(separator: ", ")
  }

  private func operand(
    _ value: Int32, as kind: OpcodeShape.Operand, at position: Int, in function: FunctionCode,
    labels: [Int: String]
  ) -> String? {
    let index = Int(value)
    switch kind {
    case .none: return nil
    case .value, .name, .enumCase, .structLiteral, .path, .names, .parameterType:
      return unit.constants[index].listing(structures: unit.structures)
    case .optionalName:
      return index < 0 ? nil : unit.constants[index].listing(structures: unit.structures)
    case .local, .iterator, .parameter: return local(index, at: position, in: function)
    case .global: return unit.globals[index]
    case .module: return unit.modules[index]
    case .function: return "\(index)(\(unit.functions[index].name))"
    case .structure: return unit.structures[index].name
    case .target: return labels[index]
    case .count, .flag: return String(index)
    case .errorKind: return RaisedError(rawValue: value).map { "\($0)" }
    }
  }

  /// The slot with the name of the variable that lives there before or right behind the instruction.
  private func local(_ slot: Int, at position: Int, in function: FunctionCode) -> String {
    let variable = function.variables.last {
      $0.slot == slot && $0.from <= position + 1 && position < $0.to
    }
    return variable.map { "\(slot)(\($0.name))" } ?? String(slot)
  }
}

extension Constant {
  fileprivate func listing(structures: [StructureCode]) -> String {
    switch self {
    case .int(let value): String(value)
    case .float(let bits): Double(bitPattern: bits).description
    case .string(let text): text.quoted
    case .duration(let milliseconds): "\(milliseconds)ms"
    case .enumCase(let enumName, let variant): "\(enumName).\(variant)"
    case .structLiteral(let structure, let fields):
      structures[structure].name + " {" + fields.joined(separator: ", ") + "}"
    case .path(let steps):
      steps.map { step in
        switch step {
        case .property(let name): "." + name
        case .index: "[]"
        }
      }.joined()
    case .names(let names): names.joined(separator: " ")
    case .parameterType(let parameter, let type): "\(parameter): \(type.listing)"
    }
  }
}

extension ParameterType {
  fileprivate var listing: String {
    switch self {
    case .named(let name): name
    case .function: "fn"
    case .list(let element): "list<\(element?.listing ?? "?")>"
    case .dict(let value): "dict<\(value?.listing ?? "?")>"
    case .shape(let fields):
      "{"
        + fields.map { "\($0.name)\($0.isOptional ? "?" : ""): \($0.type.listing)" }
        .joined(separator: ", ") + "}"
    case .stringLiteral(let text): text.quoted
    case .intLiteral(let value): String(value)
    case .stringLiterals(let texts): texts.map(\.quoted).joined(separator: " | ")
    case .intLiterals(let values): values.map(String.init).joined(separator: " | ")
    case .union(let members): members.map(\.listing).joined(separator: " | ")
    case .interface(let name): "interface \(name)"
    }
  }
}

extension String {
  fileprivate var quoted: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\"", "\\": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  fileprivate func rightPadded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
