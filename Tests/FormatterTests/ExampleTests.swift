import Testing

/// The example of 07 §6.8.
@Suite struct ExampleTests {
  private static let source = """
    import { zip, abs } from "std/math"
    import "std/text"
    // ---- Billing ----
    fn total(items, rate) { let base = items.map({ i -> i.price * i.count }).reduce(0.0, { a, b -> a + b }); if rate == nil || base == 0.0 && rate > 0.5 { return 0.0 }
      return base
        + base * rate }
    """

  @Test func `the example becomes what the reference shows`() throws {
    try expectFormat(
      Self.source,
      """
      import { abs, zip } from "std/math"
      import "std/text"

      // -----------------------------------------------------------------------------
      // Billing
      // -----------------------------------------------------------------------------

      fn total(items, rate) {
        let base = items.map({ i -> i.price * i.count }).reduce(0.0, { a, b -> a + b })
        if rate == nil || (base == 0.0 && rate > 0.5) {
          return 0.0
        }
        return base
          + base * rate
      }

      """)
  }

  @Test func `in narrow lines the chain breaks`() throws {
    let result = try formatted(Self.source, width: 40)
    #expect(
      result.contains(
        """
          let base = items.map({ i -> i.price * i.count })
            .reduce(
            0.0,
            { a, b -> a + b },
          )

        """))
  }
}
