def make(k):
    return lambda x: x + k

def run():
    f = make(3)
    s = 0
    i = 0
    while i < 10000000:
        s = f(s)
        i = i + 1
    return s

print(run())
