/// `std/checkpoint` (05 §30.8).
let checkpointModule = #"""
  pub fn checkpoint_stage(name, stage) {
    if checkpoint_exists(name) { return checkpoint_get(name) }
    let value = stage()
    checkpoint(name, value)
    return value
  }

  pub fn checkpoint_stage_retry(name, attempts, stage) {
    if checkpoint_exists(name) { return checkpoint_get(name) }
    var failure = nil
    for _ in 0 to attempts exclusive {
      try {
        let value = stage()
        checkpoint(name, value)
        return value
      } catch (e) {
        failure = e
      }
    }
    throw "checkpoint_stage_retry failed after ${attempts} attempts: ${failure}"
  }
  """#
