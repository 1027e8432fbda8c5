#!/usr/bin/env python3
"""Measures `harn repl` at a pseudo terminal: the first prompt, keystrokes on a long line, memory over many inputs.

    swift build -c release
    Benchmarks/repl/measure.py [HARN]

Prints one line per figure. Times are medians of wall-clock time as a person sees it: from the byte that is sent to the
last byte of the answer.
"""

import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import fcntl

HARN = sys.argv[1] if len(sys.argv) > 1 else ".build/release/harn"
PROMPT = b"harn> "
# The editor shows the cursor again at the end of each drawing.
DRAWN = b"\x1b[?25h"


class Terminal:
    """A REPL at a terminal of 80 columns and 24 rows."""

    def __init__(self):
        self.home = tempfile.TemporaryDirectory()
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.environ.update(HOME=self.home.name, TERM="xterm-256color")
            os.execv(HARN, [HARN, "repl"])
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read_until(self, mark, timeout=30):
        """The output up to one that ends with `mark`."""
        output = b""
        end = time.monotonic() + timeout
        while not output.endswith(mark):
            ready, _, _ = select.select([self.descriptor], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise SystemExit(f"no {mark!r} within {timeout} s, but {output[-200:]!r}")
            output += os.read(self.descriptor, 65536)
        return output

    def type(self, text):
        os.write(self.descriptor, text)

    def drain(self):
        """Waits until the editor has nothing more to draw."""
        while select.select([self.descriptor], [], [], 0.3)[0]:
            os.read(self.descriptor, 65536)

    def close(self):
        os.close(self.descriptor)
        os.waitpid(self.process, 0)
        self.home.cleanup()


def first_prompt():
    """Milliseconds from the start of the process to the prompt."""
    start = time.perf_counter()
    terminal = Terminal()
    terminal.read_until(DRAWN)
    milliseconds = (time.perf_counter() - start) * 1000
    terminal.close()
    return milliseconds


def keystrokes(line, keys, count=60):
    """Milliseconds for each of some keys on a line of text."""
    terminal = Terminal()
    terminal.read_until(DRAWN)
    # In pieces that fit into the buffer of the terminal.
    for start in range(0, len(line), 1000):
        terminal.type(line[start : start + 1000])
        terminal.drain()
    times = []
    for number in range(count):
        start = time.perf_counter()
        terminal.type(keys[number % len(keys)])
        terminal.read_until(DRAWN)
        times.append((time.perf_counter() - start) * 1000)
    terminal.close()
    return times


def long_line(count):
    """Milliseconds to paste a line of so many characters, for a key on it, and to evaluate it."""
    terminal = Terminal()
    terminal.read_until(DRAWN)

    def timed(text, mark):
        start = time.perf_counter()
        while text:
            text = text[os.write(terminal.descriptor, text[:4096]) :]
        terminal.read_until(mark)
        return (time.perf_counter() - start) * 1000

    paste = timed(b'\x1b[200~len("' + b"x" * count + b'")\x1b[201~', DRAWN)
    key = statistics.median(timed(b"\x1b[D", DRAWN) for _ in range(9))
    # The line is drawn to its end, then the prompt of the next one.
    run = timed(b"\r", b"\r\x1b[6C" + DRAWN)
    terminal.close()
    return paste, key, run


def peak_kibibytes(make_input, count):
    """The peak memory of a session after so many inputs from a pipe, and its processor time in seconds."""
    process = subprocess.Popen([HARN, "repl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for number in range(count):
        process.stdin.write(make_input(number).encode() + b"\n")
    process.stdin.write(b'"done"\n')
    process.stdin.flush()
    if process.stdout.readline() != b"done\n":
        raise SystemExit("the session has printed something else")
    # Not the figure of wait4: it is never below what this script needs.
    with open(f"/proc/{process.pid}/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    if status != 0:
        raise SystemExit(f"the session ended with {status}")
    return peak, usage.ru_utime


INPUTS = {
    "assignments": lambda number: f"let a{number % 10} = {number}",
    "closures": lambda number: f"let sum = [1, 2, 3].map({{ x -> x * {number} }}).sum()",
    "functions": lambda number: f"fn f(x: int) {{ return x + {number} }}; let y = f(1)",
    "types": lambda number: f"struct P {{ a: int }}; let p = P {{a: {number}}}",
}


def main():
    print(f"first prompt: {statistics.median(first_prompt() for _ in range(15)):.1f} ms")
    code = b"let total = xs.map({ x -> x * 2 }).sum() + len(\"text\") // note "
    line = (code * 200)[:10_000]
    for name, keys in {
        "insert at the end": [b"x"],
        "insert at the start, move, delete": [b"\x01", b"y", b"\x1b[C", b"\x7f"],
        "move by words": [b"\x1bb"],
    }.items():
        times = keystrokes(line, keys)
        print(f"10 000 characters, {name}: median {statistics.median(times):.2f} ms, worst {max(times):.2f} ms")
    paste, key, run = long_line(1_000_000)
    print(f"1 000 000 characters: paste {paste:.0f} ms, one key {key:.1f} ms, evaluation {run:.0f} ms")
    for name, make_input in INPUTS.items():
        few, _ = peak_kibibytes(make_input, 1000)
        many, seconds = peak_kibibytes(make_input, 10_000)
        print(f"{name}: {few} KiB after 1000 inputs, {many} KiB after 10 000, {seconds * 100:.0f} us each")


main()
