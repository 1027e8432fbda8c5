def run():
    keys = []
    d = {}
    i = 0
    while i < 1000:
        k = f"key{i}"
        keys.append(k)
        d[k] = 0
        i = i + 1
    i = 0
    while i < 5000000:
        k = keys[i % 1000]
        d[k] = d[k] + i
        i = i + 1
    return d["key7"]

print(run())
