def fill():
    grid = []
    for y in range(300):
        row = []
        for x in range(300):
            row.append(x + y)
        grid.append(row)
    step = 0
    while step < 40:
        y = 0
        while y < 300:
            x = 0
            while x < 300:
                grid[y][x] = (grid[y][x] * 3 + step) % 1000
                x = x + 1
            y = y + 1
        step = step + 1
    total = 0
    for row in grid:
        for cell in row:
            total = total + cell
    return total

def tally():
    world = {"name": "w", "items": []}
    for i in range(100):
        world["items"].append({"id": i, "count": 0})
    i = 0
    while i < 3000000:
        world["items"][i % 100]["count"] += i % 7
        i = i + 1
    total = 0
    for item in world["items"]:
        total = total + item["id"] * item["count"]
    return total

print(fill() + tally())
