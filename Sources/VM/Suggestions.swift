import Diagnostics

// "Did you mean" at run time (02 §15.6).

extension VirtualMachine {
  /// The builtin whose name is nearest to an unknown one.
  func nearestBuiltin(_ name: String) -> String? {
    nearest(name, among: Array(builtinNumbers.keys) + implementedBuiltins)
  }

  /// The variable, global or builtin visible at `pc` whose name is nearest to an unknown one.
  func nearestVariable(_ name: String, at pc: Raw) -> String? {
    var candidates = Array(builtinNumbers.keys) + implementedBuiltins + globalNames
    if let (function, instruction) = location(pc) {
      addVariables(of: functions[function], at: instruction, to: &candidates)
      candidates += functions[function].unit.definedGlobals
    }
    return nearest(name, among: candidates)
  }

  /// The variables visible at an instruction: its own and, for a closure, those where it was made, of which it captures only
  /// the ones that it mentions (02 §5.6).
  private func addVariables(
    of function: LoadedFunction, at instruction: Int, to candidates: inout [String]
  ) {
    var function = function
    var instruction = instruction
    while true {
      for variable in function.code.variables
      where variable.from <= instruction && instruction <= variable.to {
        candidates.append(variable.name)
      }
      guard let (outer, place) = function.unit.maker(of: function), outer !== function else { return }
      (function, instruction) = (outer, place)
    }
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
