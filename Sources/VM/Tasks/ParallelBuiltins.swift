/// The constructs of 04 A4: `(cap, operand, closure)`; and `parallel_race`.
var parallelBuiltins: [NativeBuiltin] {
  [
    .init("__task_parallel") { call throws(HarnError) in try call.parallel(.count) },
    .init("__task_each") { call throws(HarnError) in try call.parallel(.each) },
    .init("__task_settle") { call throws(HarnError) in try call.parallel(.settle) },
    .init("__task_stream") { call throws(HarnError) in try call.parallel(.stream) },
    .init("parallel_race") { call throws(HarnError) in try call.race() },
  ]
}

extension NativeCall {
  fileprivate func parallel(_ form: TaskGroup.Form) throws(HarnError) -> Value {
    let scheduler = vm.scheduler!
    let limit = value(0)
    guard limit.isInt || limit.isNil else {
      throw .typeError("parallel max_concurrent must be an int; got \(typeName(limit))")
    }
    scheduler.current.groupCount += 1
    var operand = value(1)
    if form == .count {
      operand = operand.isInt ? operand : Value(int: 0)
    } else if !operand.isList {
      return .nilValue
    }
    let group = TaskGroup(
      form, owned(2), over: operand.retained(), limit: limit.isInt ? limit.int : 0,
      creator: scheduler.current)
    group.openSpan(scheduler)
    if form == .stream {
      let stream = newHandle(ParallelStreamState(group, scheduler))
      group.launch(scheduler)
      return stream
    }
    if group.isEmpty { return group.emptyResult }
    return waitFor(group, scheduler)
  }

  private func waitFor(_ group: TaskGroup, _ scheduler: Scheduler) -> Value {
    group.waiter = scheduler.current
    scheduler.beginWait(.group(group))
    group.launch(scheduler)
    return .absent
  }

  /// `parallel_race(items, callable, options?)` (04 A4.7).
  fileprivate func race() throws(HarnError) -> Value {
    for index in 0..<2 where count <= index {
      throw .typeError("parallel_race: missing argument \(index + 1)")
    }
    guard self[0].isList else {
      throw .typeError("parallel_race: first argument must be a list, got \(typeName(self[0]))")
    }
    guard self[1].isCallable else {
      throw .typeError("parallel_race: argument 2 must be callable, got \(typeName(self[1]))")
    }
    let limit = try raceLimit()
    guard self[0].list.pointee.count > 0 else {
      throw .runtimeError("parallel_race: expected at least one item")
    }
    let scheduler = vm.scheduler!
    let group = TaskGroup(.race, owned(1), over: owned(0), limit: limit, creator: scheduler.current)
    group.openSpan(scheduler)
    return waitFor(group, scheduler)
  }

  private func raceLimit() throws(HarnError) -> Int {
    let options = value(2)
    if options.isNil { return 0 }
    if options.isInt { return options.int }
    guard options.isDict else {
      throw .typeError(
        "parallel_race: third argument must be max_concurrent int or options dict, got "
          + typeName(options))
    }
    guard let limit = options.entry("max_concurrent"), !limit.isNil else { return 0 }
    guard limit.isInt else {
      throw .typeError("parallel_race: max_concurrent must be an int, got \(typeName(limit))")
    }
    return limit.int
  }
}
