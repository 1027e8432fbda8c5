local function by_number(n)
  if n == 0 then return 1 elseif n == 1 then return 3 elseif n == 2 then return 5 elseif n == 3 then return 7 else return 11 end
end
local function by_name(s)
  if s == "add" then return 1 elseif s == "sub" then return 2 elseif s == "mul" then return 3 elseif s == "div" then return 4 else return 5 end
end
local function by_shape(xs)
  if #xs == 0 then return 0
  elseif #xs == 1 then return xs[1]
  elseif #xs == 2 then local x, y = xs[1], xs[2] return x + y
  elseif #xs == 3 then local x, y, z = xs[1], xs[2], xs[3] return x * y + z
  else return 9 end
end
local function by_dict(d)
  if d.kind == "a" then return d.value
  elseif d.kind == "b" then return d.value * 2
  else return 1 end
end
local names = {"add", "sub", "mul", "div", "mod"}
local lists = {{}, {1}, {1, 2}, {1, 2, 3}}
local dicts = {{kind = "a", value = 1}, {kind = "b", value = 2}, {kind = "c", value = 3}}
local total = 0
for i = 0, 999999 do
  total = total + by_number(i % 6) + by_name(names[i % 5 + 1]) + by_shape(lists[i % 4 + 1]) + by_dict(dicts[i % 3 + 1])
end
print(total)
