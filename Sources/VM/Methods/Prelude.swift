/// The methods and functions with a callback, in Harn: they are compiled like any program, so a callback may do anything,
/// suspend included, and nothing recurses on the Swift stack.
///
/// `__KIND_METHOD(receiver, …)` is the method METHOD of values of that kind (05 §8.1, §9), `__function_NAME(…)` the
/// builtin NAME (05 §8.2). Frames of these functions are hidden from traces.
package let preludeSource =
  callbackPreludeSource + "\n" + setPreludeSource + "\n" + iteratorPreludeSource + "\n"
  + rateLimitPreludeSource
  + streamPreludeSource

/// The part of the prelude for methods and functions with a callback.
let callbackPreludeSource = """
  fn __list_map(xs, f) {
    if !__is_callable(f) { return nil }
    var out = []
    for x in xs { out = out.push(f(x)) }
    return out
  }
  fn __list_filter(xs, f) {
    if !__is_callable(f) { return nil }
    var out = []
    for x in xs { if f(x) { out = out.push(x) } }
    return out
  }
  fn __list_reduce(xs, init, f) {
    if !__is_callable(f) { return nil }
    var acc = init
    for x in xs { acc = f(acc, x) }
    return acc
  }
  fn __list_find(xs, f) {
    if !__is_callable(f) { return nil }
    for x in xs { if f(x) { return x } }
    return nil
  }
  fn __list_find_index(xs, f) {
    if !__is_callable(f) { return -1 }
    var i = 0
    for x in xs {
      if f(x) { return i }
      i += 1
    }
    return -1
  }
  fn __list_any(xs, f) {
    if !__is_callable(f) { return false }
    for x in xs { if f(x) { return true } }
    return false
  }
  fn __list_all(xs, f) {
    if !__is_callable(f) { return true }
    for x in xs { if !f(x) { return false } }
    return true
  }
  fn __list_every(xs, f) { return __list_all(xs, f) }
  fn __list_none(xs, f) {
    if !__is_callable(f) { return xs.empty }
    for x in xs { if f(x) { return false } }
    return true
  }
  fn __list_flat_map(xs, f) {
    if !__is_callable(f) { return nil }
    var out = []
    for x in xs {
      let part = f(x)
      if type_of(part) == "list" {
        out = out + part
      } else {
        out = out.push(part)
      }
    }
    return out
  }
  fn __list_sort_by(xs, f) {
    if !__is_callable(f) { return nil }
    var keys = []
    for x in xs { keys = keys.push(f(x)) }
    return __ordered(xs, keys)
  }
  fn __list_min_by(xs, f) {
    if !__is_callable(f) { return nil }
    var best = nil
    var bestKey = nil
    var isFirst = true
    for x in xs {
      let key = f(x)
      if isFirst || key < bestKey {
        best = x
        bestKey = key
        isFirst = false
      }
    }
    return best
  }
  fn __list_max_by(xs, f) {
    if !__is_callable(f) { return nil }
    var best = nil
    var bestKey = nil
    var isFirst = true
    for x in xs {
      let key = f(x)
      if isFirst || key > bestKey {
        best = x
        bestKey = key
        isFirst = false
      }
    }
    return best
  }
  fn __list_partition(xs, f) {
    if !__is_callable(f) { return nil }
    var yes = []
    var no = []
    for x in xs {
      if f(x) { yes = yes.push(x) } else { no = no.push(x) }
    }
    return [yes, no]
  }
  fn __list_group_by(xs, f) {
    if !__is_callable(f) { return nil }
    var keys = []
    for x in xs { keys = keys.push(f(x)) }
    return __group(xs, keys)
  }
  fn __dict_map_values(d, f) {
    if !__is_callable(f) { return nil }
    var out = d
    for key in d.keys() { out[key] = f(d[key]) }
    return out
  }
  fn __dict_filter(d, f) {
    if !__is_callable(f) { return nil }
    var out = {}
    for key in d.keys() {
      let value = d[key]
      if f(value) { out[key] = value }
    }
    return out
  }
  fn __dict_rekey(d, f) {
    if !__is_callable(f) { return nil }
    var out = {}
    for key in d.keys() { out[f(key)] = d[key] }
    return out
  }
  fn __dict_map_keys(d, f) { return __dict_rekey(d, f) }
  fn __function_group_by(...args) {
    __check_list_call("group_by", args)
    return __list_group_by(args[0], args[1])
  }
  fn __function_flat_map(...args) {
    __check_list_call("flat_map", args)
    return __list_flat_map(args[0], args[1])
  }
  fn __function_partition(...args) {
    __check_list_call("partition", args)
    let parts = __list_partition(args[0], args[1])
    return {match: parts[0], no_match: parts[1]}
  }
  fn __function_dedup_by(...args) {
    __check_list_call("dedup_by", args)
    let xs = args[0]
    let f = args[1]
    var keys = []
    for x in xs { keys = keys.push(f(x)) }
    var out = []
    for i in __unique_positions(keys) { out = out.push(xs[i]) }
    return out
  }

  """
