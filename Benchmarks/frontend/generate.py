#!/usr/bin/env python3
"""Writes a Harn program of about LINES lines that uses the whole language, the same one for the same LINES.

usage: Benchmarks/frontend/generate.py LINES > program.harn

The program consists of sections. Each declares its own types and functions, calls its own and those of the section
before, and differs from the others in names, numbers, texts and the order of its parts. It has no errors, no warnings
and, apart from one line, no output.
"""
import random
import sys

NOUNS = """order invoice parcel ticket ledger route signal batch sensor report draft review budget member channel
volume garden engine bridge letter window market planet record folder branch string_list number_map""".split()
VERBS = """collect merge rank total filter render encode assign settle inspect publish measure balance resolve
dispatch normalise compare""".split()
WORDS = """amber birch cedar delta ember fjord grove harbour island juniper kelp larch meadow north ocean pine
quarry river stone tundra umber valley willow yarrow zephyr Größe naïve 名前""".split()


class Section:
    """The parts of one section. Every method returns the lines of one part."""

    def __init__(self, number, dice):
        self.number = number
        self.dice = dice
        self.noun = dice.choice(NOUNS)
        self.type = "".join(word.capitalize() for word in self.noun.split("_")) + str(number)

    def name(self, verb):
        return f"{verb}_{self.noun}_{self.number}"

    def int(self):
        return self.dice.choice([0, 1, 2, 3, 7, 10, 42, 100, 255, 1024, self.dice.randrange(100000)])

    def float(self):
        return f"{self.dice.randrange(1000)}.{self.dice.randrange(1, 100):02}"

    def word(self):
        return self.dice.choice(WORDS)

    def sentence(self):
        return " ".join(self.word() for _ in range(self.dice.randrange(3, 9)))

    def comment(self):
        return [f"// {self.sentence().capitalize()}, then {self.sentence()}."]

    def types(self):
        return [
            f"/// One {self.noun}: {self.sentence()}.",
            f"struct {self.type} {{",
            "  id: int",
            "  label: string",
            "  weight: float",
            "  tags: list<string>",
            "  note?: string",
            "}",
            "",
            f"enum State{self.number} {{",
            "  Idle",
            "  Waiting(seconds: int)",
            "  Failed(reason: string, code: int)",
            f"  Done(value: {self.type})",
            "}",
            "",
            f"type Key{self.number} = string | int",
            "",
            f"interface Rated{self.number} {{",
            "  fn rate(self) -> float",
            "}",
            "",
            f"impl {self.type} {{",
            f"  fn rate(self) -> float {{ return self.weight * {self.float()} }}",
            "  fn describe(self) -> string {",
            '    let note = self.note ?? "none"',
            f'    return "{self.noun} ${{self.id}}: ${{self.label}} (${{note}})"',
            "  }",
            "}",
        ]

    def maker(self):
        tags = ", ".join(f'"{self.word()}"' for _ in range(self.dice.randrange(1, 5)))
        return [
            f"fn {self.name('make')}(id: int, label: string = \"{self.word()}\") -> {self.type} {{",
            f"  return {self.type} {{",
            "    id: id,",
            f"    label: label + \"-{self.number}\",",
            f"    weight: {self.float()},",
            f"    tags: [{tags}]",
            "  }",
            "}",
        ]

    def matcher(self):
        return [
            f"fn {self.name('explain')}(state: State{self.number}) -> string {{",
            "  match state {",
            f'    State{self.number}.Idle -> {{ return "{self.sentence()}" }}',
            f"    State{self.number}.Waiting(seconds) -> {{",
            f"      if seconds > {self.int()} {{",
            '        return "waiting for ${seconds / 60} min ${seconds % 60} s"',
            "      }",
            '      return "waiting"',
            "    }",
            f'    State{self.number}.Failed(reason, code) -> {{ return "failed: ${{reason}} (${{code + 1}})" }}',
            f'    State{self.number}.Done(value) -> {{ return "done: ${{value.label}}" }}',
            "  }",
            "}",
        ]

    def loop(self):
        return [
            f"fn {self.name(self.dice.choice(VERBS))}_sum(items: list<int>, limit: int) -> int {{",
            "  var total = 0",
            "  var skipped = 0",
            "  for (index, item) in items.enumerate() {",
            f"    if item % {self.dice.randrange(2, 9)} == 0 && index < limit {{",
            f"      total += item * {self.int()} + index",
            f"    }} else if item > {self.int()} || item < -{self.int()} {{",
            "      skipped = skipped + 1",
            "      continue",
            "    } else {",
            f"      total = total - (item + {self.int()}) * 2 ** {self.dice.randrange(1, 6)}",
            "    }",
            f"    while total > {100000 + self.int()} {{",
            "      total = total / 2 // halve",
            "    }",
            "  }",
            "  return skipped > limit ? total : total - skipped",
            "}",
        ]

    def pipeline(self):
        return [
            f"fn {self.name(self.dice.choice(VERBS))}_names(words: list) {{",
            "  return words",
            f"    .filter({{ word -> word != \"{self.word()}\" && word.count > {self.dice.randrange(9)} }})",
            "    .map({ word ->",
            "      let head = word[0:1].upper()",
            '      "${head}${word[1:]}"',
            "    })",
            f"    |> _.take({self.dice.randrange(1, 50)})",
            f'    |> _.join("{self.dice.choice([", ", "; ", " | "])}")',
            "}",
        ]

    def data(self):
        lines = [f"let {self.noun}_table_{self.number} = {{"]
        for index in range(self.dice.randrange(3, 12)):
            key = f"{self.word() if self.dice.random() < 0.5 else self.noun}_{index}"
            value = self.dice.choice(
                [
                    str(self.int()),
                    self.float(),
                    f'"{self.sentence()}"',
                    f"[{self.int()}, {self.int()}, -{self.int()}, nil, true]",
                    f'{{name: "{self.word()}", size: {self.int()}, wait: {self.dice.randrange(90)}ms, "two words": false}}',
                ]
            )
            lines.append(f"  {key}: {value},")
        return lines + ["}"]

    def attempt(self):
        return [
            f"fn {self.name('try')}(table: dict, key: string) {{",
            "  guard table.has(key) else { return nil }",
            "  let result = try {",
            "    let value = table[key] ?? 0",
            f"    if value == nil {{ throw {{message: \"no {self.noun}\", code: {self.int()}}} }}",
            "    value",
            "  } catch (error) {",
            '    let text = "caught ${error}"',
            f"    text.count > {self.int()} ? nil : text",
            "  } finally {",
            f"    let _ = table.count() * {self.int()}",
            "  }",
            "  return result",
            "}",
        ]

    def step(self):
        return [
            f'@step(name: "{self.noun} {self.number}", budget: {{max_tokens: {100 + self.int()}, max_usd: 0.25}}, '
            "error_boundary: continue)",
            f"fn {self.name('plan')}(goal: string) -> string {{",
            f'  return "${{goal}}: {self.sentence()}"',
            "}",
        ]

    def generic(self):
        return [
            f"fn {self.name('pick')}<T>(items: list<T>, other: T, at: int = 0) -> T {{",
            "  /* the item at the place,",
            "     or the other one */",
            "  if at >= 0 && at < items.count { return items[at] ?? other }",
            "  return other",
            "}",
            "",
            f"fn {self.name('walk')}(from: int, upto: int) {{".replace("from", "start"),
            "  for n in start to upto exclusive {",
            f"    if n % {self.dice.randrange(2, 7)} == 1 {{ yield n * n }}",
            "  }",
            "}",
        ]

    def text(self):
        return [
            f"fn {self.name('letter')}(who: string, count: int) -> string {{",
            '  return """',
            f"    Dear ${{who}}, {self.sentence()}",
            f"      ${{count}} times {self.sentence()}",
            f'    and "{self.word()}" again.',
            '    """',
            "}",
        ]

    def user(self):
        calls = [
            f"fn {self.name('use')}(depth: int) {{",
            f"  let item = {self.name('make')}({self.int()})",
            f'  let other = {self.name("make")}({self.int()}, "{self.word()}\\t{self.word()}")',
            "  let {id, label: caption} = item",
            "  var [first, second, ...rest] = [item.rate(), other.rate(), 0.5, 1.5]",
            f"  let states = [State{self.number}.Idle, State{self.number}.Waiting(id), State{self.number}.Done(other)]",
            f"  let told = states.map({{ state -> {self.name('explain')}(state) }})",
            f"  let picked = {self.name('pick')}(told, caption, {self.dice.randrange(4)})",
            "  first = first + second - (rest[0] ?? 0.0)",
            f"  if depth > {self.dice.randrange(3, 9)} || first < {self.float()} {{ return picked }}",
        ]
        if self.number > 0:
            calls.append("  let more = use_of_section(depth + 1)")
            calls.append('  return more == nil ? picked : "${picked} ${more}"')
        else:
            calls.append("  return picked")
        return calls + ["}"]


def sections():
    """The lines of one section after the other, without end."""
    number = 0
    before = None
    while True:
        section = Section(number, random.Random(f"section {number}"))
        parts = [
            section.maker, section.matcher, section.loop, section.pipeline, section.data, section.attempt,
            section.step, section.generic, section.text,
        ]
        section.dice.shuffle(parts)
        lines = []
        for part in [section.types] + parts + [section.user]:
            if section.dice.random() < 0.5:
                lines += section.comment()
            lines += part() + [""]
        yield [line.replace("use_of_section", before or "") for line in lines]
        before = section.name("use")
        number += 1


def program(line_count):
    lines = ["// A generated program.", ""]
    ending = ["pipeline default() {", '  println("done")', "}"]
    for section in sections():
        if len(lines) + len(section) + len(ending) > line_count and len(lines) > 2:
            break
        lines += section
    return lines + ending


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    sys.stdout.write("\n".join(program(int(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
