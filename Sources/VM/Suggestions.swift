// "Did you mean" at run time (02 §15.6).

extension VirtualMachine {
  /// The builtin whose name is nearest to an unknown one.
  func nearestBuiltin(_ name: String) -> String? {
    nearest(name, among: Array(builtinNumbers.keys) + Array(preludeFunctions.keys))
  }

  /// The variable, global or builtin visible at `pc` whose name is nearest to an unknown one.
  func nearestVariable(_ name: String, at pc: Raw) -> String? {
    var candidates = Array(builtinNumbers.keys) + Array(preludeFunctions.keys) + globalNames
    if let (function, instruction) = location(pc) {
      let code = functions[function].code
      for variable in code.variables
      where variable.from <= instruction && instruction <= variable.to {
        candidates.append(variable.name)
      }
      candidates += functions[function].unit.definedGlobals
    }
    return nearest(name, among: candidates)
  }
}

/// Smallest distance, then closest length, then alphabetical; nil when none is near enough.
func nearest(_ name: String, among candidates: [String]) -> String? {
  let bytes = name.utf8.count
  let limit = bytes <= 2 ? 1 : bytes <= 5 ? 2 : 3
  let wanted = Array(name.unicodeScalars)
  var best: (distance: Int, lengthDifference: Int, name: String)?
  for candidate in candidates where candidate != name && !candidate.hasPrefix("__") {
    let scalars = Array(candidate.unicodeScalars)
    let lengthDifference = abs(scalars.count - wanted.count)
    guard lengthDifference <= limit else { continue }
    let distance = editDistance(wanted, scalars)
    guard distance <= limit else { continue }
    let found = (distance, lengthDifference, candidate)
    if let known = best, (known.distance, known.lengthDifference, known.name) <= found { continue }
    best = found
  }
  return best?.name
}

/// Levenshtein distance. O(n·m).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
      diagonal = row[j + 1]
      row[j + 1] = next
    }
  }
  return row[b.count]
}
