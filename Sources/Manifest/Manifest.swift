import Diagnostics
import TOML

/// A TOML file of a project: `harn.toml`, or a file with personas (07 §12, 06 §16.1).
package struct Manifest: Sendable {
  /// The path, as it was given.
  package let path: String
  /// What the file holds.
  package let root: TOMLTable

  /// The name of the manifest of a project.
  package static let fileName = "harn.toml"

  /// Reads the text of `file`.
  package init(_ file: SourceFile) throws(ManifestError) {
    path = file.path
    do throws(TOMLError) {
      root = try TOMLTable(parsing: String(decoding: file.bytes, as: UTF8.self))
    } catch {
      throw ManifestError(message: error.message)
    }
  }

  /// Whether this is the manifest of a project: only that knows its tools.
  private var isProject: Bool { path == Manifest.fileName || path.hasSuffix("/\(Manifest.fileName)") }
}

/// Why a file is no manifest.
package struct ManifestError: Error, Equatable, Sendable {
  /// What is wrong, and where.
  package var message: String
}

// MARK: - Personas

extension Manifest {
  /// The personas of the file and their faults (06 §16.1, §16.3).
  package var personas: PersonaList { personas(hostCapabilities: [:]) }

  /// The same where the host has further capabilities: operations by capability.
  package func personas(hostCapabilities: [String: Set<String>]) -> PersonaList {
    var drafts: [PersonaDraft] = []
    var listFaults: [PersonaFault] = []
    if let value = root["personas"] {
      guard let items = value.items, items.allSatisfy({ $0.table != nil }) else {
        let fault = PersonaFault(path: path, field: "personas", message: "expected an array of tables")
        return PersonaList(path: path, personas: [], faults: [fault])
      }
      drafts = items.compactMap(\.table).map { PersonaDraft($0) }
    } else if !isProject, root.entries.contains(where: { PersonaField(rawValue: $0.key) != nil }) {
      drafts = [PersonaDraft(root)]
    }
    var context = PersonaContext(tools: isProject ? knownTools : nil, capabilities: builtinCapabilities)
    listFaults += addHostCapabilities(to: &context.capabilities)
    context.capabilities.merge(hostCapabilities) { $0.union($1) }
    return PersonaList(path: path, drafts: drafts, context: context, otherFaults: listFaults)
  }

  /// The tools of every manifest, and what this one names (06 §16.3).
  private var knownTools: Set<String> {
    func names(_ list: String, _ keys: [String]) -> [String] {
      (root[list]?.items ?? []).compactMap(\.table).flatMap { entry in keys.compactMap { entry[$0]?.text } }
    }
    return builtinTools.union(names("mcp", ["name"])).union(names("providers", ["id", "name"]))
      .union(names("triggers", ["provider"]))
  }

  /// Where further host capabilities are listed: `[check].host_capabilities_path` (07 §12.3), from the folder of the file.
  package var hostCapabilitiesPath: String? {
    root["check"]?.table?["host_capabilities_path"]?.text.map { named in
      guard !named.hasPrefix("/"), let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return named }
      return "\(path[...end])\(named)"
    }
  }

  /// The host capabilities that the file lists: a table of lists, by itself.
  package var listedCapabilities: [String: Set<String>] {
    var capabilities: [String: Set<String>] = [:]
    for entry in root.entries {
      capabilities[entry.key] = Set((entry.value.items ?? []).compactMap(\.text))
    }
    return capabilities
  }

  /// Adds `[check.host_capabilities]` (07 §12.3).
  private func addHostCapabilities(to capabilities: inout [String: Set<String>]) -> [PersonaFault] {
    guard let value = root["check"]?.table?["host_capabilities"] else { return [] }
    guard let table = value.table else {
      return [
        PersonaFault(path: path, field: "check.host_capabilities", message: "expected table, got \(value.kindName)")
      ]
    }
    for entry in table.entries {
      let operations = (entry.value.items ?? []).compactMap(\.text)
      capabilities[entry.key, default: []].formUnion(operations)
    }
    return []
  }
}

extension PersonaList {
  /// Checks `drafts` against each other and `context`.
  init(path: String, drafts: [PersonaDraft], context: PersonaContext, otherFaults: [PersonaFault] = []) {
    var context = context
    context.personaNames = Set(drafts.map(\.persona.name))
    var faults = otherFaults
    for (index, draft) in drafts.enumerated() {
      var draft = draft
      draft.check(in: context)
      faults += draft.sortedFaults.map { fault in
        PersonaFault(path: path, field: "[[personas]][\(index)].\(fault.field)", message: fault.message)
      }
    }
    self.init(path: path, personas: drafts.map(\.persona), faults: faults)
  }
}
