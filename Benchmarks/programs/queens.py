def safe(rows, row, column):
    c = 0
    while c < column:
        r = rows[c]
        if r == row or r - row == c - column or r - row == column - c:
            return False
        c = c + 1
    return True

def place(rows, column, n):
    if column == n:
        return 1
    count = 0
    for row in range(n):
        if safe(rows, row, column):
            rows[column] = row
            count = count + place(rows, column + 1, n)
    return count

print(place([0] * 10, 0, 10))
