def by_number(n):
    match n:
        case 0: return 1
        case 1: return 3
        case 2: return 5
        case 3: return 7
        case _: return 11

def by_name(s):
    match s:
        case "add": return 1
        case "sub": return 2
        case "mul": return 3
        case "div": return 4
        case _: return 5

def by_shape(xs):
    match xs:
        case [x, y, z]: return x * y + z
        case [x, y]: return x + y
        case [x]: return x
        case []: return 0
        case _: return 9

def by_dict(d):
    match d:
        case {"kind": "a", "value": value}: return value
        case {"kind": "b", "value": value}: return value * 2
        case _: return 1

def run():
    names = ["add", "sub", "mul", "div", "mod"]
    lists = [[], [1], [1, 2], [1, 2, 3]]
    dicts = [{"kind": "a", "value": 1}, {"kind": "b", "value": 2}, {"kind": "c", "value": 3}]
    total = 0
    for i in range(1000000):
        total = total + by_number(i % 6) + by_name(names[i % 5]) + by_shape(lists[i % 4]) + by_dict(dicts[i % 3])
    return total

print(run())
