import Syntax

/// All types of one file, each once (hash-consed), and the names in them.
struct TypeTable {
  /// The names that types, bindings and declarations share.
  var names = NameTable()
  private var nodes: [TypeNode] = []
  private var numbers: [TypeNode: TypeID] = [:]
  /// Whether a type mentions a name that a program may declare: only then can expansion or substitution change it.
  private var mentionsNames: [Bool] = []

  init() {
    for name in BuiltinTypeName.allCases { _ = names.id(name.spelling) }
    for node in [TypeNode.dynamic, .wildcard, .any, .unknown, .never] { _ = id(node) }
    for name in BuiltinTypeName.allCases { _ = id(.named(name.id)) }
  }

  /// What `type` is.
  func node(_ type: TypeID) -> TypeNode { nodes[Int(type.number)] }

  /// Whether expansion or substitution may change `type`.
  func mayChange(_ type: TypeID) -> Bool { mentionsNames[Int(type.number)] }

  /// The number of the type `node`.
  mutating func id(_ node: TypeNode) -> TypeID {
    if let known = numbers[node] { return known }
    let type = TypeID(number: Int32(nodes.count))
    mentionsNames.append(computeMention(node))
    nodes.append(node)
    numbers[node] = type
    return type
  }

  private func computeMention(_ node: TypeNode) -> Bool {
    switch node {
    case .dynamic, .wildcard, .any, .unknown, .never, .stringLiteral, .intLiteral: false
    case .named(let name): name.number >= BuiltinTypeName.tested
    case .application: true
    case .union(let members): members.contains(where: mayChange)
    case .shape(let fields): fields.contains { mayChange($0.type) }
    case .list(let element), .sequence(_, let element): mayChange(element)
    case .dict(let key, let value): mayChange(key) || mayChange(value)
    case .function(let parameters, let result):
      parameters.contains(where: mayChange) || mayChange(result)
    }
  }
}

/// The forms of a type. Parts are numbers of the same table.
enum TypeNode: Hashable {
  case dynamic, wildcard, any, unknown, never
  /// A plain name: a simple type, an alias, a struct, an enum, an interface, a type parameter or an undeclared name.
  case named(NameID)
  case stringLiteral(NameID)
  case intLiteral(Int)
  /// At least two members, none of them a union.
  case union([TypeID])
  case shape([ShapeField])
  case list(TypeID)
  case dict(TypeID, TypeID)
  case sequence(SequenceKind, TypeID)
  case function([TypeID], TypeID)
  case application(NameID, [TypeID])
}

/// One field of a shape.
struct ShapeField: Hashable {
  var name: NameID
  var isOptional: Bool
  var type: TypeID
}

/// The covariant read-only sequences; they are distinct (03 §3).
enum SequenceKind: String {
  case iter
  case generator = "Generator"
  case stream = "Stream"
}

// MARK: - Making types

extension TypeTable {
  /// The plain name `text`; the names of the dynamic types mean these.
  mutating func named(_ text: String) -> TypeID {
    switch text {
    case "any": .any
    case "unknown": .unknown
    case "never": .never
    case "_": .wildcard
    default: id(.named(names.id(text)))
    }
  }

  /// The union that inference builds: members in order of first appearance, without `never`; one member alone is itself
  /// (03 §6.1).
  mutating func union(_ members: [TypeID]) -> TypeID {
    var flat: [TypeID] = []
    var seen: Set<TypeID> = []
    for member in members {
      guard case .union(let inner) = node(member) else {
        if member != .never, seen.insert(member).inserted { flat.append(member) }
        continue
      }
      for member in inner where seen.insert(member).inserted { flat.append(member) }
    }
    switch flat.count {
    case 0: return .never
    case 1: return flat[0]
    default: return id(.union(flat))
    }
  }

  /// The application `name<arguments>`; the constructors with rules of their own have nodes of their own.
  mutating func application(_ name: String, _ arguments: [TypeID]) -> TypeID {
    switch (name, arguments.count) {
    case ("list", 1): id(.list(arguments[0]))
    case ("dict", 2): id(.dict(arguments[0], arguments[1]))
    case ("iter", 1), ("Iter", 1): id(.sequence(.iter, arguments[0]))
    case ("Generator", 1), ("generator", 1): id(.sequence(.generator, arguments[0]))
    case ("Stream", 1), ("stream", 1): id(.sequence(.stream, arguments[0]))
    default: id(.application(names.id(name), arguments))
    }
  }

  /// The type that is written in the text.
  mutating func lower(_ expression: TypeExpression) -> TypeID {
    switch expression.kind {
    case .named(let name): return named(name)
    case .application(let name, let arguments): return application(name, arguments.map { lower($0) })
    case .list(let element): return id(.list(lower(element)))
    case .shape(let fields):
      return id(
        .shape(
          fields.map {
            ShapeField(name: names.id($0.name.text), isOptional: $0.isOptional, type: lower($0.type))
          }))
    case .function(let parameters, let result):
      return id(.function(parameters.map { lower($0) }, lower(result)))
    case .union(let members): return id(.union(members.map { lower($0) }))
    case .stringLiteral(let text): return id(.stringLiteral(names.id(text)))
    case .intLiteral(let value): return id(.intLiteral(value))
    }
  }

  /// A type in the notation of the builtin lists: plain names, joined by ` | `.
  mutating func parse(_ notation: String) -> TypeID {
    let members = notation.split(separator: "|").map { part in
      named(String(part.filter { $0 != " " }))
    }
    return members.count == 1 ? members[0] : id(.union(members))
  }
}
