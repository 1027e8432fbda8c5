import json
import sys


def document():
    rows = []
    seed = 42
    for i in range(85000):
        seed = seed * 16807 % 2147483647
        rows.append({
            "id": i, "name": f"user {seed}", "active": i % 3 == 0, "score": seed / 1000.0,
            "tags": ["alpha", "beta", f"tag {i % 97}"],
            "address": {"street": f"Long Street {i % 1000}", "city": "Springfield", "zip": f"{seed % 90000}"},
            "note": f"a line with \"quotes\"\nand more text for record {i}, which is long", "ratio": (seed % 1000) / 7.0,
        })
    return rows


text = json.dumps(document(), separators=(",", ":"), ensure_ascii=False)
sum = 0
for turn in range(int(sys.argv[1])):
    sum = sum + json.loads(text)[turn]["id"]
print(f"{str(len(text) > 20000000).lower()} {sum}")
