// A table of one line per handler, longer than others.
// swift-format-ignore-file

// The named compare-and-branch handlers: jump{If,Unless}{comparison}{form}. Both senses exist because `not (a < b)` is not
// `a >= b` for floats, and loops test at the bottom. `branchHandler` is their table.

@inline(__always) func jumpIfLtLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.less, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLtLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.less, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLeLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.lessOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLeLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.lessOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGtLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.greater, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGtLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.greater, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGeLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.greaterOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGeLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.greaterOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfEqLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.equal, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessEqLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.equal, false, pc, sp, base, fp) }
@inline(__always) func jumpIfNeLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.notEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessNeLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLL(.notEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLtLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.less, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLtLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.less, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLeLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.lessOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLeLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.lessOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGtLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.greater, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGtLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.greater, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGeLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.greaterOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGeLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.greaterOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfEqLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.equal, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessEqLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.equal, false, pc, sp, base, fp) }
@inline(__always) func jumpIfNeLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.notEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessNeLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLI(.notEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLtLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.less, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLtLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.less, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLeLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.lessOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLeLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.lessOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGtLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.greater, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGtLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.greater, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGeLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.greaterOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGeLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.greaterOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfEqLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.equal, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessEqLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.equal, false, pc, sp, base, fp) }
@inline(__always) func jumpIfNeLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.notEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessNeLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLK(.notEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLtSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.less, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLtSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.less, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLeSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.lessOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLeSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.lessOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGtSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.greater, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGtSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.greater, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGeSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.greaterOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGeSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.greaterOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfEqSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.equal, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessEqSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.equal, false, pc, sp, base, fp) }
@inline(__always) func jumpIfNeSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.notEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessNeSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSS(.notEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLtSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.less, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLtSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.less, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLeSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.lessOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLeSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.lessOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGtSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.greater, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGtSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.greater, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGeSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.greaterOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGeSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.greaterOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfEqSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.equal, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessEqSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.equal, false, pc, sp, base, fp) }
@inline(__always) func jumpIfNeSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.notEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessNeSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSK(.notEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLtSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.less, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLtSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.less, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLeSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.lessOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLeSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.lessOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGtSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.greater, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGtSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.greater, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGeSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.greaterOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGeSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.greaterOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfEqSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.equal, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessEqSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.equal, false, pc, sp, base, fp) }
@inline(__always) func jumpIfNeSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.notEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessNeSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchSL(.notEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLtLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.less, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLtLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.less, false, pc, sp, base, fp) }
@inline(__always) func jumpIfLeLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.lessOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessLeLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.lessOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGtLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.greater, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGtLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.greater, false, pc, sp, base, fp) }
@inline(__always) func jumpIfGeLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.greaterOrEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessGeLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.greaterOrEqual, false, pc, sp, base, fp) }
@inline(__always) func jumpIfEqLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.equal, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessEqLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.equal, false, pc, sp, base, fp) }
@inline(__always) func jumpIfNeLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.notEqual, true, pc, sp, base, fp) }
@inline(__always) func jumpUnlessNeLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { branchLS(.notEqual, false, pc, sp, base, fp) }

/// Where the operands of a compare-and-branch instruction are.
enum BranchForm { case ll, li, lk, ss, sk, sl, ls }

