def run():
    records = []
    numbers = []
    seed = 42
    i = 0
    while i < 300000:
        seed = seed * 16807 % 2147483647
        records.append({"id": i, "key": seed})
        numbers.append(seed)
        i = i + 1
    records = sorted(records, key=lambda r: r["key"])
    numbers = sorted(numbers)
    sum = 0
    i = 0
    while i < 300000:
        sum = (sum * 31 + records[i]["id"] + numbers[i]) % 1000000007
        i = i + 1
    return sum

print(run())
