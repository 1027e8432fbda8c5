def run():
    flags = []
    i = 0
    while i < 3000000:
        flags.append(True)
        i = i + 1
    count = 0
    i = 2
    while i < 3000000:
        if flags[i]:
            count = count + 1
            k = i + i
            while k < 3000000:
                flags[k] = False
                k = k + i
        i = i + 1
    return count

print(run())
