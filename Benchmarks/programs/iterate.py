def run():
    xs = []
    names = []
    d = {}
    for i in range(1000):
        xs.append(i)
        names.append(f"n{i}")
        d[f"k{i}"] = i
    total = 0
    for _ in range(2000):
        for x in xs:
            total = total + x
    for _ in range(1000):
        for name in names:
            total = total + len(name)
    for _ in range(500):
        for value in d.values():
            total = total + value
        for k, v in d.items():
            total = total + v
    for _ in range(300):
        for i, x in enumerate(xs):
            total = total + i * x
    return total


print(run())
