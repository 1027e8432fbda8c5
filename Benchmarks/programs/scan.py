def run():
    text = "the quick brown fox jumps over the lazy dog; " * 2000
    vowels = 0
    words = 0
    inside = False
    for _ in range(20):
        i = 0
        n = len(text)
        while i < n:
            c = text[i]
            if c == "a" or c == "e" or c == "i" or c == "o" or c == "u":
                vowels = vowels + 1
            if c == " " or c == ";":
                inside = False
            else:
                if not inside:
                    words = words + 1
                inside = True
            i = i + 1
    return vowels * 100000000 + words

print(run())
