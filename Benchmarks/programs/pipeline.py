from functools import reduce

def run():
    xs = list(range(1000))
    total = 0
    for round in range(300):
        k = round % 7
        total = total + reduce(
            lambda acc, x: acc + x, filter(lambda x: x % 2 == 0, map(lambda x: x * 3 + k, xs)), 0)
        if any(map(lambda x: x > 990, xs)):
            total = total + 1
        total = total + len(list(map(lambda x: x + 1, filter(lambda x: x % 3 == k % 3, xs))))
    return total

print(run())
