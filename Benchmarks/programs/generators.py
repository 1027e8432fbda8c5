def numbers(n):
    i = 0
    while i < n:
        yield i
        i = i + 1

def evens(source):
    for x in source:
        if x % 2 == 0:
            yield x

def run():
    total = 0
    for x in evens(numbers(2000000)):
        total = total + x
    return total

print(run())
