import VM

/// What the step stack of a task has of an activation (06 §4.1).
struct StepEntry {
  /// Frames of the task right after the frame was pushed.
  let frameDepth: Int
  /// The definition at the time of the call (06 §3.1).
  let definition: StepDefinition
  /// The persona that was current (06 §4.2 step 5).
  let persona: PersonaDefinition?
  /// Whether a stage policy was pushed (06 §8.3).
  let isStagePolicyPushed: Bool
  /// The policy in force, narrowed by that stage; nil when no stage is in force.
  let stagePolicy: StagePolicy?
  /// The tracing span, 0 without tracing.
  let spanID: UInt64
  /// The arguments as passed.
  var arguments: PassedArguments

  /// The entry of a call. The stage of the persona for this step, if there is one, is pushed onto the policy in force. Borrows
  /// the arguments.
  init(
    frameDepth: Int, definition: StepDefinition, persona: PersonaDefinition?, policy: StagePolicy?, spanID: UInt64,
    borrowing arguments: UnsafeBufferPointer<Value>
  ) {
    self.frameDepth = frameDepth
    self.definition = definition
    self.persona = persona
    let stage = persona?.stage(ofStep: definition.name)
    isStagePolicyPushed = stage != nil
    stagePolicy = stage.map { (policy ?? StagePolicy()).narrowed(by: $0) } ?? policy
    self.spanID = spanID
    self.arguments = PassedArguments(retaining: arguments)
  }
}

/// The arguments of an activation, each with a count of its own. Few of them need no memory of their own.
struct PassedArguments {
  private var count = 0
  private var first = Value.nilValue
  private var second = Value.nilValue
  /// Those after the second.
  private var others: UnsafeMutablePointer<Value>?

  /// No arguments.
  init() {}

  /// Copies the arguments.
  @inline(__always) init(retaining arguments: UnsafeBufferPointer<Value>) {
    count = arguments.count
    if count > 0 { first = arguments[0].retained() }
    if count > 1 { second = arguments[1].retained() }
    if count > 2 { retainOthers(arguments) }
  }

  @inline(never) private mutating func retainOthers(_ arguments: UnsafeBufferPointer<Value>) {
    let others = UnsafeMutablePointer<Value>.allocate(capacity: count - 2)
    for number in 2..<count { (others + number - 2).initialize(to: arguments[number].retained()) }
    self.others = others
  }

  /// All arguments in order, borrowed.
  var list: [Value] {
    Array([first, second].prefix(count)) + UnsafeBufferPointer(start: others, count: max(0, count - 2))
  }

  /// Gives the counts back; nothing is left then.
  @inline(__always) mutating func release() {
    if count > 0 { first.released() }
    if count > 1 { second.released() }
    if count > 2 { releaseOthers() }
    count = 0
  }

  @inline(never) private mutating func releaseOthers() {
    for value in UnsafeBufferPointer(start: others, count: count - 2) { value.released() }
    others?.deallocate()
    others = nil
  }
}
