/// The part of the prelude for the namespace `stream` (02 §13.3). It comes last: its dict of namespaces is the value of the
/// prelude.
let streamPreludeSource = """
  fn __expect_arguments(name, args, n) {
    if len(args) < n { __type_error("${name}: missing argument ${len(args) + 1}") }
  }
  fn __expect_callable_argument(name, args, n) {
    let f = args[n - 1]
    if !__is_callable(f) {
      __type_error("${name}: argument ${n} must be callable, got ${type_of(f)}")
    }
  }
  fn __expect_count(name, args, n, least, wanted) {
    let count = args[n - 1]
    if type_of(count) != "int" || count < least {
      __type_error("${name}: argument ${n} must be a ${wanted} int, got ${type_of(count)}")
    }
  }

  fn __stream_map(...args) {
    __expect_arguments("stream.map", args, 2)
    __expect_callable_argument("stream.map", args, 2)
    return iter(__generate_map(iter(args[0]), args[1]))
  }
  fn __stream_filter(...args) {
    __expect_arguments("stream.filter", args, 2)
    __expect_callable_argument("stream.filter", args, 2)
    return iter(__generate_filter(iter(args[0]), args[1]))
  }
  fn __stream_take(...args) {
    __expect_arguments("stream.take", args, 2)
    __expect_count("stream.take", args, 2, 0, "non-negative")
    let it = iter(args[0])
    return __iter_prefix(it, args[1]) ?? iter(__generate_take(it, args[1]))
  }
  fn __generate_tap(it, f) {
    for x in it {
      f(x)
      yield x
    }
  }
  fn __stream_tap(...args) {
    __expect_arguments("stream.tap", args, 2)
    __expect_callable_argument("stream.tap", args, 2)
    return iter(__generate_tap(iter(args[0]), args[1]))
  }
  fn __generate_scan(it, seed, f) {
    var acc = seed
    for x in it {
      acc = f(acc, x)
      yield acc
    }
  }
  fn __stream_scan(...args) {
    __expect_arguments("stream.scan", args, 3)
    __expect_callable_argument("stream.scan", args, 3)
    return iter(__generate_scan(iter(args[0]), args[1], args[2]))
  }
  fn __generate_take_until(it, f) {
    for x in it {
      if f(x) { return }
      yield x
    }
  }
  fn __stream_take_until(...args) {
    __expect_arguments("stream.take_until", args, 2)
    __expect_callable_argument("stream.take_until", args, 2)
    return iter(__generate_take_until(iter(args[0]), args[1]))
  }
  fn __stream_zip(...args) {
    if len(args) != 2 { __type_error("stream.zip: expected 2 streams, got ${len(args)}") }
    return iter(__generate_zip(iter(args[0]), iter(args[1])))
  }

  fn __iterators(sources) {
    var out = []
    for source in sources { out = out.push(iter(source)) }
    return out
  }
  // The next step of a source without waiting for it; nil when there is none yet. Then `draw`, if not nil, is on its way to it.
  fn __try_next(it, draw) {
    if draw == nil && !__runs_code(it) {
      return {step: __is_ready(it) ? __next(it) : nil, draw: nil}
    }
    let current = draw ?? __draw({ -> __next(it) })
    while !__draw_has_paused(current) {}
    if !__draw_has_ended(current) { return {step: nil, draw: current} }
    return {step: __await_next(it, current), draw: nil}
  }
  // The next step of a source on the way to which `draw` is, if not nil.
  fn __await_next(it, draw) {
    if draw == nil { return __next(it) }
    return __draw_result(draw) ?? __next(it)
  }

  // Waits for a source that has something: its place, the step, and the draws that are under way. The source at `first` comes
  // first, and those behind it.
  fn __next_of_any(sources, draws, first) {
    var under_way = draws
    if len(sources) == 1 { return {place: 0, step: __await_next(sources[0], draws[0]), draws: [nil]} }
    while true {
      for turn in 0 to len(sources) exclusive {
        let place = (first + turn) % len(sources)
        let tried = __try_next(sources[place], under_way[place])
        under_way[place] = tried.draw
        if tried.step != nil { return {place: place, step: tried.step, draws: under_way} }
      }
      sleep(1)
    }
  }
  fn __generate_merge(sources) {
    var left = sources
    var draws = sources.map({ it -> nil })
    var first = 0
    while len(left) > 0 {
      var place = first % len(left)
      var step = nil
      // What has its item without code is asked directly: most sources are like that.
      if !__runs_code(left[place]) && __is_ready(left[place]) {
        step = __next(left[place])
      } else {
        let found = __next_of_any(left, draws, place)
        place = found.place
        step = found.step
        draws = found.draws
      }
      if step.done {
        left = left[:place] + left[place + 1:]
        draws = draws[:place] + draws[place + 1:]
        first = place
      } else {
        yield step.value
        first = place + 1
      }
    }
  }
  fn __generate_in_turn(sources) {
    var left = sources
    var i = 0
    while len(left) > 0 {
      if i >= len(left) { i = 0 }
      let step = __next(left[i])
      if step.done {
        left = left[:i] + left[i + 1:]
      } else {
        yield step.value
        i += 1
      }
    }
  }
  fn __stream_merge(...args) {
    if len(args) < 1 { __type_error("stream.merge: expected at least one stream") }
    return iter(__generate_merge(__iterators(args)))
  }
  fn __stream_interleave(...args) {
    if len(args) < 2 { __type_error("stream.interleave: expected at least two streams") }
    return iter(__generate_in_turn(__iterators(args)))
  }
  fn __generate_race(sources) {
    var left = sources
    var draws = sources.map({ it -> nil })
    while len(left) > 0 {
      let found = __next_of_any(left, draws, 0)
      if !found.step.done {
        let winner = left[found.place]
        // Nobody asks for what the others are on their way to.
        left = []
        draws = []
        yield found.step.value
        for x in winner { yield x }
        return
      }
      draws = found.draws[:found.place] + found.draws[found.place + 1:]
      left = left[:found.place] + left[found.place + 1:]
    }
  }
  fn __stream_race(...args) {
    if len(args) < 1 { __type_error("stream.race: expected at least one stream") }
    return iter(__generate_race(__iterators(args)))
  }

  fn __generate_branch(it, shared, branch) {
    while true {
      while !__broadcast_has(shared, branch) {
        var turn = __broadcast_turn(shared)
        if turn != nil {
          let step = __next(it)
          if step.done { return }
          __broadcast_put(shared, step.value)
          turn = nil
        }
      }
      yield __broadcast_take(shared, branch)
    }
  }
  fn __stream_broadcast(...args) {
    __expect_arguments("stream.broadcast", args, 2)
    __expect_count("stream.broadcast", args, 2, 1, "positive")
    let it = iter(args[0])
    let shared = __broadcast(args[1])
    var out = []
    for branch in 0 to args[1] exclusive {
      out = out.push(iter(__generate_branch(it, shared, branch)))
    }
    return out
  }

  fn __stream_throttle(...args) {
    __expect_arguments("stream.throttle", args, 2)
    let rate = args[1]
    let kind = type_of(rate)
    if kind != "int" && kind != "float" {
      __type_error("stream.throttle: argument 2 must be a positive number, got ${kind}")
    }
    if rate - rate != 0 {
      __type_error("stream.throttle: argument 2 must be a positive finite number")
    }
    if rate <= 0 {
      __type_error("stream.throttle: argument 2 must be a positive number, got ${kind}")
    }
    // A pause of more than thirty years is as good as any longer one.
    let pause = min(1000.0 / rate, 1000000000000.0)
    return iter(__generate_throttle(iter(args[0]), max(1, ceil(pause))))
  }
  fn __generate_throttle(it, pause) {
    var next = nil
    for x in it {
      if next != nil { sleep(next - __clock()) }
      next = __clock() + pause
      yield x
    }
  }
  fn __stream_debounce(...args) {
    __expect_arguments("stream.debounce", args, 2)
    __expect_count("stream.debounce", args, 2, 0, "non-negative")
    return iter(__generate_debounce(iter(args[0]), args[1]))
  }
  fn __generate_debounce(it, pause) {
    var draw = nil
    while true {
      var step = __await_next(it, draw)
      draw = nil
      if step.done { return }
      var last = step.value
      sleep(pause)
      while step != nil && !step.done {
        last = step.value
        let tried = __try_next(it, draw)
        step = tried.step
        draw = tried.draw
      }
      yield last
      if step != nil { return }
    }
  }

  fn __stream_limit(given) {
    let kind = type_of(given)
    if kind == "nil" { return 10000 }
    if kind != "int" && kind != "dict" {
      __type_error("stream.collect: second argument must be max int or options dict, got ${kind}")
    }
    let max = kind == "dict" ? given.max : given
    if max == nil { return 10000 }
    if type_of(max) != "int" || max < 0 {
      __type_error("stream.collect: max must be a non-negative int, got ${type_of(max)}")
    }
    return max
  }
  fn __stream_collect(...args) {
    __expect_arguments("stream.collect", args, 1)
    let max = __stream_limit(args[1])
    var out = []
    for x in iter(args[0]) {
      if len(out) >= max { __runtime_error("stream.collect: max cap ${max} exceeded") }
      out = out.push(x)
    }
    return out
  }
  fn __stream_fold(...args) {
    __expect_arguments("stream.fold", args, 3)
    __expect_callable_argument("stream.fold", args, 3)
    let f = args[2]
    var acc = args[1]
    for x in iter(args[0]) { acc = f(acc, x) }
    return acc
  }
  fn __stream_first(...args) {
    __expect_arguments("stream.first", args, 1)
    for x in iter(args[0]) { return x }
    return nil
  }

  return {
    stream: {
      map: __stream_map, filter: __stream_filter, take: __stream_take, tap: __stream_tap,
      scan: __stream_scan, take_until: __stream_take_until, zip: __stream_zip,
      merge: __stream_merge, interleave: __stream_interleave, race: __stream_race,
      broadcast: __stream_broadcast, throttle: __stream_throttle, debounce: __stream_debounce,
      collect: __stream_collect, fold: __stream_fold, first: __stream_first,
    },
  }
  """
