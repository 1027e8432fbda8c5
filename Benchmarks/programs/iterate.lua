local xs = {}
local names = {}
local d = {}
for i = 0, 999 do
  xs[#xs + 1] = i
  names[#names + 1] = "n" .. i
  d["k" .. i] = i
end
local total = 0
for round = 1, 2000 do
  for _, x in ipairs(xs) do total = total + x end
end
for round = 1, 1000 do
  for _, name in ipairs(names) do total = total + #name end
end
for round = 1, 500 do
  for k, v in pairs(d) do total = total + v end
  for k, v in pairs(d) do total = total + v end
end
for round = 1, 300 do
  for i, x in ipairs(xs) do total = total + (i - 1) * x end
end
print(total)
