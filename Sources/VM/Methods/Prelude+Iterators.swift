/// The part of the prelude for iterators and streams (02 §12.5, §13.2): combinators are generators whose handle is an iterator.
let iteratorPreludeSource = """
  fn __expect_callable(name, f) {
    if !__is_callable(f) { __type_error("iter.${name}: expected callable") }
  }

  fn __generate_map(it, f) { for x in it { yield f(x) } }
  fn __iter_map(it, f) {
    __expect_callable("map", f)
    return iter(__generate_map(it, f))
  }
  fn __generate_filter(it, f) { for x in it { if f(x) { yield x } } }
  fn __iter_filter(it, f) {
    __expect_callable("filter", f)
    return iter(__generate_filter(it, f))
  }
  fn __generate_flat_map(it, f) { for x in it { for y in iter(f(x)) { yield y } } }
  fn __iter_flat_map(it, f) {
    __expect_callable("flat_map", f)
    return iter(__generate_flat_map(it, f))
  }
  fn __generate_take(it, n) {
    var left = n
    if left == 0 { return }
    for x in it {
      left -= 1
      yield x
      if left == 0 { return }
    }
  }
  fn __iter_take(it, n) {
    if type_of(n) != "int" || n < 0 { __type_error("iter.take: expected non-negative int") }
    return __iter_prefix(it, n) ?? iter(__generate_take(it, n))
  }
  fn __generate_skip(it, n) {
    var left = n
    while left > 0 {
      let step = __next(it)
      if step.done { return }
      left -= 1
    }
    for x in it { yield x }
  }
  fn __iter_skip(it, n) {
    if type_of(n) != "int" || n < 0 { __type_error("iter.skip: expected non-negative int") }
    return iter(__generate_skip(it, n))
  }
  fn __generate_take_while(it, f) {
    for x in it {
      if !f(x) { return }
      yield x
    }
  }
  fn __iter_take_while(it, f) {
    __expect_callable("take_while", f)
    return iter(__generate_take_while(it, f))
  }
  fn __generate_skip_while(it, f) {
    var skipping = true
    for x in it {
      if skipping { skipping = f(x) ? true : false }
      if !skipping { yield x }
    }
  }
  fn __iter_skip_while(it, f) {
    __expect_callable("skip_while", f)
    return iter(__generate_skip_while(it, f))
  }
  fn __generate_zip(it, other) {
    for x in it {
      let step = __next(other)
      if step.done { return }
      yield pair(x, step.value)
    }
  }
  fn __iter_zip(it, other) {
    if !__is_iterable(other) { __type_error("iter.zip: expected iterable argument") }
    let others = iter(other)
    return __iter_zipped(it, others) ?? iter(__generate_zip(it, others))
  }
  fn __generate_enumerate(it) {
    var i = 0
    for x in it {
      yield pair(i, x)
      i += 1
    }
  }
  fn __iter_enumerate(it) { return __iter_enumerated(it) ?? iter(__generate_enumerate(it)) }
  fn __generate_chain(it, other) {
    for x in it { yield x }
    for x in other { yield x }
  }
  fn __iter_chain(it, other) {
    if !__is_iterable(other) { __type_error("iter.chain: expected iterable argument") }
    return iter(__generate_chain(it, iter(other)))
  }
  fn __generate_chunks(it, n) {
    var chunk = []
    for x in it {
      chunk = chunk.push(x)
      if len(chunk) == n {
        yield chunk
        chunk = []
      }
    }
    if len(chunk) > 0 { yield chunk }
  }
  fn __iter_chunks(it, n) {
    if type_of(n) != "int" || n <= 0 { __type_error("iter.chunks: chunk size must be positive") }
    return iter(__generate_chunks(it, n))
  }
  fn __generate_windows(it, n) {
    var window = []
    for x in it {
      window = window.push(x)
      if len(window) > n { window = window[1:] }
      if len(window) == n { yield window }
    }
  }
  fn __iter_windows(it, n) {
    if type_of(n) != "int" || n <= 0 { __type_error("iter.windows: window size must be positive") }
    return iter(__generate_windows(it, n))
  }

  fn __next(it) {
    for x in it { return {done: false, value: x} }
    return {done: true, value: nil}
  }
  fn __generator_next(g) { return __next(g) }

  fn __iter_to_list(it) {
    let rest = __take_rest(it)
    if rest != nil { return rest }
    var out = []
    for x in it { out = out.push(x) }
    return out
  }
  fn __iter_to_set(it) { return __set_of(__iter_to_list(it).unique()) }
  fn __iter_to_dict(it) {
    var out = {}
    for x in it {
      if type_of(x) != "pair" { __type_error("iter.to_dict: expected pair, got ${type_of(x)}") }
      if type_of(x.first) != "string" {
        __type_error("iter.to_dict: expected string key, got ${type_of(x.first)}")
      }
      out[x.first] = x.second
    }
    return out
  }
  fn __iter_count(it) {
    var n = 0
    for x in it { n += 1 }
    return n
  }
  fn __iter_sum(it) {
    var total = 0
    for x in it {
      let kind = type_of(x)
      if kind != "int" && kind != "float" { __type_error("iter.sum: expected number, got ${kind}") }
      total += x
    }
    return total
  }
  fn __iter_min(it) {
    var best = nil
    var found = false
    for x in it {
      if !found || x < best {
        best = x
        found = true
      }
    }
    return best
  }
  fn __iter_max(it) {
    var best = nil
    var found = false
    for x in it {
      if !found || x > best {
        best = x
        found = true
      }
    }
    return best
  }
  fn __iter_reduce(it, ...rest) {
    if len(rest) < 2 { __type_error("iter.reduce: expected (init, fn)") }
    let f = rest[1]
    if !__is_callable(f) { __type_error("iter.reduce: second arg must be callable") }
    var acc = rest[0]
    for x in it { acc = f(acc, x) }
    return acc
  }
  fn __iter_first(it) {
    for x in it { return x }
    return nil
  }
  fn __iter_last(it) {
    var last = nil
    for x in it { last = x }
    return last
  }
  fn __iter_any(it, f) {
    __expect_callable("any", f)
    for x in it { if f(x) { return true } }
    return false
  }
  fn __iter_all(it, f) {
    __expect_callable("all", f)
    for x in it { if !f(x) { return false } }
    return true
  }
  fn __iter_find(it, f) {
    __expect_callable("find", f)
    for x in it { if f(x) { return x } }
    return nil
  }
  fn __iter_for_each(it, f) {
    __expect_callable("for_each", f)
    for x in it { f(x) }
    return nil
  }
  """
