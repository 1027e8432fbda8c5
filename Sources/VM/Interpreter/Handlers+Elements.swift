// In front of `indexLL` and the read of a part of the element, `fieldS` or `indexSL`: reads the part when that needs no look at the
// counts in between, else does nothing.

@inline(__always) func elementFieldLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  let k = (base + pc.b).value
  if x.isList, k.isInt, x.list.isInBounds(k.int) {
    let element = x.list.pointee.items[k.int]
    let read = pc + 32
    if element.isStruct, UInt(bitPattern: element.structure.pointee.shape) == (read + 16).load(as: UInt.self) {
      let field = (element.object + read.b).value
      if _fastPath(!field.isAbsent) {
        retain(field)
        sp.value = field
        return go(read.afterLiteral, sp + 16, base, fp)
      }
    } else if element.isDict, read.c < element.dict.pointee.used,
      element.dict.pointee.entries[read.c].key == read.secondPointer(StringObject.self)
    {
      let value = element.dict.pointee.entries[read.c].value
      retain(value)
      sp.value = value
      return go(read.afterLiteral, sp + 16, base, fp)
    }
  }
  go(pc.next, sp, base, fp)
}
@inline(__always) func elementItemLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  let k = (base + pc.b).value
  if x.isList, k.isInt, x.list.isInBounds(k.int) {
    let element = x.list.pointee.items[k.int]
    let read = pc + 32
    let i = (base + read.b).value
    if element.isList, i.isInt, element.list.isInBounds(i.int) {
      let item = element.list.pointee.items[i.int]
      retain(item)
      sp.value = item
      return go(read.next, sp + 16, base, fp)
    }
  }
  go(pc.next, sp, base, fp)
}
