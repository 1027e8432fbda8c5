import Diagnostics

/// A text with fixes applied (07 §5).
package struct FixedText {
  /// The new text.
  package private(set) var bytes: [UInt8]
  /// How many fixes were applied.
  package private(set) var count = 0

  /// Applies the first fix of each diagnostic, from the end of the text to its start. One that touches what another one
  /// changed is left out.
  package init(_ file: SourceFile, applying diagnostics: [Diagnostic]) {
    var edits: [Diagnostic.Edit] = []
    let fixes = diagnostics.compactMap(\.fixes.first).filter { !$0.edits.isEmpty }
    var border = Int32.max
    for fix in fixes.sorted(by: { FixedText.end(of: $0) > FixedText.end(of: $1) }) {
      guard FixedText.end(of: fix) <= border else { continue }
      edits += fix.edits.reversed()
      border = fix.edits.map(\.range.start).min() ?? border
      count += 1
    }
    bytes = []
    bytes.reserveCapacity(file.bytes.count)
    var done = 0
    for edit in edits.reversed() {
      bytes += file.bytes[done..<Int(edit.range.start)]
      bytes += edit.text.utf8
      done = Int(edit.range.end)
    }
    bytes += file.bytes[done...]
  }

  private static func end(of fix: Diagnostic.Fix) -> Int32 { fix.edits.map(\.range.end).max() ?? 0 }
}
