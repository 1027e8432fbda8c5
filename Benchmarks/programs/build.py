# Whether CPython appends to a long string in place depends on the platform's `realloc`, so the long text and the ruler
# are collected in lists, as Python programs do; the short lines are concatenated.

def line(i):
    s = ""
    k = 0
    while k < 10:
        s = s + "x-"
        k = k + 1
    return f"{i}: {s} {i * 3}\n"

def run():
    text = []
    lines = []
    i = 0
    while i < 200000:
        s = line(i)
        text.append(s)
        lines.append(s)
        i = i + 1
    ruler = []
    i = 0
    while i < 2000000:
        ruler.append("=")
        i = i + 1
    whole = "".join(text)
    if whole != "".join(lines):
        return "differs"
    return len(whole) + len("".join(ruler))

print(run())
