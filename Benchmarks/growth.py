#!/usr/bin/env python3
"""Runs loops that build a value piece by piece with n and with 2n steps, and prints the ratio of the times.

usage: Benchmarks/growth.py [--rounds N] [--harn PATH] [--scale FACTOR] [--limit SECONDS]

Linear time means a ratio of about 2, quadratic time one of about 4. Every measurement is one whole process; reported
is the fastest of the rounds.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HIGHEST_RATIO = 3.0
CASES = [
    # name, steps, initial value, step
    ("xs = xs.push(i)", 1_000_000, "[]", "value = value.push(i)"),
    ("xs = xs + [i]", 1_000_000, "[]", "value = value + [i]"),
    ("d[k] = v", 1_000_000, "{}", "value[to_string(i)] = i"),
    ('s = s + "x"', 10_000_000, '""', 'value = value + "x"'),
    ("[...xs, i]", 1_000_000, "[]", "value = [...value, i]"),
    ("d + {k: v}", 500_000, "{}", "value = value + {[to_string(i)]: i}"),
    ("d.merge({k: v})", 500_000, "{}", "value = value.merge({[to_string(i)]: i})"),
    ("s.add(i)", 500_000, "set()", "value = value.add(i)"),
    ("set_add(s, i)", 500_000, "set()", "value = set_add(value, i)"),
    ("x = grow(x, i)", 1_000_000, "[]", "value = grow(value, i)"),
]
PROGRAM = """fn grow(xs, v) {{
  return xs.push(v)
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


def measure(harn, directory, steps, initial, step, limit):
    """Runs one program; returns its seconds, or a text that says what went wrong."""
    path = os.path.join(directory, "growth.harn")
    with open(path, "w") as file:
        file.write(PROGRAM.format(initial=initial, steps=steps, step=step))
    begin = time.perf_counter()
    try:
        result = subprocess.run([harn, "run", path], capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"more than {limit:g} s"
    seconds = time.perf_counter() - begin
    if result.returncode != 0:
        return f"status {result.returncode}"
    if result.stdout.strip() != str(steps):
        return f"wrong output: {result.stdout.strip()[:40]}"
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="measurements per case and size (default 3)")
    parser.add_argument("--harn", default=os.path.join(ROOT, ".build", "release", "harn"), help="the harn binary")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply all numbers of steps by this")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a run is ended (default 60)")
    options = parser.parse_args()
    if not os.path.exists(options.harn):
        parser.error(f"{options.harn} does not exist")
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")

    failed = False
    print(f"{'':<18}{'n':>12}{'t(n)':>10}{'t(2n)':>10}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as directory:
        for name, full, initial, step in CASES:
            steps = max(1, round(full * options.scale))
            best = [float("inf"), float("inf")]
            trouble = None
            for _ in range(options.rounds):
                for index in range(2):
                    taken = measure(options.harn, directory, steps * (index + 1), initial, step, options.limit)
                    if isinstance(taken, str):
                        trouble = f"{(index + 1) * steps} steps: {taken}"
                        break
                    best[index] = min(best[index], taken)
                if trouble:
                    break
            if trouble:
                failed = True
                print(f"{name:<18}{steps:>12}  {trouble}")
                continue
            ratio = best[1] / best[0]
            failed = failed or ratio > HIGHEST_RATIO
            print(f"{name:<18}{steps:>12}{best[0]:>10.3f}{best[1]:>10.3f}{ratio:>8.2f}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
