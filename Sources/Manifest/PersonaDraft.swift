/// A persona while it is read: the fields, and what their form already tells (06 §16.3).
struct PersonaDraft {
  var persona = Persona()
  /// The faults of the form, by the number of their check.
  var faults: [Fault] = []
  /// The fields that stand in the source in a form that cannot be read; nothing else is said about them.
  var unreadableFields: Set<String> = []

  /// A fault, and the row of 06 §16.3 that decides where it stands.
  struct Fault {
    var check: Check
    /// Its place among the faults of the check.
    var place: Int
    /// The field behind `[[personas]][<index>].`.
    var field: String
    var message: String
  }

  /// The rows of 06 §16.3, in their order.
  enum Check: Int, Comparable {
    case unknownField, required, nameForm, toolOrCapability, tier, receipts, blankTool, unknownTool, capabilityForm
    case unknownCapability, blankEntry, schedule, trigger, handoff, budget, stage, subTable, rollout

    static func < (a: Check, b: Check) -> Bool { a.rawValue < b.rawValue }
  }

  mutating func report(_ check: Check, at place: Int = 0, _ field: String, _ message: String) {
    faults.append(Fault(check: check, place: place, field: field, message: message))
  }

  /// The faults in the order of 06 §16.3.
  var sortedFaults: [Fault] {
    // The sort must keep the order of faults of one check and place, hence the offsets.
    faults.enumerated().sorted { a, b in
      (a.element.check, a.element.place, a.offset) < (b.element.check, b.element.place, b.offset)
    }.map(\.element)
  }
}

/// Where the faults of a stage stand: stage by stage, in the order of 06 §16.3 row 16.
enum StageCheck: Int {
  case name, duplicate, unknownField, blankTool, unknownTool, foreignTool, sideEffectLevel, unknownTarget,
    unknownExitField

  /// The place of a fault of this check in the stage at `index`.
  func place(inStage index: Int) -> Int { index * 16 + rawValue }
}
