class Node:
    __slots__ = ("left", "right")
    def __init__(self, left, right):
        self.left = left
        self.right = right
def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))
def check(node):
    if node.left is None:
        return 1
    return 1 + check(node.left) + check(node.right)
def run():
    keep = build(17)
    total = 0
    for i in range(60):
        total = total + check(build(13))
    return total + check(keep)
print(run())
