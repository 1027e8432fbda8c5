class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

def run():
    p = Point(1, 2)
    s = 0
    i = 0
    while i < 10000000:
        s = s + p.x
        s = s + p.y
        i = i + 1
    return s

print(run())
