/// The nearest of `candidates` to `name` as the checker counts (03 §5.2): length difference and distance at most 2, the
/// first of the smallest distance. O(candidates × length²).
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(name.unicodeScalars)
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != name {
    let scalars = Array(candidate.unicodeScalars)
    guard abs(scalars.count - target.count) <= 2 else { continue }
    let distance = editDistance(target, scalars)
    guard distance <= 2, distance < best?.distance ?? 3 else { continue }
    best = (candidate, distance)
  }
  return best?.name
}

/// The Levenshtein distance: insertions, deletions and substitutions cost 1 each.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let substituted = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
    }
  }
  return row[b.count]
}
