def matrix(n, seed):
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append((i * seed + j) % 17)
        rows.append(row)
    return rows

def multiply(a, b, n):
    out = []
    for i in range(n):
        row = []
        for j in range(n):
            sum = 0
            for k in range(n):
                sum = sum + a[i][k] * b[k][j]
            row.append(sum)
        out.append(row)
    return out

def run():
    n = 160
    c = multiply(matrix(n, 3), matrix(n, 5), n)
    trace = 0
    for i in range(n):
        trace = trace + c[i][i]
    return trace

print(run())
