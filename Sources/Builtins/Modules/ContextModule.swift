/// `std/context` (05b §20).
let contextModule = #"""
  fn without_empty(entries) {
    return entries.filter({ value -> value != nil && value != "" && value != "null" })
  }

  pub fn section(name, content, options = nil) {
    let given = options ?? {}
    return without_empty({
      _type: "context_section", name: name, content: content, kind: given.kind, path: given.path,
      priority: given.priority, max_chars: given.max_chars, enabled: given.enabled,
    })
  }

  pub fn context_section(name, content, options = nil) { return section(name, content, options) }

  pub fn context_attach(name, path, content, options = nil) {
    let given = {kind: "attachment"}.merge(without_empty(options ?? {})).merge({path: path})
    return section(name, "Path: ${path}\n\n${content}", given)
  }

  pub fn context(sections, options = nil) {
    let given = options ?? {}
    return without_empty({
      _type: "context", sections: sections ?? [], separator: given.separator ?? "\n\n",
      include_headers: given.include_headers, max_chars: given.max_chars,
      section_max_chars: given.section_max_chars,
    })
  }

  pub fn context_add(ctx, section) {
    var extended = ctx
    extended.sections = (ctx.sections ?? []) + [section]
    return extended
  }

  pub fn context_render(ctx, options = nil) {
    let given = ctx.merge(without_empty(options ?? {}))
    let separator = given.separator ?? "\n\n"
    var left = given.max_chars
    var parts = []
    for section in given.sections ?? [] {
      if section.enabled == false { continue }
      let content = to_string(section.content ?? "")
      if content == "" { continue }
      if left != nil && left <= 0 { break }
      var text = clip_text(content, section.max_chars ?? given.section_max_chars)
      if given.include_headers != false && (section.name ?? "") != "" { text = "[${section.name}]\n${text}" }
      if left != nil {
        text = clip_text(text, left)
        left = left - len(text) - len(separator)
      }
      parts = parts.push(text)
    }
    return parts.join(separator)
  }

  pub fn context_compact(ctx, options = nil) { return ctx.merge(without_empty(options ?? {})) }

  pub fn prompt_compose(task, ctx, options = nil) {
    let given = options ?? {}
    let rendered = ctx == nil ? "" : context_render(ctx, given)
    let label = given.task_label ?? "Task"
    var blocks = [
      "<workflow_task>\n<label>${label}</label>\n<instructions>\n${task}\n</instructions>\n</workflow_task>",
    ]
    if rendered != "" { blocks = blocks.push("<workflow_context>\n${rendered}\n</workflow_context>") }
    blocks = blocks.push(
      "<workflow_response_contract>\nAnswer the task with the help of the context. Say so when something is missing.\n</workflow_response_contract>",
    )
    var result = without_empty({
      prompt: blocks.join("\n\n"), system: given.system, rendered_context: rendered,
    })
    result.context = ctx
    return result
  }

  pub fn clip_text(text, max_chars) {
    if max_chars == nil || max_chars <= 0 || len(text) <= max_chars { return text }
    if max_chars <= 16 { return text[0:max_chars] }
    return text[0:max_chars - 15] + "\n...[truncated]"
  }
  """#
