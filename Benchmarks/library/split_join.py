import sys

words = []
for i in range(1000000):
    words.append(f"word{i % 5000}")
text = " ".join(words)
sum = 0
for turn in range(int(sys.argv[1])):
    sum = sum + len(",".join(text.split(" ")))
print(sum)
