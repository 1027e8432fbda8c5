local function run()
  local p = { x = 1, y = 2 }
  local s = 0
  local i = 0
  while i < 10000000 do
    s = s + p.x
    s = s + p.y
    i = i + 1
  end
  return s
end

print(string.format("%.0f", run()))
