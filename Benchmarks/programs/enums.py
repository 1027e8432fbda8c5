# A tuple that starts with the variant's name stands for an enum value.

def make(i):
    match i % 5:
        case 0:
            return ("Square", i % 7)
        case 1:
            return ("Rect", i % 7, 3)
        case 2:
            return ("Box", i % 7, 2, 3)
        case 3:
            return ("Line", i % 11)
        case _:
            return ("Empty",)

def size(shape):
    match shape:
        case ("Square", side):
            return side * side
        case ("Rect", width, height):
            return width * height
        case ("Box", width, height, depth):
            return width * height * depth
        case ("Line", length):
            return length
        case ("Empty",):
            return 0

def run():
    total = 0
    i = 0
    while i < 3000000:
        total = total + size(make(i))
        i = i + 1
    return total

print(run())
