import Bytecode

/// The constants of a unit, each stored once.
struct ConstantPool {
  /// The constants, in the order of first use.
  private(set) var constants: [Constant] = []
  private var strings: [Spelling: Int] = [:]
  private var others: [Constant: Int] = [:]

  /// The index of `constant`, which is added when it is new.
  mutating func index(of constant: Constant) -> Int {
    if case .string(let text) = constant {
      let key = Spelling(text)
      if let index = strings[key] { return index }
      strings[key] = constants.count
    } else if constant.hasOnlyPlainText {
      if let index = others[constant] { return index }
      others[constant] = constants.count
    }
    constants.append(constant)
    return constants.count - 1
  }
}

extension Constant {
  /// Whether equality of `Constant` is equality of bytes: `String` compares other text by canonical equivalence.
  fileprivate var hasOnlyPlainText: Bool {
    switch self {
    case .int, .float, .duration: true
    case .string(let text): text.isPlain
    case .enumCase(let enumName, let variant): enumName.isPlain && variant.isPlain
    case .structLiteral(_, let names), .names(let names): names.allSatisfy(\.isPlain)
    case .path(let steps):
      steps.allSatisfy { step in
        switch step {
        case .property(let name): name.isPlain
        case .index: true
        }
      }
    case .parameterType: false
    }
  }
}

extension String {
  fileprivate var isPlain: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
