import Bytecode

extension VirtualMachine {
  /// The names of the joined instructions in the threaded code of the functions declared under `name`, those that are tested for
  /// being chosen. Translates what was not called yet.
  package func joinedForms(inFunctionsNamed name: String) -> Set<String> {
    let forms = Dictionary(uniqueKeysWithValues: namedForms.map { (handlerAddress($0.handler), $0.name) })
    translateAll()
    var found: Set<String> = []
    for function in functions.elements where function.code.declaredName == name {
      let start = function.record.pointee.code
      for offset in stride(from: 0, to: function.codeBytes, by: 16) {
        if let form = forms[(start + offset).load(as: UInt.self)] { found.insert(form) }
      }
    }
    return found
  }
}

private let namedForms: [(name: String, handler: Handler)] = [
  ("lessLL", lessLL), ("equalSK", equalSK), ("notEqualLS", notEqualLS),
  ("remainderSI", remainderSI), ("divideSI", divideSI),
  ("sqrtS", sqrtS), ("absS", absS), ("minSS", minSS), ("maxSS", maxSS),
  ("elementFieldLL", elementFieldLL), ("elementItemLL", elementItemLL),
  ("setItems", setItems), ("setItemProperty", setItemProperty), ("setPropertyItem", setPropertyItem),
  ("updateItems", updateItems), ("updateItemProperty", updateItemProperty),
  ("updatePropertyItem", updatePropertyItem), ("clearL", clearL),
  ("forNextPair", forNextPair), ("forNextEntry", forNextEntry),
]
