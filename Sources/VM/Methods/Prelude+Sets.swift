/// The part of the prelude for the methods of sets with a callback (05 §10).
let setPreludeSource = """
  fn __set_map(s, f) {
    if !__is_callable(f) { return nil }
    var out = []
    for x in s { out = out.push(f(x)) }
    return __set_by_equality(out)
  }
  fn __set_filter(s, f) {
    if !__is_callable(f) { return nil }
    var out = []
    for x in s { if f(x) { out = out.push(x) } }
    return __set_of(out)
  }
  fn __set_any(s, f) {
    if !__is_callable(f) { return false }
    for x in s { if f(x) { return true } }
    return false
  }
  fn __set_all(s, f) {
    if !__is_callable(f) { return true }
    for x in s { if !f(x) { return false } }
    return true
  }
  fn __set_every(s, f) { return __set_all(s, f) }

  """
