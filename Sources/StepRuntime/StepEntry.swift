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
  /// The arguments as passed.
  var arguments: PassedArguments

  /// The entry of a call. The stage of the persona for this step, if there is one, is pushed onto the policy in force. Borrows
  /// the arguments.
  init(
    frameDepth: Int, definition: StepDefinition, persona: PersonaDefinition?, policy: StagePolicy?,
    borrowing arguments: UnsafeBufferPointer<Value>
  ) {
    self.frameDepth = frameDepth
    self.definition = definition
    self.persona = persona
    let stage = persona?.stage(ofStep: definition.name)
    isStagePolicyPushed = stage != nil
    stagePolicy = stage.map { (policy ?? StagePolicy()).narrowed(by: $0) } ?? policy
    self.arguments = PassedArguments(retaining: arguments)
  }
}

/// The arguments of an activation, each with a count of its own. Few of them need no memory of their own.
struct PassedArguments {
  private var first = Value.absent
  private var second = Value.absent
  private var others: [Value] = []

  /// No arguments.
  init() {}

  /// Copies the arguments.
  init(retaining arguments: UnsafeBufferPointer<Value>) {
    if arguments.count > 0 { first = arguments[0].retained() }
    if arguments.count > 1 { second = arguments[1].retained() }
    if arguments.count > 2 { others = arguments[2...].map { $0.retained() } }
  }

  /// All arguments in order.
  var list: [Value] { [first, second].filter { !$0.isAbsent } + others }

  /// Gives the counts back; nothing is left then.
  mutating func release() {
    first.released()
    second.released()
    others.forEach { $0.released() }
    (first, second, others) = (.absent, .absent, [])
  }
}
