/// `std/collections` (05 §30.2).
let collectionsModule = #"""
  pub fn filter_nil(entries) {
    return entries.filter({ value -> value != nil && value != "" && value != "null" })
  }

  pub fn store_stale(key, max_age_seconds) {
    let stored = store_get("${key}_ts")
    return stored == nil || timestamp() - stored > max_age_seconds
  }

  pub fn store_refresh(key) { store_set("${key}_ts", timestamp()) }
  """#
