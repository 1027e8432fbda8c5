import Testing

/// Statements and declarations (07 §6.3).
@Suite struct ConstructTests {
  @Test(arguments: [
    ("if a{b}", "  if a {\n    b\n  }"),
    ("if a{b}else if c{d}else{e}", "  if a {\n    b\n  } else if c {\n    d\n  } else {\n    e\n  }"),
    ("if a {}\nelse {}", "  if a {\n  } else {\n  }"),
    (
      "let y = if a { 1 } else if b { 2 } else { 3 }",
      "  let y = if a {\n    1\n  } else {\n    if b {\n      2\n    } else {\n      3\n    }\n  }"
    ),
    (
      "f({ x -> if a { 1 } else if b { 2 } })",
      "  f(\n    { x ->\n      if a {\n        1\n      } else {\n        if b {\n          2\n        }\n      }\n    },\n  )"
    ),
    (
      "match a { 1 -> { if a { 1 } else if b { 2 } } }",
      "  match a {\n    1 -> {\n      if a {\n        1\n      } else if b {\n        2\n      }\n    }\n  }"
    ),
    ("for x in xs{y}", "  for x in xs {\n    y\n  }"),
    ("for {a,b:c=1} in xs{y}", "  for {a, b: c = 1} in xs {\n    y\n  }"),
    ("for (k,v) in d{}", "  for (k, v) in d {\n  }"),
    ("while c{y}", "  while c {\n    y\n  }"), ("while(c){y}", "  while c {\n    y\n  }"),
    ("retry 3{y}", "  retry 3 {\n    y\n  }"), ("retry (3){y}", "  retry 3 {\n    y\n  }"),
    ("deadline 5s{y}", "  deadline 5s {\n    y\n  }"), ("mutex{y}", "  mutex {\n    y\n  }"),
    ("defer{y}", "  defer {\n    y\n  }"), ("guard c else{return}", "  guard c else {\n    return\n  }"),
    ("try{a}catch e{b}", "  try {\n    a\n  } catch (e) {\n    b\n  }"),
    ("try{a}catch(e:T){b}finally{c}", "  try {\n    a\n  } catch (e: T) {\n    b\n  } finally {\n    c\n  }"),
    ("try{a}catch{b}", "  try {\n    a\n  } catch {\n    b\n  }"),
    (
      "match v{1|2 if g->{a} _->{let b=1}}",
      "  match v {\n    1 | 2 if g -> { a }\n    _ -> {\n      let b = 1\n    }\n  }"
    ),
    (
      "match v { 1 -> { r\"a\" } 2 -> { { x -> x } } 3 -> { S {a: 1} } 4 -> { throw e } 5 -> { } 6 -> { return 1 } }",
      """
        match v {
          1 -> {
            r"a"
          }
          2 -> {
            { x -> x }
          }
          3 -> {
            S {a: 1}
          }
          4 -> {
            throw e
          }
          5 -> {
          }
          6 -> { return 1 }
        }
      """
    ),
    ("parallel 3{a}", "  parallel 3 {\n    a\n  }"),
    (
      "parallel each xs with{max_concurrent:2}{x->a}as stream",
      "  parallel each xs with { max_concurrent: 2 } { x ->\n    a\n  } as stream"
    ),
    ("parallel settle xs{x->a}", "  parallel settle xs { x ->\n    a\n  }"),
    ("let y = spawn{a}", "  let y = spawn {\n    a\n  }"),
    (
      "select{v from ch{a}timeout d{b}}",
      "  select {\n    v from ch {\n      a\n    }\n    timeout d {\n      b\n    }\n  }"
    ),
    (
      "select{timeout from ch{a}default{b}}",
      "  select {\n    timeout from ch {\n      a\n    }\n    default {\n      b\n    }\n  }"
    ),
    ("require c,\"m\"", "  require c, \"m\""), ("require c", "  require c"), ("return  v", "  return v"),
    ("return", "  return"),
    ("throw v", "  throw v"), ("yield v", "  yield v"), ("yield", "  yield"), ("emit v", "  emit v"),
    ("break;continue", "  break\n  continue"), ("let [a,b=1,...r]=v", "  let [a, b = 1, ...r] = v"),
    ("var {k:alias,j:j}=v", "  var {k: alias, j} = v"), ("var x:int|nil=v", "  var x: int | nil = v"),
    ("x+=1;x.y[0]=2", "  x += 1\n  x.y[0] = 2"),
    (
      "fn g<in T,out U>(a:int,b:string=\"x\",...rest)->R where T:I,U:J{}",
      "  fn g<in T, out U>(a: int, b: string = \"x\", ...rest) -> R where T: I, U: J {\n  }"
    ),
    ("type N<T> =[T]|\"lit\"|-1|true", "  type N<T> = list<T> | \"lit\" | -1 | bool"),
    ("enum E<T>{Plain,WithData(a:int)}", "  enum E<T> {\n    Plain\n    WithData(a: int)\n  }"),
    ("struct S{a:int,b?:string,c}", "  struct S {\n    a: int\n    b?: string\n    c\n  }"),
    (
      "interface I{fn m(x:int)->R\ntype Item\ntype J=int}",
      "  interface I {\n    fn m(x: int) -> R\n    type Item\n    type J = int\n  }"
    ),
    ("impl S{fn a(self){}pub fn b(self){}}", "  impl S {\n    fn a(self) {\n    }\n    pub fn b(self) {\n    }\n  }"),
    ("tool t(a:string)->R{description \"d\";a}", "  tool t(a: string) -> R {\n    description \"d\"\n    a\n  }"),
    ("tool t(){a}", "  tool t() {\n    a\n  }"),
    ("skill s{short \"a\";paths [\"b\"]}", "  skill s {\n    short \"a\"\n    paths [\"b\"]\n  }"),
    (
      "eval_pack p \"id\"{a:1;let b=2;summarize{c}}",
      "  eval_pack p \"id\" {\n    a: 1\n    let b = 2\n    summarize {\n      c\n    }\n  }"
    ),
    (
      "@a @b(1,k:-2.0,r:x.y(\"s\"),n:nil,t:true,c:continue)\nfn g(){}",
      "  @a\n  @b(1, k: -2.0, r: x.y(\"s\"), n: nil, t: true, c: continue)\n  fn g() {\n  }"
    ),
  ])
  func `constructs`(source: String, expected: String) throws {
    try expectStatement(source, expected)
  }

  @Test func `pipelines`() throws {
    try expectFormat(
      "pub pipeline p(a,b)->T extends base{a}\npub fn f(){}\npub import \"x\"",
      "pub pipeline p(a, b) -> T extends base {\n  a\n}\n\npub fn f() {\n}\n\npub import \"x\"\n")
  }
}
