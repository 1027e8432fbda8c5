// The named arithmetic handlers: a C function pointer can be formed from a named function without a thunk, but not from a
// generic one, so each combination of operation and form has a line here. `arithmeticHandler` is their table.

@inline(__always) func addSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSS(.add, pc, sp, base, fp) }
@inline(__always) func addSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSL(.add, pc, sp, base, fp) }
@inline(__always) func addSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSK(.add, pc, sp, base, fp) }
@inline(__always) func addLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLS(.add, pc, sp, base, fp) }
@inline(__always) func addLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLL(.add, pc, sp, base, fp) }
@inline(__always) func addLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLK(.add, pc, sp, base, fp) }
@inline(__always) func addKL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opKL(.add, pc, sp, base, fp) }
@inline(__always) func addKS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opKS(.add, pc, sp, base, fp) }
@inline(__always) func addSSD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSSD(.add, pc, sp, base, fp) }
@inline(__always) func addSLD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSLD(.add, pc, sp, base, fp) }
@inline(__always) func addSKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSKD(.add, pc, sp, base, fp) }
@inline(__always) func addLSD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLSD(.add, pc, sp, base, fp) }
@inline(__always) func addLLD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLLD(.add, pc, sp, base, fp) }
@inline(__always) func addLKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLKD(.add, pc, sp, base, fp) }
@inline(__always) func addLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLI(.add, pc, sp, base, fp) }
@inline(__always) func subtractSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSS(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSL(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSK(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLS(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLL(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLK(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractKL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opKL(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractKS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opKS(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractSSD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSSD(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractSLD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSLD(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractSKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSKD(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractLSD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLSD(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractLLD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLLD(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractLKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLKD(.subtract, pc, sp, base, fp) }
@inline(__always) func subtractLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLI(.subtract, pc, sp, base, fp) }
@inline(__always) func multiplySS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSS(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplySL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSL(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplySK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSK(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLS(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLL(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLK(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyKL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opKL(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyKS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opKS(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplySSD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSSD(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplySLD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSLD(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplySKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opSKD(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyLSD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLSD(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyLLD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLLD(.multiply, pc, sp, base, fp) }
@inline(__always) func multiplyLKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { opLKD(.multiply, pc, sp, base, fp) }

/// Where the operands of a fused arithmetic instruction are; see `Handlers+Arithmetic.swift`.
enum ArithmeticForm { case ss, sl, sk, ls, ll, lk, kl, ks, ssd, sld, skd, lsd, lld, lkd, li }

/// The handler of an arithmetic form, nil when there is none.
func arithmeticHandler(_ op: BinaryOperation, _ form: ArithmeticForm) -> Handler? {
  switch (op, form) {
  case (.add, .ss): addSS
  case (.add, .sl): addSL
  case (.add, .sk): addSK
  case (.add, .ls): addLS
  case (.add, .ll): addLL
  case (.add, .lk): addLK
  case (.add, .kl): addKL
  case (.add, .ks): addKS
  case (.add, .ssd): addSSD
  case (.add, .sld): addSLD
  case (.add, .skd): addSKD
  case (.add, .lsd): addLSD
  case (.add, .lld): addLLD
  case (.add, .lkd): addLKD
  case (.add, .li): addLI
  case (.subtract, .ss): subtractSS
  case (.subtract, .sl): subtractSL
  case (.subtract, .sk): subtractSK
  case (.subtract, .ls): subtractLS
  case (.subtract, .ll): subtractLL
  case (.subtract, .lk): subtractLK
  case (.subtract, .kl): subtractKL
  case (.subtract, .ks): subtractKS
  case (.subtract, .ssd): subtractSSD
  case (.subtract, .sld): subtractSLD
  case (.subtract, .skd): subtractSKD
  case (.subtract, .lsd): subtractLSD
  case (.subtract, .lld): subtractLLD
  case (.subtract, .lkd): subtractLKD
  case (.subtract, .li): subtractLI
  case (.multiply, .ss): multiplySS
  case (.multiply, .sl): multiplySL
  case (.multiply, .sk): multiplySK
  case (.multiply, .ls): multiplyLS
  case (.multiply, .ll): multiplyLL
  case (.multiply, .lk): multiplyLK
  case (.multiply, .kl): multiplyKL
  case (.multiply, .ks): multiplyKS
  case (.multiply, .ssd): multiplySSD
  case (.multiply, .sld): multiplySLD
  case (.multiply, .skd): multiplySKD
  case (.multiply, .lsd): multiplyLSD
  case (.multiply, .lld): multiplyLLD
  case (.multiply, .lkd): multiplyLKD
  default: nil
  }
}
