// A table of one line per handler, longer than others.
// swift-format-ignore-file

// The named comparison handlers. `comparisonHandler` is their table.

@inline(__always) func lessSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSS(.less, pc, sp, base, fp) }
@inline(__always) func lessSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSL(.less, pc, sp, base, fp) }
@inline(__always) func lessSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSK(.less, pc, sp, base, fp) }
@inline(__always) func lessLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLS(.less, pc, sp, base, fp) }
@inline(__always) func lessLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLL(.less, pc, sp, base, fp) }
@inline(__always) func lessLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLK(.less, pc, sp, base, fp) }
@inline(__always) func lessOrEqualSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSS(.lessOrEqual, pc, sp, base, fp) }
@inline(__always) func lessOrEqualSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSL(.lessOrEqual, pc, sp, base, fp) }
@inline(__always) func lessOrEqualSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSK(.lessOrEqual, pc, sp, base, fp) }
@inline(__always) func lessOrEqualLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLS(.lessOrEqual, pc, sp, base, fp) }
@inline(__always) func lessOrEqualLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLL(.lessOrEqual, pc, sp, base, fp) }
@inline(__always) func lessOrEqualLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLK(.lessOrEqual, pc, sp, base, fp) }
@inline(__always) func greaterSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSS(.greater, pc, sp, base, fp) }
@inline(__always) func greaterSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSL(.greater, pc, sp, base, fp) }
@inline(__always) func greaterSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSK(.greater, pc, sp, base, fp) }
@inline(__always) func greaterLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLS(.greater, pc, sp, base, fp) }
@inline(__always) func greaterLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLL(.greater, pc, sp, base, fp) }
@inline(__always) func greaterLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLK(.greater, pc, sp, base, fp) }
@inline(__always) func greaterOrEqualSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSS(.greaterOrEqual, pc, sp, base, fp) }
@inline(__always) func greaterOrEqualSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSL(.greaterOrEqual, pc, sp, base, fp) }
@inline(__always) func greaterOrEqualSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSK(.greaterOrEqual, pc, sp, base, fp) }
@inline(__always) func greaterOrEqualLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLS(.greaterOrEqual, pc, sp, base, fp) }
@inline(__always) func greaterOrEqualLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLL(.greaterOrEqual, pc, sp, base, fp) }
@inline(__always) func greaterOrEqualLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLK(.greaterOrEqual, pc, sp, base, fp) }
@inline(__always) func equalSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSS(.equal, pc, sp, base, fp) }
@inline(__always) func equalSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSL(.equal, pc, sp, base, fp) }
@inline(__always) func equalSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSK(.equal, pc, sp, base, fp) }
@inline(__always) func equalLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLS(.equal, pc, sp, base, fp) }
@inline(__always) func equalLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLL(.equal, pc, sp, base, fp) }
@inline(__always) func equalLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLK(.equal, pc, sp, base, fp) }
@inline(__always) func notEqualSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSS(.notEqual, pc, sp, base, fp) }
@inline(__always) func notEqualSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSL(.notEqual, pc, sp, base, fp) }
@inline(__always) func notEqualSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonSK(.notEqual, pc, sp, base, fp) }
@inline(__always) func notEqualLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLS(.notEqual, pc, sp, base, fp) }
@inline(__always) func notEqualLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLL(.notEqual, pc, sp, base, fp) }
@inline(__always) func notEqualLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { comparisonLK(.notEqual, pc, sp, base, fp) }

/// Where the operands of a comparison are whose result is a value.
enum ComparisonForm { case ss, sl, sk, ls, ll, lk }

/// The handler of a comparison in this form; nil for another operation.
func comparisonHandler(_ op: BinaryOperation, _ form: ComparisonForm) -> Handler? {
  switch (op, form) {
  case (.less, .ss): lessSS
  case (.less, .sl): lessSL
  case (.less, .sk): lessSK
  case (.less, .ls): lessLS
  case (.less, .ll): lessLL
  case (.less, .lk): lessLK
  case (.lessOrEqual, .ss): lessOrEqualSS
  case (.lessOrEqual, .sl): lessOrEqualSL
  case (.lessOrEqual, .sk): lessOrEqualSK
  case (.lessOrEqual, .ls): lessOrEqualLS
  case (.lessOrEqual, .ll): lessOrEqualLL
  case (.lessOrEqual, .lk): lessOrEqualLK
  case (.greater, .ss): greaterSS
  case (.greater, .sl): greaterSL
  case (.greater, .sk): greaterSK
  case (.greater, .ls): greaterLS
  case (.greater, .ll): greaterLL
  case (.greater, .lk): greaterLK
  case (.greaterOrEqual, .ss): greaterOrEqualSS
  case (.greaterOrEqual, .sl): greaterOrEqualSL
  case (.greaterOrEqual, .sk): greaterOrEqualSK
  case (.greaterOrEqual, .ls): greaterOrEqualLS
  case (.greaterOrEqual, .ll): greaterOrEqualLL
  case (.greaterOrEqual, .lk): greaterOrEqualLK
  case (.equal, .ss): equalSS
  case (.equal, .sl): equalSL
  case (.equal, .sk): equalSK
  case (.equal, .ls): equalLS
  case (.equal, .ll): equalLL
  case (.equal, .lk): equalLK
  case (.notEqual, .ss): notEqualSS
  case (.notEqual, .sl): notEqualSL
  case (.notEqual, .sk): notEqualSK
  case (.notEqual, .ls): notEqualLS
  case (.notEqual, .ll): notEqualLL
  case (.notEqual, .lk): notEqualLK
  default: nil
  }
}
