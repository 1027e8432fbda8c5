/// How deep a tree may become. Whoever walks a tree recursively relies on these bounds.
package struct ParserLimits: Sendable {
  /// Expressions, blocks and types inside one another. The outermost one is level 0.
  package var nesting: Int
  /// Links of a chain that grows at one end: `a + b + …`, `a.b.…`, `else if …`, pipes. It also
  /// bounds the height of the whole tree, so that chains inside chains cannot add up beyond it.
  package var links: Int

  /// The limits of ordinary programs.
  package static let standard = ParserLimits(nesting: 1000, links: 10_000)

  /// Limits of these sizes.
  package init(nesting: Int, links: Int) {
    self.nesting = nesting
    self.links = links
  }
}
