/// A table while the document is read.
///
/// Whether a header or a dotted key may add to a table depends on how it came about, so that no table is defined twice.
final class TableBuilder {
  /// How a table came about.
  enum Origin {
    /// Named as a part of a longer header; its own header may follow.
    case implicit
    /// Named by its own header, or an element of an array of tables.
    case header
    /// Named as a part of a dotted key.
    case dottedKey
  }

  /// What stands under a key.
  enum Node {
    case value(TOMLValue)
    case table(TableBuilder)
    case tables(Elements)
  }

  /// The elements of an array of tables; at least one. A reference, so that a further one is added without a copy.
  final class Elements {
    fileprivate var tables: [TableBuilder]
    fileprivate init(_ first: TableBuilder) { tables = [first] }
  }

  private(set) var origin: Origin
  private var keys: [String] = []
  /// By the bytes of the keys: texts that only look the same are different keys.
  private var nodes: [[UInt8]: Node] = [:]

  init(_ origin: Origin) { self.origin = origin }

  /// The table as plain data. The nesting is limited by the parser.
  var table: TOMLTable {
    var table = TOMLTable()
    for key in keys {
      switch self[key] {
      case .value(let value): table.append(key, value)
      case .table(let inner): table.append(key, .table(inner.table))
      case .tables(let elements): table.append(key, .array(elements.tables.map { .table($0.table) }))
      case nil: break
      }
    }
    return table
  }

  private subscript(key: String) -> Node? { nodes[Array(key.utf8)] }

  private func add(_ key: String, _ node: Node) {
    keys.append(key)
    nodes[Array(key.utf8)] = node
  }
}

/// A key that cannot be defined here.
struct DefinitionError: Error {
  let detail: String

  static func duplicate(_ key: String) -> DefinitionError { DefinitionError(detail: "duplicate key `\(key)`") }

  static func notATable(_ key: String) -> DefinitionError {
    DefinitionError(detail: "key `\(key)` is not a table that can be extended")
  }
}

extension TableBuilder {
  /// Sets the value of a dotted key.
  func define(_ path: [String], _ value: TOMLValue) throws(DefinitionError) {
    var table = self
    for key in path.dropLast() {
      switch table[key] {
      case nil:
        let inner = TableBuilder(.dottedKey)
        table.add(key, .table(inner))
        table = inner
      case .table(let inner) where inner.origin == .dottedKey: table = inner
      default: throw .notATable(key)
      }
    }
    let key = path[path.count - 1]
    guard table[key] == nil else { throw .duplicate(key) }
    table.add(key, .value(value))
  }

  /// The table of the header `[path]`.
  func defineTable(_ path: [String]) throws(DefinitionError) -> TableBuilder {
    let parent = try parent(of: path)
    let key = path[path.count - 1]
    switch parent[key] {
    case nil:
      let table = TableBuilder(.header)
      parent.add(key, .table(table))
      return table
    case .table(let table) where table.origin == .implicit:
      table.origin = .header
      return table
    default: throw .duplicate(key)
    }
  }

  /// A new element for the header `[[path]]`.
  func defineElement(_ path: [String]) throws(DefinitionError) -> TableBuilder {
    let parent = try parent(of: path)
    let key = path[path.count - 1]
    let element = TableBuilder(.header)
    switch parent[key] {
    case nil: parent.add(key, .tables(Elements(element)))
    case .tables(let elements): elements.tables.append(element)
    default: throw .duplicate(key)
    }
    return element
  }

  /// The table that the last part of a header is defined in; missing tables are made.
  private func parent(of path: [String]) throws(DefinitionError) -> TableBuilder {
    var table = self
    for key in path.dropLast() {
      switch table[key] {
      case nil:
        let inner = TableBuilder(.implicit)
        table.add(key, .table(inner))
        table = inner
      case .table(let inner): table = inner
      case .tables(let elements): table = elements.tables[elements.tables.count - 1]
      case .value: throw .notATable(key)
      }
    }
    return table
  }
}
