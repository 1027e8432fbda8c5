/// A half-open piece of one source text, in UTF-8 bytes from its start.
///
/// Line and column exist only where a person looks: `SourceFile` turns offsets into them.
package struct SourceRange: Equatable, Hashable, Sendable {
  /// Offset of the first byte.
  package var start: Int32
  /// Offset of the first byte behind the range.
  package var end: Int32

  /// A range from byte `start` up to, not including, byte `end`.
  package init(start: Int, end: Int) {
    self.start = Int32(clamping: start)
    self.end = Int32(clamping: end)
  }

  /// The smallest range that holds both.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(start: Int(min(start, other.start)), end: Int(max(end, other.end)))
  }

  /// The empty range at the start of the text: the place of what the compiler itself adds.
  package static let none = SourceRange(start: 0, end: 0)
}
