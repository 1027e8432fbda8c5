import VM

/// An activation on the stack of its task, with an object once somebody refers to it; the object has the arguments then.
struct StackedStep {
  var entry: StepEntry
  var step: ActiveStep?

  /// The object, made at the first call.
  mutating func object() -> ActiveStep {
    if let step { return step }
    let step = ActiveStep(entry)
    entry.arguments = PassedArguments()
    self.step = step
    return step
  }
}

/// The activations of a task that are in progress, innermost last.
///
/// They lie in memory of their own, where they are made and taken apart in place: every call of a step does both.
struct StepStack: ~Copyable {
  /// Nil before the first activation.
  private var steps: UnsafeMutablePointer<StackedStep>?
  private(set) var count = 0
  private var capacity = 0

  /// No activation, and no memory.
  init() {}

  deinit {
    guard let steps else { return }
    for number in 0..<count { steps[number].entry.arguments.release() }
    steps.deinitialize(count: count)
    steps.deallocate()
  }

  /// Whether there is none.
  var isEmpty: Bool { count == 0 }

  /// The innermost activation.
  ///
  /// - Precondition: there is one.
  var top: UnsafeMutablePointer<StackedStep> {
    assert(count > 0, "a step is active")
    return steps.unsafelyUnwrapped + (count - 1)
  }

  /// Enters an activation.
  @inline(__always) mutating func push(_ entry: consuming StepEntry) {
    if count == capacity { grow() }
    (steps.unsafelyUnwrapped + count).initialize(to: StackedStep(entry: entry))
    count += 1
  }

  /// Leaves the innermost activation, which belongs to the caller now.
  ///
  /// - Precondition: there is one.
  @inline(__always) mutating func pop() -> StackedStep {
    let top = top
    count -= 1
    return top.move()
  }

  @inline(never) private mutating func grow() {
    capacity = max(8, capacity * 2)
    let larger = UnsafeMutablePointer<StackedStep>.allocate(capacity: capacity)
    if let steps {
      larger.moveInitialize(from: steps, count: count)
      steps.deallocate()
    }
    steps = larger
  }
}
