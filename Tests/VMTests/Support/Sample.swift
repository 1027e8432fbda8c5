import VM

/// The value type of the machine. Inside `Sample`, `Value` is that of its dictionary literals.
typealias HarnValue = VM.Value

/// A Harn value as tests write it; `make` builds it on the heap of a machine.
indirect enum Sample: Sendable {
  case value(HarnValue)
  case string(String)
  case list([Sample])
  case dict([(String, Sample)])
  case set([Sample])
  case pair(Sample, Sample)
  case range(Int, Int, isExclusive: Bool)
  case structure(String, [(String, Sample)])
  case enumeration(String, String, [Sample])
  case builtin(String, Int)
  case bytes([UInt8])

  static func duration(_ milliseconds: Int) -> Sample { .value(HarnValue(milliseconds: milliseconds)) }

  /// The value, owned by the caller.
  func make(_ vm: VirtualMachine) -> HarnValue {
    switch self {
    case .value(let value): value
    case .string(let text): HarnValue(string: text)
    case .list(let items): HarnValue(list: items.map { $0.make(vm) })
    case .dict(let entries): HarnValue(dict: entries.map { ($0.0, $0.1.make(vm)) })
    case .set(let items): HarnValue(setOf: items.map { $0.make(vm) })
    case .pair(let first, let second): HarnValue(pair: first.make(vm), second.make(vm))
    case .range(let from, let upTo, let isExclusive):
      HarnValue(from: from, to: upTo, isExclusive: isExclusive)
    case .structure(let name, let fields):
      vm.makeStruct(name, fields.map { ($0.0, $0.1.make(vm)) })
    case .enumeration(let name, let variant, let payload):
      vm.makeEnum(name, variant, payload.map { $0.make(vm) })
    case .builtin(let name, let number): vm.makeBuiltin(name, number: number)
    case .bytes(let octets): octets.withUnsafeBufferPointer { HarnValue(octets: $0) }
    }
  }
}

extension Sample: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(integerLiteral int: Int) { self = .value(HarnValue(int: int)) }
  init(floatLiteral float: Double) { self = .value(HarnValue(float: float)) }
  init(stringLiteral text: String) { self = .string(text) }
  init(booleanLiteral bool: Bool) { self = .value(HarnValue(bool: bool)) }
  init(nilLiteral: ()) { self = .value(.nilValue) }
  init(arrayLiteral items: Sample...) { self = .list(items) }
  init(dictionaryLiteral entries: (String, Sample)...) { self = .dict(entries) }
}

let nan = Sample.value(HarnValue(float: .nan))
let infinity = Sample.value(HarnValue(float: .infinity))
