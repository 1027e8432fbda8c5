/// Vectors of `std/math`.
let vectorModule = #"""
  fn _require_vectors(a, b) {
    _require_numbers(a, "a")
    _require_numbers(b, "b")
    require len(a) == len(b), "vectors must have the same length"
  }

  fn _dot(a, b) {
    var total = 0.0
    for index in 0 to len(a) exclusive { total = total + a[index] * b[index] }
    return total
  }

  fn _squared_distance(a, b) {
    var total = 0.0
    for index in 0 to len(a) exclusive { total = total + (a[index] - b[index]) * (a[index] - b[index]) }
    return total
  }

  fn dot(a, b) {
    _require_vectors(a, b)
    return _dot(a, b)
  }

  fn euclidean_distance(a, b) {
    _require_vectors(a, b)
    return sqrt(_squared_distance(a, b))
  }

  fn manhattan_distance(a, b) {
    _require_vectors(a, b)
    var total = 0.0
    for index in 0 to len(a) exclusive { total = total + abs(a[index] - b[index]) }
    return total
  }

  fn chebyshev_distance(a, b) {
    _require_vectors(a, b)
    var most = 0.0
    for index in 0 to len(a) exclusive {
      let distance = to_float(abs(a[index] - b[index]))
      if distance > most { most = distance }
    }
    return most
  }

  fn vector_norm(v) {
    _require_numbers(v, "v")
    return sqrt(_dot(v, v))
  }

  fn vector_normalize(v) {
    let norm = vector_norm(v)
    require norm != 0.0, "cannot normalize a zero vector"
    return v.map({ x -> x / norm })
  }

  fn cosine_similarity(a, b) {
    _require_vectors(a, b)
    let norms = sqrt(_dot(a, a)) * sqrt(_dot(b, b))
    require norms != 0.0, "cosine similarity requires non-zero vectors"
    return _dot(a, b) / norms
  }

  """#
