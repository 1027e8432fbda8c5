local function run()
  local s = 0
  local i = 1
  while i <= 50000000 do
    s = s + i
    i = i + 1
  end
  return s
end

print(string.format("%.0f", run()))
