#!/usr/bin/env python3
"""Runs programs that build or use something of size n, 2n and 4n, and prints the ratios of the times.

usage: Benchmarks/growth.py [--rounds N] [--harn PATH] [--scale FACTOR] [--limit SECONDS] [CASE ...]

Linear time means ratios of about 2 from one size to the next, quadratic time of about 4. Every measurement is one whole
process; reported are the shortest times. Fails when a program fails, takes too long or has a ratio above 3.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HIGHEST_RATIO = 3.0
SIZES = (1, 2, 4)
# name, size, initial value, what is done at each step
STEPS = [
    ("xs = xs.push(i)", 1_000_000, "[]", "value = value.push(i)"),
    ("xs = xs + [i]", 1_000_000, "[]", "value = value + [i]"),
    ("d[k] = v", 500_000, "{}", "value[to_string(i)] = i"),
    ('s = s + "x"', 5_000_000, '""', 'value = value + "x"'),
    ("[...xs, i]", 1_000_000, "[]", "value = [...value, i]"),
    ("d + {k: v}", 250_000, "{}", "value = value + {[to_string(i)]: i}"),
    ("d.merge({k: v})", 250_000, "{}", "value = value.merge({[to_string(i)]: i})"),
    ("s.add(i)", 250_000, "set()", "value = value.add(i)"),
    ("set_add(s, i)", 250_000, "set()", "value = set_add(value, i)"),
    ("set_union(s, few)", 250_000, "set()", "value = set_union(value, set(i))"),
    ("x = grow(x, i)", 1_000_000, "[]", "value = grow(value, i)"),
    ("x = touch(x, len(x))", 500_000, "[]", "value = touch(value.push(i), 0)\n    value = touch(value, len(value) - 1)"),
    ("x = touch(x.push(i), len(x))", 500_000, "[]", "value = touch(value.push(i), len(value))"),
]
STEP_PROGRAM = """fn grow(xs, v) {{
  return xs.push(v)
}}

fn touch(given, i) {{
  var xs = given
  xs[i] = i
  return xs
}}

fn run() {{
  var value = {initial}
  var i = 0
  while i < {steps} {{
    {step}
    i = i + 1
  }}
  return len(value)
}}

pipeline default() {{
  println(run())
}}
"""


# Whole programs; `{n}` is the size, which is also what they print.
GROUPS = """struct Box {{ items }}

pipeline default() {{
  var groups = {{}}
  var box = Box {{items: [[]]}}
  let p = {{kind: "a"}}
  for i in range({n}) {{
    groups[p.kind] = (groups[p.kind] ?? []).push(i)
    box.items[0] = box.items[0].push(i)
  }}
  println((len(groups.a) + len(box.items[0])) / 2)
}}
"""
TREE = """struct Node {{ left, right }}

fn build(n) {{
  if n == 0 {{ return nil }}
  return Node {{left: build(n / 2), right: build(n - 1 - n / 2)}}
}}

fn count(node) {{
  if node == nil {{ return 0 }}
  return 1 + count(node.left) + count(node.right)
}}

pipeline default() {{
  println(count(build({n})))
}}
"""
TASKS = """pipeline default() {{
  var total = 0
  for i in range({n}) {{
    let task = spawn {{ 1 }}
    total = total + await(task)
  }}
  println(total)
}}
"""
LIVE_TASKS = """pipeline default() {{
  var tasks = []
  for i in range({n}) {{ tasks = tasks.push(spawn {{ 1 }}) }}
  var total = 0
  for task in tasks {{ total = total + await(task) }}
  println(total)
}}
"""
QUEUES = """pipeline default() {{
  var queue = range({n}).to_list()
  var words = "word ".repeat({n}).split(" ")
  var count = 0
  while !queue.empty {{
    queue = count % 2 == 0 ? queue.skip(1) : queue[1:]
    words = words.slice(1)
    count = count + (words.first == nil ? 2 : 1)
  }}
  println(count)
}}
"""
POSITIONS = """pipeline default() {{
  let text = "näme".repeat({n} / 4)
  var count = 0
  for i in range(len(text)) {{ if text[i] != "" {{ count = count + 1 }} }}
  println(count)
}}
"""
PROGRAMS = [
    ("positions", 1_000_000, POSITIONS),
    ("queues", 200_000, QUEUES),
    ("groups", 500_000, GROUPS), ("tree", 300_000, TREE), ("tasks", 50_000, TASKS), ("live tasks", 5_000, LIVE_TASKS),
]


def source_of(n):
    """A program of n functions of four lines each."""
    functions = "".join(
        f"fn f{i}(a, b) {{\n  let c = a + b * {i}\n  return c\n}}\n" for i in range(n))
    return f"{functions}pipeline default() {{\n  println({n})\n}}\n"


def cases():
    """The name of each case, its size, and what makes the program of a given size."""
    for name, size, initial, step in STEPS:
        yield name, size, lambda n, i=initial, s=step: STEP_PROGRAM.format(initial=i, step=s, steps=n)
    for name, size, program in PROGRAMS:
        yield name, size, lambda n, p=program: p.format(n=n)
    yield "source", 5_000, source_of


def measure(harn, directory, program, expected, limit):
    """Runs one program; returns its seconds, or a text that says what went wrong."""
    path = os.path.join(directory, "growth.harn")
    with open(path, "w") as file:
        file.write(program)
    begin = time.perf_counter()
    try:
        result = subprocess.run([harn, "run", path], capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"more than {limit:g} s"
    seconds = time.perf_counter() - begin
    if result.returncode != 0:
        return f"status {result.returncode}: {result.stderr.strip()[:80]}"
    if result.stdout.strip() != str(expected):
        return f"wrong output: {result.stdout.strip()[:40]}"
    return seconds


def shortest_times(options, directory, size, make):
    """The shortest time of each size, or a text that says what went wrong."""
    best = [float("inf")] * len(SIZES)
    for _ in range(options.rounds):
        for index, factor in enumerate(SIZES):
            n = size * factor
            taken = measure(options.harn, directory, make(n), n, options.limit)
            if isinstance(taken, str):
                return f"size {n}: {taken}"
            best[index] = min(best[index], taken)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="measurements per case and size (default 3)")
    parser.add_argument("--harn", default=os.path.join(ROOT, ".build", "release", "harn"), help="the harn binary")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply all sizes by this")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a run is ended (default 60)")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="default: all of them")
    options = parser.parse_args()
    if not os.path.exists(options.harn):
        parser.error(f"{options.harn} does not exist")
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")

    failed = False
    print(f"{'':<22}{'n':>10}{'t(n)':>9}{'t(2n)':>9}{'t(4n)':>9}{'ratios':>14}")
    with tempfile.TemporaryDirectory() as directory:
        for name, full, make in cases():
            if options.cases and name not in options.cases:
                continue
            size = max(1, round(full * options.scale))
            best = shortest_times(options, directory, size, make)
            if isinstance(best, str):
                failed = True
                print(f"{name:<22}{size:>10}  {best}")
                continue
            ratios = [later / earlier for earlier, later in zip(best, best[1:])]
            failed = failed or max(ratios) > HIGHEST_RATIO
            times = "".join(f"{seconds:>9.3f}" for seconds in best)
            print(f"{name:<22}{size:>10}{times}{ratios[0]:>8.2f}{ratios[1]:>6.2f}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
