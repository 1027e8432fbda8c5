#!/usr/bin/env python3
"""Runs the benchmark programs on harn and on the interpreters that are installed, and compares them.

usage: Benchmarks/run.py [--rounds N] [--harn PATH] [--pin CPU] [--json FILE] [--only ENGINE ...] [PROGRAM ...]

Every measurement is one whole process: start, load, run, exit. The engines take turns within a round, so that a
slow phase of the machine hits all of them. Reported are medians over the rounds.
"""
import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BASIC = ["fib", "loop", "mandel", "list", "sieve", "dict", "closure", "string", "field"]
PROGRAMS = [
    *BASIC, "methods", "enums", "exceptions", "generators", "nested", "build", "sort", "trees", "nbody", "queens",
    "scan", "records", "matmul", "pipeline", "matching", "iterate",
]
START_UP = "start-up"


def find_engines(harn):
    """Maps an engine's name to its command per program; `{}` stands for the program's path without extension."""
    engines = {}
    if os.path.exists(harn):
        engines["harn"] = [os.path.abspath(harn), "run", "{}.harn"]
    else:
        print(f"note: {harn} does not exist, harn is left out", file=sys.stderr)
    peers = [
        ("lua", ["lua5.4", "lua"], [], ".lua"),
        ("python", ["python3.11", "python3"], [], ".py"),
        ("luajit -joff", ["luajit"], ["-joff"], ".lua"),
        ("node --jitless", ["node"], ["--jitless"], ".js"),
    ]
    for name, binaries, flags, extension in peers:
        path = next((p for p in map(shutil.which, binaries) if p), None)
        if path:
            engines[name] = [path, *flags, "{}" + extension]
    return engines


def start_up_command(name, command):
    """The smallest program of each engine: prints one line and ends."""
    if name == "harn":
        return [command[0], "run", os.path.join(ROOT, "Examples", "hello.harn")]
    if name.startswith("lua"):
        return [*command[:-1], "-e", "print(1)"]
    if name == "python":
        return [*command[:-1], "-c", "print(1)"]
    return [*command[:-1], "-e", "console.log(1)"]


def command_for(name, command, program):
    if program == START_UP:
        return start_up_command(name, command)
    return [part.replace("{}", os.path.join(HERE, "programs", program)) for part in command]


def run_once(command, pin):
    """Runs one process; returns (seconds, peak memory in bytes, exit status, standard output)."""
    if pin is not None:
        command = ["taskset", "-c", str(pin), *command]
    read_end, write_end = os.pipe()
    begin = time.perf_counter()
    with open(os.devnull) as no_input, open(os.devnull, "w") as no_errors:
        process = subprocess.Popen(command, stdin=no_input, stdout=write_end, stderr=no_errors)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as stream:
        output = stream.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * unit, process.returncode, output.decode(errors="replace").strip()


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def mebibytes(peak, floor):
    return f"< {floor / 2**20:.0f}" if peak <= floor * 1.05 else f"{peak / 2**20:.1f}"


def table(title, programs, rows, last=()):
    """Prints `rows`, a list of (name, {program: text}), as a Markdown table."""
    columns = [*programs, *last]
    cells = [["", *columns]] + [[name, *(texts.get(c, "") for c in columns)] for name, texts in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    print(f"\n{title}\n")
    for number, row in enumerate(cells):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if number == 0:
            print("| " + " | ".join("-" * width for width in widths) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="measurements per program and engine (default 5)")
    parser.add_argument("--harn", default=os.path.join(ROOT, ".build", "release", "harn"), help="the harn binary")
    parser.add_argument("--pin", type=int, metavar="CPU", help="run everything on this one CPU")
    parser.add_argument("--json", metavar="FILE", help="write all measurements to FILE")
    parser.add_argument("--only", action="append", metavar="ENGINE", help="use this engine only (may be repeated)")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help="default: all of them, and the start-up row")
    options = parser.parse_args()

    if options.pin is not None and not shutil.which("taskset"):
        parser.error("--pin needs taskset")
    unknown = [p for p in options.programs if p not in [*PROGRAMS, START_UP]]
    if unknown:
        parser.error(f"unknown program: {', '.join(unknown)}")
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    engines = find_engines(options.harn)
    if options.only:
        engines = {name: command for name, command in engines.items() if name in options.only}
    if not engines:
        parser.error("no engine to measure")
    programs = options.programs or [*PROGRAMS, START_UP]

    # A child's peak starts at the size of the process that started it; smaller peaks cannot be told apart.
    _, floor, _, _ = run_once([shutil.which("true") or sys.executable], None)

    seconds = {name: {p: [] for p in programs} for name in engines}
    memory = {name: {p: 0 for p in programs} for name in engines}
    outputs = {p: {} for p in programs}
    failures = []
    for number in range(options.rounds):
        for program in programs:
            for name, command in engines.items():
                if (name, program) in failures:
                    continue
                taken, peak, status, output = run_once(command_for(name, command, program), options.pin)
                if status != 0:
                    print(f"{name}: {program} ended with status {status}", file=sys.stderr)
                    failures.append((name, program))
                    continue
                seconds[name][program].append(taken)
                memory[name][program] = max(memory[name][program], peak)
                outputs[program][name] = output
        print(f"round {number + 1} of {options.rounds} done", file=sys.stderr)

    disagreements = []
    for program in programs:
        if program != START_UP and len(set(outputs[program].values())) > 1:
            disagreements.append(program)
            print(f"outputs of {program} differ: {outputs[program]}", file=sys.stderr)

    medians = {
        name: {p: statistics.median(taken) for p, taken in row.items() if taken and (name, p) not in failures}
        for name, row in seconds.items()
    }
    table("Seconds, whole process, medians", programs,
          [(name, {p: f"{s:.3f}" for p, s in row.items()}) for name, row in medians.items()])
    ratios = {}
    for base in ("lua", "python"):
        if base not in medians or len(medians) < 2:
            continue
        ratios[base] = {}
        rows = []
        for name, row in medians.items():
            if name == base:
                continue
            by_program = {p: row[p] / medians[base][p] for p in row if p in medians[base]}
            # Start-up is a row of its own kind: it does not belong in the means of the programs.
            basic = geometric_mean([r for p, r in by_program.items() if p in BASIC])
            mean = geometric_mean([r for p, r in by_program.items() if p != START_UP])
            ratios[base][name] = {"programs": by_program, "geometric mean of the first nine": basic,
                                  "geometric mean": mean}
            texts = {p: f"{r:.2f}" for p, r in by_program.items()}
            texts["geo. mean, first nine"] = "" if basic is None else f"{basic:.2f}"
            texts["geo. mean, all"] = "" if mean is None else f"{mean:.2f}"
            rows.append((name, texts))
        table(f"Time relative to {base} (smaller is better)", programs, rows,
              last=["geo. mean, first nine", "geo. mean, all"])
    table("Peak memory, MiB", programs,
          [(name, {p: mebibytes(memory[name][p], floor) for p in row}) for name, row in medians.items()])

    if options.json:
        with open(options.json, "w") as file:
            json.dump({"rounds": options.rounds, "pin": options.pin, "seconds": seconds, "medians": medians,
                       "ratios": ratios, "peak_memory_bytes": memory, "outputs": outputs,
                       "commands": {name: command for name, command in engines.items()}}, file, indent=1)
            file.write("\n")
    return 1 if failures or disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
