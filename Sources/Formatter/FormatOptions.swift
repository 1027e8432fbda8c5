/// The widths of `harn fmt` (07 §6).
package struct FormatOptions: Equatable, Sendable {
  /// The bytes that a line may have before it is broken.
  package var lineWidth: Int
  /// The width of section bars.
  package var separatorWidth: Int

  /// Options of these widths.
  package init(lineWidth: Int = 100, separatorWidth: Int = 80) {
    self.lineWidth = lineWidth
    self.separatorWidth = separatorWidth
  }
}
