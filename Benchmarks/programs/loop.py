def run():
    s = 0
    i = 1
    while i <= 50000000:
        s = s + i
        i = i + 1
    return s

print(run())
