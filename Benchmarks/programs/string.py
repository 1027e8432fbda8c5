def run():
    total = 0
    i = 0
    while i < 2000000:
        s = f"item {i}:{i % 7}"
        t = s + "!"
        total = total + len(t)
        i = i + 1
    return total

print(run())
