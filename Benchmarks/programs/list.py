def run():
    xs = []
    i = 0
    while i < 5000000:
        xs.append(i)
        i = i + 1
    s = 0
    i = 0
    while i < 5000000:
        s = s + xs[i]
        i = i + 1
    return s

print(run())