/// The handler that jumps when the comparison gives `sense`; nil for an operation that is no comparison.
func branchHandler(_ op: BinaryOperation, _ form: BranchForm, _ sense: Bool) -> Handler? {
  switch (form, op, sense) {
  case (.ll, .less, true): jumpIfLtLL
  case (.ll, .less, false): jumpUnlessLtLL
  case (.ll, .lessOrEqual, true): jumpIfLeLL
  case (.ll, .lessOrEqual, false): jumpUnlessLeLL
  case (.ll, .greater, true): jumpIfGtLL
  case (.ll, .greater, false): jumpUnlessGtLL
  case (.ll, .greaterOrEqual, true): jumpIfGeLL
  case (.ll, .greaterOrEqual, false): jumpUnlessGeLL
  case (.ll, .equal, true): jumpIfEqLL
  case (.ll, .equal, false): jumpUnlessEqLL
  case (.ll, .notEqual, true): jumpIfNeLL
  case (.ll, .notEqual, false): jumpUnlessNeLL
  case (.li, .less, true): jumpIfLtLI
  case (.li, .less, false): jumpUnlessLtLI
  case (.li, .lessOrEqual, true): jumpIfLeLI
  case (.li, .lessOrEqual, false): jumpUnlessLeLI
  case (.li, .greater, true): jumpIfGtLI
  case (.li, .greater, false): jumpUnlessGtLI
  case (.li, .greaterOrEqual, true): jumpIfGeLI
  case (.li, .greaterOrEqual, false): jumpUnlessGeLI
  case (.li, .equal, true): jumpIfEqLI
  case (.li, .equal, false): jumpUnlessEqLI
  case (.li, .notEqual, true): jumpIfNeLI
  case (.li, .notEqual, false): jumpUnlessNeLI
  case (.lk, .less, true): jumpIfLtLK
  case (.lk, .less, false): jumpUnlessLtLK
  case (.lk, .lessOrEqual, true): jumpIfLeLK
  case (.lk, .lessOrEqual, false): jumpUnlessLeLK
  case (.lk, .greater, true): jumpIfGtLK
  case (.lk, .greater, false): jumpUnlessGtLK
  case (.lk, .greaterOrEqual, true): jumpIfGeLK
  case (.lk, .greaterOrEqual, false): jumpUnlessGeLK
  case (.lk, .equal, true): jumpIfEqLK
  case (.lk, .equal, false): jumpUnlessEqLK
  case (.lk, .notEqual, true): jumpIfNeLK
  case (.lk, .notEqual, false): jumpUnlessNeLK
  case (.ss, .less, true): jumpIfLtSS
  case (.ss, .less, false): jumpUnlessLtSS
  case (.ss, .lessOrEqual, true): jumpIfLeSS
  case (.ss, .lessOrEqual, false): jumpUnlessLeSS
  case (.ss, .greater, true): jumpIfGtSS
  case (.ss, .greater, false): jumpUnlessGtSS
  case (.ss, .greaterOrEqual, true): jumpIfGeSS
  case (.ss, .greaterOrEqual, false): jumpUnlessGeSS
  case (.ss, .equal, true): jumpIfEqSS
  case (.ss, .equal, false): jumpUnlessEqSS
  case (.ss, .notEqual, true): jumpIfNeSS
  case (.ss, .notEqual, false): jumpUnlessNeSS
  case (.sk, .less, true): jumpIfLtSK
  case (.sk, .less, false): jumpUnlessLtSK
  case (.sk, .lessOrEqual, true): jumpIfLeSK
  case (.sk, .lessOrEqual, false): jumpUnlessLeSK
  case (.sk, .greater, true): jumpIfGtSK
  case (.sk, .greater, false): jumpUnlessGtSK
  case (.sk, .greaterOrEqual, true): jumpIfGeSK
  case (.sk, .greaterOrEqual, false): jumpUnlessGeSK
  case (.sk, .equal, true): jumpIfEqSK
  case (.sk, .equal, false): jumpUnlessEqSK
  case (.sk, .notEqual, true): jumpIfNeSK
  case (.sk, .notEqual, false): jumpUnlessNeSK
  case (.sl, .less, true): jumpIfLtSL
  case (.sl, .less, false): jumpUnlessLtSL
  case (.sl, .lessOrEqual, true): jumpIfLeSL
  case (.sl, .lessOrEqual, false): jumpUnlessLeSL
  case (.sl, .greater, true): jumpIfGtSL
  case (.sl, .greater, false): jumpUnlessGtSL
  case (.sl, .greaterOrEqual, true): jumpIfGeSL
  case (.sl, .greaterOrEqual, false): jumpUnlessGeSL
  case (.sl, .equal, true): jumpIfEqSL
  case (.sl, .equal, false): jumpUnlessEqSL
  case (.sl, .notEqual, true): jumpIfNeSL
  case (.sl, .notEqual, false): jumpUnlessNeSL
  case (.ls, .less, true): jumpIfLtLS
  case (.ls, .less, false): jumpUnlessLtLS
  case (.ls, .lessOrEqual, true): jumpIfLeLS
  case (.ls, .lessOrEqual, false): jumpUnlessLeLS
  case (.ls, .greater, true): jumpIfGtLS
  case (.ls, .greater, false): jumpUnlessGtLS
  case (.ls, .greaterOrEqual, true): jumpIfGeLS
  case (.ls, .greaterOrEqual, false): jumpUnlessGeLS
  case (.ls, .equal, true): jumpIfEqLS
  case (.ls, .equal, false): jumpUnlessEqLS
  case (.ls, .notEqual, true): jumpIfNeLS
  case (.ls, .notEqual, false): jumpUnlessNeLS
  default: nil
  }
}
