import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Registration {
  @Test(
    arguments: [
      ([], "__register_step: expected (function_name, metadata_dict)"),
      ([1, [:]], "__register_step: expected (function_name, metadata_dict)"),
      (["f"], "__register_step: metadata argument must be a dict"),
      (["f", "x"], "__register_step: metadata argument must be a dict"),
    ] as [([Literal], String)])
  func `faults of __register_step`(arguments: [Literal], text: String) {
    balancingHeap {
      let run = Run()
      withValues(arguments) { values in
        #expect(errorText { try run.program.registerStep(fromArguments: values) } == text)
      }
    }
  }

  @Test(
    arguments: [
      ([], "__register_persona: expected (function_name, metadata_dict)"),
      (["f"], "__register_persona: metadata argument must be a dict"),
      (["f", ["stages": 1]], "__register_persona: stages argument must be a list of dicts"),
      (["f", ["stages": [1]]], "__register_persona: each stage entry must be a dict"),
      (
        ["f", ["stages": [["name": 1]]]],
        "__register_persona: stage dict missing required 'name'"
      ),
      (
        ["f", ["stages": [["name": "s", "allowed_tools": [1]]]]],
        "__register_persona: stage allowed_tools entries must be strings"
      ),
      (
        ["f", ["stages": [["name": "s", "allowed_tools": "t"]]]],
        "__register_persona: stage allowed_tools must be a list of strings"
      ),
    ] as [([Literal], String)])
  func `faults of __register_persona`(arguments: [Literal], text: String) {
    balancingHeap {
      let run = Run()
      withValues(arguments) { values in
        #expect(errorText { try run.program.registerPersona(fromArguments: values) } == text)
      }
    }
  }

  /// 06 §3.2 and §6.6.
  @Test(
    arguments: [
      (["max_tokens": 100], 100, nil),
      (["max_tokens": 0], nil, nil),
      (["max_tokens": -5], nil, nil),
      (["max_tokens": 99.9], 99, nil),
      (["max_tokens": "100"], nil, nil),
      (["max_tokens": .float(.infinity)], nil, nil),
      (["max_tokens": nil], nil, nil),
      (["max_tokens": 1e300], .max, nil),
      (["max_usd": 0.05], nil, 0.05),
      (["max_usd": 1], nil, 1),
      (["max_usd": 0], nil, 0),
      (["max_usd": -1], nil, nil),
      (["max_usd": .float(.nan)], nil, nil),
      (["max_usd": "1"], nil, nil),
      ("not a dict", nil, nil),
    ] as [(Literal, UInt64?, Double?)])
  func `limits are normalised`(budget: Literal, tokens: UInt64?, money: Double?) {
    balancingHeap {
      withValue(["budget": budget]) { metadata in
        let definition = StepDefinition(function: "f", metadata: metadata)
        #expect(definition.maxTokens == tokens)
        #expect(definition.maxUSD == money)
      }
    }
  }

  /// 06 §3.2.
  @Test func `texts of a step are normalised`() {
    balancingHeap {
      func definition(_ metadata: Literal) -> StepDefinition {
        withValue(metadata) { StepDefinition(function: "f", metadata: $0) }
      }
      #expect(definition([:]) == StepDefinition(name: "f", function: "f"))
      #expect(definition(["name": "n", "model": "m"]).model == "m")
      #expect(definition(["name": "n"]).name == "n")
      #expect(definition(["name": ""]).name == "")
      #expect(definition(["name": 1]).name == "f")
      #expect(definition(["model": ""]).model == nil)
      #expect(definition(["model": 1]).model == nil)
      #expect(definition(["error_boundary": ""]).errorBoundary == nil)
      #expect(definition(["error_boundary": "continue"]).boundary == .continue)
      #expect(definition(["error_boundary": "escalate"]).boundary == .escalate)
      #expect(definition(["error_boundary": "whatever"]).boundary == .fail)
      #expect(definition(["error_boundary": "whatever"]).errorBoundary == "whatever")
      #expect(definition([:]).boundary == .fail)
    }
  }

  /// 06 §3.3.
  @Test func `fields of a persona are normalised`() throws {
    try balancingHeap {
      func definition(_ metadata: Literal) throws -> PersonaDefinition {
        try withValue(metadata) { try PersonaDefinition(function: "f", metadata: $0) }
      }
      let empty = try definition([:])
      #expect(empty == PersonaDefinition(name: "f"))
      let named = try definition(["name": "p", "stages": nil])
      #expect(named == PersonaDefinition(name: "p"))
      let stages = try definition([
        "stages": [
          ["name": "a"],
          ["name": "b", "allowed_tools": [], "side_effect_level": "", "max_iterations": -1],
          ["name": "c", "allowed_tools": ["t"], "side_effect_level": "none", "max_iterations": 2.7],
          ["name": "d", "allowed_tools": nil, "max_iterations": 7],
        ]
      ]).stages
      #expect(
        stages == [
          StageDeclaration(name: "a"),
          StageDeclaration(name: "b", allowedTools: []),
          StageDeclaration(
            name: "c", allowedTools: ["t"], sideEffectLevel: "none", maxIterations: 2),
          StageDeclaration(name: "d", maxIterations: 7),
        ])
    }
  }

  @Test(
    arguments: [
      ("terse", PersonaOutputStyle(name: "terse")),
      ("", nil),
      (nil, nil),
      (3, nil),
      ([:], nil),
      (
        .dict([("name", "n"), ("instructions", "i")]),
        PersonaOutputStyle(name: "n", instructions: "i")
      ),
      (.dict([("name", 1), ("instructions", "i")]), PersonaOutputStyle(instructions: "i")),
    ] as [(Literal, PersonaOutputStyle?)])
  func `the output style is normalised`(value: Literal, style: PersonaOutputStyle?) throws {
    try balancingHeap {
      let persona = try withValue(["output_style": value]) {
        try PersonaDefinition(function: "f", metadata: $0)
      }
      #expect(persona.outputStyle == style)
    }
  }

  @Test func `__persona_output_style names a function or asks for the current persona`() throws {
    try balancingHeap {
      let run = Run()
      try withValues(["desk", ["output_style": "terse"]]) { values in
        try run.program.registerPersona(fromArguments: values).released()
      }
      let text = "{instructions: nil, name: terse}"
      withValues(["desk"]) { values in
        #expect(consumedText(run.program.personaOutputStyle(values, task: run.task)) == text)
      }
      #expect(consumedText(run.program.personaOutputStyle([], task: run.task)) == "nil")
      run.enter("desk", depth: 1)
      #expect(consumedText(run.program.personaOutputStyle([], task: run.task)) == text)
      try run.leave(depth: 1)
    }
  }
}
