@_spi(_Unicode) import Swift
import VM

/// Unicode normalization (05 §6.2).
func normalizationBuiltins() -> BuiltinGroup {
  [.init("unicode_normalize", normalize)]
}

private func normalize(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = call.text(0)
  switch call.text(1, default: "NFC").uppercased() {
  case "NFC": return Value(string: composed(text))
  case "NFD": return Value(string: decomposed(text))
  case "NFKC": return Value(string: compatiblyComposed(text))
  case "NFKD": return Value(string: decomposed(compatible(text)))
  default: throw .runtimeError("unicode_normalize: form must be NFC, NFD, NFKC, or NFKD")
  }
}

/// The text in the form NFKC.
func compatiblyComposed(_ text: String) -> String { composed(compatible(text)) }

// The two canonical forms are those by which Swift compares strings; its library has no public name for them.

private func composed(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text._nfc { scalars.append(scalar) }
  return String(scalars)
}

private func decomposed(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text._nfd { scalars.append(scalar) }
  return String(scalars)
}

/// Every scalar with a compatibility decomposition replaced by it.
private func compatible(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if let mapping = mappings[scalar] {
      scalars.append(contentsOf: mapping)
    } else {
      scalars.append(scalar)
    }
  }
  return String(scalars)
}

/// The decompositions by scalar, read from the table at the first use.
private let mappings: [Unicode.Scalar: Substring.UnicodeScalarView] = {
  var mappings: [Unicode.Scalar: Substring.UnicodeScalarView] = [:]
  for entry in compatibilityMappings.unicodeScalars.split(separator: "\t") {
    let parts = entry.split(separator: "\n", maxSplits: 1)
    guard let first = entry.first else { continue }
    if parts.count == 2, let last = parts[1].first, let target = parts[1].last {
      for offset in 0...(last.value - first.value) {
        guard let scalar = Unicode.Scalar(first.value + offset),
          let mapped = Unicode.Scalar(target.value + offset)
        else { continue }
        mappings[scalar] = Substring(String(mapped)).unicodeScalars
      }
    } else {
      mappings[first] = entry.dropFirst()
    }
  }
  return mappings
}()
