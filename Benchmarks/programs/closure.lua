local function make(k)
  return function(x) return x + k end
end

local function run()
  local f = make(3)
  local s = 0
  local i = 0
  while i < 10000000 do
    s = f(s)
    i = i + 1
  end
  return s
end

print(string.format("%.0f", run()))
