def run():
    count = 0
    py = 0
    while py < 400:
        y0 = py * 0.005 - 1.0
        px = 0
        while px < 400:
            x0 = px * 0.0075 - 2.0
            x = 0.0
            y = 0.0
            k = 0
            while k < 50 and x * x + y * y <= 4.0:
                t = x * x - y * y + x0
                y = 2.0 * x * y + y0
                x = t
                k = k + 1
            count = count + k
            px = px + 1
        py = py + 1
    return count

print(run())
