/// `std/json` (05 §30.3).
let jsonModule = #"""
  pub fn pretty(value) { return json_stringify(value) }

  pub fn safe_parse(text) {
    let parsed = try { json_parse(text) }
    return unwrap_or(parsed, nil)
  }

  pub fn merge(a, b) { return a.merge(b) }

  pub fn pick(entries, keys) {
    var result = {}
    for key in keys {
      let value = entries[key]
      if value != nil { result[key] = value }
    }
    return result
  }

  pub fn omit(entries, keys) {
    var result = entries
    for key in keys { result = result.remove(key) }
    return result
  }
  """#
