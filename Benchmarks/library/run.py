#!/usr/bin/env python3
"""Compares library functions of harn with CPython's.

usage: Benchmarks/library/run.py [--rounds N] [--harn PATH] [PROGRAM ...]

Each program prepares its data and then does its work as often as its argument says. The time of one turn is the
difference between a run of five turns and a run of one, divided by four; reported is the smallest of the rounds.
"""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = ["json_parse", "json_write", "sort_by", "split_join", "word_count", "regex_scan"]


def seconds(command, turns, outputs):
    start = os.times()
    result = subprocess.run([*command, str(turns)], capture_output=True, text=True, check=True)
    end = os.times()
    outputs.add((turns, result.stdout))
    return end.children_user + end.children_system - start.children_user - start.children_system


def measure(command, rounds, outputs):
    return min((seconds(command, 5, outputs) - seconds(command, 1, outputs)) / 4 for _ in range(rounds))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--harn", default=os.path.join(HERE, "..", "..", ".build", "release", "harn"))
    parser.add_argument("programs", nargs="*", default=PROGRAMS)
    arguments = parser.parse_args()
    print(f"{'':12} {'harn':>8} {'python':>8} {'ratio':>6}")
    for program in arguments.programs or PROGRAMS:
        path = os.path.join(HERE, program)
        outputs = set()
        harn = measure([arguments.harn, "run", path + ".harn", "--"], arguments.rounds, outputs)
        python = measure([sys.executable, path + ".py"], arguments.rounds, outputs)
        if len(outputs) != 2:
            sys.exit(f"{program}: the outputs differ: {outputs}")
        print(f"{program:12} {harn:8.3f} {python:8.3f} {harn / python:6.2f}", flush=True)


main()
