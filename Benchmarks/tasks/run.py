#!/usr/bin/env python3
"""Measures tasks and channels of harn.

usage: Benchmarks/tasks/run.py [--rounds N] [--harn PATH] [PROGRAM ...]

Each program does as many operations as its argument says. The figures are differences between a large and a small run,
per operation: elapsed time, processor time and peak memory; reported is the smallest of the rounds.
"""
import argparse
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# Program: operations of the small and of the large run, what an operation is, how many of them a turn has.
PROGRAMS = {
    "switch": (1000, 500_000, "task switch", 2),
    "spawn": (1000, 500_000, "spawn and await", 1),
    "live": (1000, 100_000, "live task", 1),
    "channel": (1000, 1_000_000, "message", 1),
    "each": (100, 10_000, "call of 1 ms, 100 at a time", 1),
    "idle": (1, 2000, "millisecond asleep", 1),
}


def run(harn, program, count):
    command = [harn, "run", os.path.join(HERE, program + ".harn"), "--", str(count)]
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    elapsed = time.monotonic() - start
    if status != 0:
        sys.exit(f"{program} failed")
    return elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--harn", default=os.path.join(HERE, "..", "..", ".build", "release", "harn"))
    parser.add_argument("programs", nargs="*", default=list(PROGRAMS))
    arguments = parser.parse_args()
    print(f"{'':8} {'elapsed':>11} {'processor':>11} {'memory':>9} {'large run':>10}   per")
    for program in arguments.programs or PROGRAMS:
        small, large, operation, each = PROGRAMS[program]
        operations = (large - small) * each
        least = [min(figures) for figures in zip(*(run(arguments.harn, program, small) for _ in range(arguments.rounds)))]
        most = [min(figures) for figures in zip(*(run(arguments.harn, program, large) for _ in range(arguments.rounds)))]
        elapsed, processor, memory = [(b - a) / operations for a, b in zip(least, most)]
        print(
            f"{program:8} {elapsed * 1e9:8.0f} ns {processor * 1e9:8.0f} ns {memory:7.0f} B {most[0]:8.3f} s   {operation}",
            flush=True,
        )


main()
