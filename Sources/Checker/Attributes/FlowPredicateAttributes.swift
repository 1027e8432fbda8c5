import Diagnostics
import Syntax

/// The warnings about `@invariant` (06 §1.6). Without arguments it marks a Flow predicate.
func invariantFindings(_ use: AttributeUse) -> [Diagnostic] {
  guard use.attribute.arguments.isEmpty else { return [] }
  var messages: [String] = []
  switch (use.hasSibling("deterministic"), use.hasSibling("semantic")) {
  case (false, false):
    messages.append(
      "Flow `@invariant` requires exactly one of `@deterministic` (default) or `@semantic`")
  case (true, true):
    messages.append(
      "`@deterministic` and `@semantic` are mutually exclusive; a Flow predicate is one mode or the other")
  default: break
  }
  if !use.hasSibling("archivist") {
    messages.append(
      "Flow `@invariant` is missing `@archivist(...)` provenance "
        + "(evidence, confidence, source_date, coverage_examples)")
  }
  return messages.map { use.attribute.finding($0) }
}

/// The warnings about `@archivist` (06 §1.6).
func archivistFindings(_ use: AttributeUse) -> [Diagnostic] {
  var findings = flowPredicateFindings(use)
  var hasEvidence = false
  for argument in use.attribute.arguments {
    switch argument.name?.text {
    case nil:
      findings.append(
        .attribute("`@archivist(...)` arguments must be named", at: argument.range))
    case "evidence": hasEvidence = true
    case "confidence":
      if case .float(let value) = argument.value, (0...1).contains(value) { break }
      findings.append(
        .attribute("`@archivist(confidence: ...)` must be a float in [0.0, 1.0]", at: argument.range))
    default: break
    }
  }
  if !hasEvidence {
    findings.append(
      use.attribute.finding(
        "`@archivist(...)` should declare `evidence: [...]` so predicates can be audited"))
  }
  return findings
}

/// The warning about an attribute that only Flow predicates have.
func flowPredicateFindings(_ use: AttributeUse) -> [Diagnostic] {
  guard !use.hasSibling("invariant") else { return [] }
  let name = use.attribute.name.text
  return [
    use.attribute.finding(
      "`@\(name)(...)` only applies to Flow predicates marked with `@invariant`")
  ]
}
