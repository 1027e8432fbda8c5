import Diagnostics
import Syntax

/// `unreachable()` and what is left of `unknown` (03 §9.2, §9.3).
extension FileChecker {
  /// A call of `unreachable`.
  mutating func reportUnreachable(_ arguments: [ListItem], at range: SourceRange) {
    guard isReporting else { return }
    if arguments.count == 1, !arguments[0].isSpread, let index = variable(arguments[0].value) {
      let state = bindings.state(at: index)
      let type = state.current
      if type != .dynamic, type != .wildcard, expand(type) != .never, state.ruledOut != allNames {
        report(.reachable(types.text(type), at: range))
      }
    }
    for finding in coverageFindings(at: range, site: "unreachable()") { report(finding) }
  }

  /// The variables of type `unknown` that conditions narrowed in part before a place that claims that nothing is left.
  func coverageFindings(at range: SourceRange, site: String) -> [Diagnostic] {
    var found: [(name: String, ruledOut: UInt16)] = []
    for index in bindings.bindings.indices.dropFirst(bindings.floor) {
      let binding = bindings.bindings[index]
      guard binding.state.ruledOut != 0, binding.state.ruledOut != allNames, binding.state.current == .unknown,
        bindings.index(of: binding.name) == index
      else { continue }
      found.append((types.names.text(binding.name), binding.state.ruledOut))
    }
    return found.sorted { $0.name < $1.name }.map { name, ruledOut in
      .uncoveredUnknown(name, site: site, missing: uncoveredNames(ruledOut), at: range)
    }
  }

  private func uncoveredNames(_ ruledOut: UInt16) -> String {
    let order: [BuiltinTypeName] = [.int, .string, .float, .bool, .null, .list, .dict, .closure, .bytes]
    return order.filter { ruledOut & (1 << UInt16($0.rawValue)) == 0 }.map(\.spelling).joined(separator: ", ")
  }
}

/// Every tested name.
private let allNames: UInt16 = 0x1FF
