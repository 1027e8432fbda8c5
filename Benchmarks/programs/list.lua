local function run()
  local xs = {}
  local i = 0
  while i < 5000000 do
    xs[#xs + 1] = i
    i = i + 1
  end
  local s = 0
  i = 1
  while i <= 5000000 do
    s = s + xs[i]
    i = i + 1
  end
  return s
end

print(string.format("%.0f", run()))
