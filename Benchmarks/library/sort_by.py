import sys

records = []
seed = 42
for i in range(1000000):
    seed = seed * 16807 % 2147483647
    records.append({"id": i, "key": seed})
sum = 0
for turn in range(int(sys.argv[1])):
    ordered = sorted(records, key=lambda r: r["key"])
    sum = sum + ordered[turn * 1000]["id"]
print(sum)
