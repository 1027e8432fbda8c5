/// `std/async` (04 A15.5).
let asyncModule = #"""
  fn milliseconds(time) {
    if type_of(time) == "duration" { return to_int(duration_to_seconds(time * 1000)) }
    return time
  }

  pub fn wait_for(timeout_ms, interval_ms, predicate) {
    let interval = milliseconds(interval_ms)
    let limit = milliseconds(timeout_ms)
    let start = monotonic_ms()
    while monotonic_ms() - start < limit {
      let value = predicate()
      if value { return Ok(value) }
      sleep_ms(interval <= 0 ? 100 : interval)
    }
    let value = predicate()
    if value { return Ok(value) }
    return Err("timeout")
  }

  pub fn retry_until(max_attempts, predicate) {
    for _ in 0 to max_attempts exclusive {
      let value = predicate()
      if value { return Ok(value) }
    }
    return Err("exhausted")
  }

  pub fn retry_with_backoff(max_attempts, base_ms, predicate) {
    var pause = milliseconds(base_ms)
    for attempt in 1 to max_attempts {
      let value = predicate()
      if value { return Ok(value) }
      if attempt < max_attempts { sleep_ms(pause) }
      pause = pause * 2
    }
    return Err("exhausted")
  }

  pub fn circuit_call(name, closure) {
    if circuit_check(name) == "open" { return Err("circuit_open") }
    let result = try { closure() }
    if is_err(result) { circuit_record_failure(name) } else { circuit_record_success(name) }
    return result
  }
  """#
