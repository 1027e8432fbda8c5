local function run()
  local count = 0
  local py = 0
  while py < 400 do
    local y0 = py * 0.005 - 1.0
    local px = 0
    while px < 400 do
      local x0 = px * 0.0075 - 2.0
      local x = 0.0
      local y = 0.0
      local k = 0
      while k < 50 and x * x + y * y <= 4.0 do
        local t = x * x - y * y + x0
        y = 2.0 * x * y + y0
        x = t
        k = k + 1
      end
      count = count + k
      px = px + 1
    end
    py = py + 1
  end
  return count
end

print(string.format("%.0f", run()))
