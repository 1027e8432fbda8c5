import re
import sys

words = []
seed = 42
for i in range(20000):
    seed = seed * 16807 % 2147483647
    words.append(f"word{seed % 20000}")
    if i % 50 == 0:
        words.append(f"user{i}@example.com")
text = (" ".join(words) + "\n") * 97
sum = 0
for turn in range(int(sys.argv[1])):
    sum = sum + len(re.findall(r"\w+@\w+\.com", text))
    sum = sum + len(re.findall(r"\d{5}", text))
    sum = sum + len(re.findall("user19950|missing", text))
print(sum)
