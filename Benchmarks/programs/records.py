def run():
    people = []
    for i in range(60000):
        people.append({"name": f"p{i}", "age": i % 90, "city": f"c{i % 20}"})
    by_city = {}
    for p in people:
        if p["city"] not in by_city:
            by_city[p["city"]] = []
        by_city[p["city"]].append(p)
    total = 0
    for city in by_city.values():
        for p in city:
            total = total + p["age"]
            older = {**p, "age": p["age"] + 1}
            total = total + older["age"]
    grouped = {}
    for p in people:
        grouped.setdefault(str(p["age"]), []).append(p)
    for k in sorted(grouped):
        total = total + len(grouped[k])
    return total

print(run())
