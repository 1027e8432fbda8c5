// `std/math` (05 §30.4) in four parts. It marks nothing `pub`: a wildcard import brings all of it.

/// Conversions, preconditions, ranking.
let mathModule = #"""
  fn clamp(value, lo, hi) {
    if value < lo { return lo }
    if value > hi { return hi }
    return value
  }

  fn lerp(a, b, t) { return a + (b - a) * t }

  fn map_range(value, in_lo, in_hi, out_lo, out_hi) {
    return out_lo + (value - in_lo) * (out_hi - out_lo) / (in_hi - in_lo)
  }

  fn deg_to_rad(degrees) { return degrees * pi / 180.0 }

  fn rad_to_deg(radians) { return radians * 180.0 / pi }

  fn _is_number(value) {
    let kind = type_of(value)
    return kind == "int" || kind == "float"
  }

  fn _require_list(items, label) { require type_of(items) == "list", "${label} must be a list" }

  fn _require_numbers(items, label) {
    _require_list(items, label)
    for item in items { require _is_number(item), "${label} must contain only numbers" }
  }

  fn _require_some_numbers(items, label) {
    _require_numbers(items, label)
    require len(items) > 0, "${label} must not be empty"
  }

  fn _whole(value, label) {
    require _is_number(value), "${label} must be numeric"
    require floor(value) == value, "${label} must be an integer"
    return to_int(value)
  }

  fn _natural(value, label) {
    let number = _whole(value, label)
    require number >= 0, "${label} must be non-negative"
    return number
  }

  fn _total(items) {
    var total = 0
    for item in items { total = total + item }
    return total
  }

  fn _mean(items) { return to_float(_total(items)) / len(items) }

  fn argsort(items, score = nil) {
    _require_list(items, "items")
    let indices = (0 to len(items) exclusive).to_list()
    if score == nil { return indices.sort_by({ index -> items[index] }) }
    return indices.sort_by({ index -> score(items[index]) })
  }

  fn top_k(items, k, score = nil) {
    _require_list(items, "items")
    let count = _natural(k, "k")
    // Sorting is stable: what comes first among equals has to come last here.
    let backwards = items.reverse()
    let ascending = score == nil ? backwards.sort() : backwards.sort_by(score)
    return ascending.reverse().take(count)
  }

  fn minmax_scale(items) {
    _require_numbers(items, "items")
    if len(items) == 0 { return [] }
    let lo = items.min()
    let span = to_float(items.max() - lo)
    return items.map({ item -> span == 0.0 ? 0.0 : (item - lo) / span })
  }

  """#
