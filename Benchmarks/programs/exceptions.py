class Refused(Exception):
    def __init__(self, code):
        self.code = code

def check(i):
    if i % 3 != 0:
        raise Refused(i % 5)
    return 1

def step(i):
    ok = check(i)
    return ok + 1

def run():
    good = 0
    bad = 0
    i = 0
    while i < 1200000:
        try:
            good = good + step(i)
        except Refused as e:
            bad = bad + e.code
        i = i + 1
    return good * 10000000 + bad

print(run())
