import Diagnostics

/// The nearest of `candidates` to `name` as the checker counts (03 §5.2): length difference and distance at most 2, the
/// first of the smallest distance. O(candidates × length²).
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(name.unicodeScalars)
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != name {
    guard abs(candidate.unicodeScalars.count - target.count) <= 2 else { continue }
    let scalars = Array(candidate.unicodeScalars)
    let distance = editDistance(target, scalars)
    guard distance <= 2, distance < best?.distance ?? 3 else { continue }
    best = (candidate, distance)
  }
  return best?.name
}
