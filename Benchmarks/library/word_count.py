import sys

words = []
seed = 42
for i in range(1000000):
    seed = seed * 16807 % 2147483647
    words.append(f"word{seed % 20000}")
text = " ".join(words)
sum = 0
for turn in range(int(sys.argv[1])):
    counts = {}
    for word in text.split(" "):
        counts[word] = counts.get(word, 0) + 1
    sum = sum + counts["word7"]
print(sum)
