/// The builtin functions of texts and of the system around the program (05 §18–§27, 05b).
let implementedSystemFunctions: [Declaration] = [
  Declaration("regex_match", "pattern text flags?", "list | nil", "All matches of a pattern, nil when there is none."),
  Declaration("regex_captures", "pattern text", "list", "All matches with what their groups took."),
  Declaration("regex_replace", "pattern replacement text", "string", "With every match replaced."),
  Declaration("regex_replace_all", "pattern replacement text", "string", "With every match replaced."),
  Declaration("regex_split", "text pattern flags?", "list", "The pieces between the matches of a pattern."),
]
