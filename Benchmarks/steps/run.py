#!/usr/bin/env python3
"""Measures what steps cost.

usage: Benchmarks/steps/run.py [--rounds N] [--harn PATH]

Each program does its work as often as its argument says. The time of one turn is the difference of the processor times of
a long and a short run, divided by the difference of their turns; reported is the smallest of the rounds. Memory is the
peak of the process, of a long and of a short run.
"""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# Program, turns of the short and of the long run, and the most nanoseconds of a turn, where there is a limit.
PROGRAMS = [
    ("plain_call", 1_000_000, 11_000_000, None),
    ("plain_call_among_steps", 1_000_000, 11_000_000, None),
    ("step_call", 100_000, 1_100_000, 400),
    ("hooked_call", 100_000, 300_000, None),
    ("stub_call", 100_000, 1_100_000, 2000),
    ("stub_call_new_prompt", 100_000, 600_000, None),
]


def run(harn, program, turns):
    """Processor time in seconds and peak memory in KiB of one run."""
    process = subprocess.Popen(
        [harn, "run", os.path.join(HERE, program + ".harn"), "--", str(turns)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{program} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--harn", default=os.path.join(HERE, "..", "..", ".build", "release", "harn"))
    arguments = parser.parse_args()
    print(f"{'':24} {'ns/turn':>8} {'limit':>6} {'short MiB':>10} {'long MiB':>9}")
    for program, short, long, limit in PROGRAMS:
        best = memory = None
        for _ in range(arguments.rounds):
            small, small_memory = run(arguments.harn, program, short)
            large, large_memory = run(arguments.harn, program, long)
            turn = (large - small) / (long - short) * 1e9
            if best is None or turn < best:
                best, memory = turn, (small_memory, large_memory)
        print(
            f"{program:24} {best:8.1f} {limit or '-':>6} {memory[0] / 1024:10.1f} {memory[1] / 1024:9.1f}", flush=True)


main()
