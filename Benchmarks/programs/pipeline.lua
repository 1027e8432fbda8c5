local function map(xs, f)
  local out = {}
  for i = 1, #xs do out[i] = f(xs[i]) end
  return out
end
local function filter(xs, f)
  local out = {}
  for i = 1, #xs do local x = xs[i] if f(x) then out[#out + 1] = x end end
  return out
end
local function reduce(xs, acc, f)
  for i = 1, #xs do acc = f(acc, xs[i]) end
  return acc
end
local function any(xs, f)
  for i = 1, #xs do if f(xs[i]) then return true end end
  return false
end
local xs = {}
for i = 0, 999 do xs[#xs + 1] = i end
local total = 0
for round = 0, 299 do
  local k = round % 7
  total = total + reduce(filter(map(xs, function(x) return x * 3 + k end), function(x) return x % 2 == 0 end), 0, function(acc, x) return acc + x end)
  if any(xs, function(x) return x > 990 end) then total = total + 1 end
  total = total + #map(filter(xs, function(x) return x % 3 == k % 3 end), function(x) return x + 1 end)
end
print(total)
