import Testing

/// Sequences and what is counted left of them (07 §6.5). Each construct is tried at the width at which it fits and at the
/// next smaller one.
@Suite struct WrappingTests {
  /// A construct, the width at which it still stands in a row, and its wrapped form.
  struct Row: CustomTestStringConvertible {
    var source: String
    var width: Int
    var wrapped: String
    var testDescription: String { source }
  }

  @Test(arguments: [
    Row(source: "  call(aa, bb)", width: 5 + 6 + 1, wrapped: "  call(\n    aa,\n    bb,\n  )"),
    Row(
      source: "  let y = call<int>(aa, bb)", width: 10 + 6 + 1, wrapped: "  let y = call<int>(\n    aa,\n    bb,\n  )"),
    Row(source: "  let y = [aa, bb]", width: 1 + 6 + 1, wrapped: "  let y = [\n    aa,\n    bb,\n  ]"),
    Row(source: "  let y = {a: 1, b: 2}", width: 1 + 10 + 1, wrapped: "  let y = {\n    a: 1,\n    b: 2,\n  }"),
    Row(source: "  let y = Spot {a: 1}", width: 6 + 4 + 1, wrapped: "  let y = Spot {\n    a: 1,\n  }"),
    Row(source: "  let y = E.Var(aa)", width: 1 + 3 + 2 + 2 + 1, wrapped: "  let y = E.Var(\n    aa,\n  )"),
    Row(source: "  xs.map(aa, bb)", width: 2 + 3 + 2 + 6 + 1, wrapped: "  xs\n    .map(\n    aa,\n    bb,\n  )"),
    Row(source: "  xs?.map(aa, bb)", width: 2 + 3 + 3 + 6 + 1, wrapped: "  xs\n    ?.map(\n    aa,\n    bb,\n  )"),
    Row(
      source: "  fn ff(aa, bb) {\n  }", width: 2 + 3 + 2 + 1 + 6 + 1, wrapped: "  fn ff(\n    aa,\n    bb,\n  ) {\n  }"),
    Row(
      source: "  pub gen fn ff<T>(aa, bb) {\n  }", width: 2 + 8 + 3 + 5 + 1 + 6 + 1,
      wrapped: "  pub gen fn ff<T>(\n    aa,\n    bb,\n  ) {\n  }"),
    Row(
      source: "  tool tt(aa, bb) {\n  }", width: 2 + 5 + 2 + 1 + 6 + 1,
      wrapped: "  tool tt(\n    aa,\n    bb,\n  ) {\n  }"),
    Row(
      source: "  override oo(aa, bb) {\n  }", width: 2 + 9 + 2 + 1 + 6 + 1,
      wrapped: "  override oo(\n    aa,\n    bb,\n  ) {\n  }"),
    Row(
      source: "  interface I {\n    fn mm(aa, bb) -> R\n  }", width: 4 + 3 + 2 + 1 + 6 + 1,
      wrapped: "  interface I {\n    fn mm(\n      aa,\n      bb,\n    ) -> R\n  }"),
    Row(
      source: "  enum E {\n    Va(aa: T)\n  }", width: 4 + 2 + 1 + 5 + 1,
      wrapped: "  enum E {\n    Va(\n      aa: T,\n    )\n  }"),
  ])
  func `a row wraps when it is one byte too long`(row: Row) throws {
    try expectStatement(row.source, row.source, width: row.width)
    try expectStatement(row.source, row.wrapped, width: row.width - 1)
  }

  @Test func `pipelines count nine bytes`() throws {
    let source = "pipeline main(aa, bb) -> int extends base {\n}\n"
    try expectFormat(source, source, width: 9 + 4 + 1 + 6 + 1)
    try expectFormat(source, "pipeline main(\n  aa,\n  bb,\n) -> int extends base {\n}\n", width: 20)
    try expectFormat("pub \(source)", "pub \(source)", width: 25)
  }

  @Test func `no comma follows a rest parameter`() throws {
    try expectStatement("fn ff(a, ...bb) {\n}", "  fn ff(\n    a,\n    ...bb\n  ) {\n  }", width: 10)
  }

  @Test func `an item with a line break wraps its row`() throws {
    try expectStatement(
      "f(a, { x -> let y = x; y })", "  f(\n    a,\n    { x ->\n      let y = x\n      y\n    },\n  )")
    try expectStatement("f(\"\"\"\na\"\"\")", "  f(\n    \"\"\"\na\"\"\",\n  )")
  }

  @Test func `what never wraps`() throws {
    try expectStatement(
      "let {aaaa, bbbb: c = 1, ...rest} = { aaaa, bbbb: int, ...cccc -> 1 }",
      "  let {aaaa, bbbb: c = 1, ...rest} = { aaaa, bbbb: int, ...cccc -> 1 }", width: 10)
    try expectStatement(
      "let f: fn(int, string) -> dict<string, {a: int, b?: nil}> = f",
      "  let f: fn(int, string) -> dict<string, {a: int, b?: nil}> = f", width: 10)
    try expectFormat(
      "@step(name: \"a long name\", retry: [1, 2])\nfn f() {}",
      "@step(name: \"a long name\", retry: [1, 2])\nfn f() {\n}\n",
      width: 12)
    try expectFormat(
      "@step(tags: [alpha, beta], each: {a: [1]})\nfn f() {}",
      "@step(tags: [\n  alpha,\n  beta,\n], each: {a: [1]})\nfn f() {\n}\n", width: 12)
  }

  @Test func `empty brackets stay`() throws {
    try expectStatement(
      "f(); let a = [ ]; let b = { }; let c = S { }", "  f()\n  let a = []\n  let b = {}\n  let c = S {}", width: 1)
  }
}
