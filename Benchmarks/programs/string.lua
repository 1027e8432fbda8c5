local function run()
  local total = 0
  local i = 0
  while i < 2000000 do
    local s = "item " .. i .. ":" .. i % 7
    local t = s .. "!"
    total = total + #t
    i = i + 1
  end
  return total
end

print(string.format("%.0f", run()))
