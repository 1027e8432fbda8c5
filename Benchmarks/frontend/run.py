#!/usr/bin/env python3
"""Measures the stages between the text of a program and its start.

usage: Benchmarks/frontend/run.py [--rounds N] [--lines N ...]

The programs are those of generate.py. Times are processor time of one thread, the fastest of the rounds. A last column
compares the time of a line with that of the smallest program: it stays near 1 when the cost is linear. Needed:

  swift build -c release --product FrontendStages
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
STAGES = os.path.join(HERE, "..", "..", ".build", "release", "FrontendStages")
# What is measured with whom, and the fewest lines per second.
SUMS = [
    ("lexer", ["lex"], 1_000_000),
    ("lexer, parser", ["lex, parse"], None),
    ("checker", ["check"], None),
    ("compiler", ["compile"], None),
    ("verifier, loader", ["verify, load"], None),
    ("lexer, parser, checker", ["lex, parse", "check"], 300_000),
    ("lexer, parser, compiler", ["lex, parse", "compile"], 300_000),
    ("all", ["lex, parse", "check", "compile", "verify, load"], None),
]


def measure(lines, rounds):
    """The milliseconds of each stage, and the lines of the program."""
    with tempfile.NamedTemporaryFile("w", suffix=".harn") as program:
        subprocess.run([os.path.join(HERE, "generate.py"), str(lines)], stdout=program, check=True)
        output = subprocess.run(
            [STAGES, program.name, str(rounds)], capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in output.splitlines()]
    return {name: float(time) for name, time, _ in rows}, int(rows[0][2])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--lines", type=int, nargs="+", default=[25_000, 50_000, 100_000])
    arguments = parser.parse_args()
    if not os.path.exists(STAGES):
        sys.exit(f"{STAGES} is missing: swift build -c release --product FrontendStages")
    first = None
    for lines in arguments.lines:
        times, count = measure(lines, arguments.rounds)
        print(f"{count} lines")
        costs = {name: sum(times[stage] for stage in stages) / count for name, stages, _ in SUMS}
        first = first or costs
        for name, _, goal in SUMS:
            goal_text = f"goal {goal:,}" if goal else ""
            speed = f"{1000 / costs[name]:,.0f}"
            print(f"  {name:24} {costs[name] * count:9.1f} ms {speed:>12} lines/s {costs[name] / first[name]:6.2f}  {goal_text}")


if __name__ == "__main__":
    main()
