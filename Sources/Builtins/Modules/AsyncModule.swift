/// `std/async` (04 A15.5).
let asyncModule = #"""
  pub fn retry_until(max_attempts, predicate) {
    for _ in 0 to max_attempts exclusive {
      let value = predicate()
      if value { return Ok(value) }
    }
    return Err("exhausted")
  }
  """#
