local function fill()
  local grid = {}
  for y = 1, 300 do
    local row = {}
    for x = 1, 300 do row[x] = x - 1 + y - 1 end
    grid[y] = row
  end
  local pass = 0
  while pass < 40 do
    local y = 1
    while y <= 300 do
      local x = 1
      while x <= 300 do
        grid[y][x] = (grid[y][x] * 3 + pass) % 1000
        x = x + 1
      end
      y = y + 1
    end
    pass = pass + 1
  end
  local total = 0
  for _, row in ipairs(grid) do
    for _, cell in ipairs(row) do total = total + cell end
  end
  return total
end

local function tally()
  local world = { name = "w", items = {} }
  for i = 0, 99 do
    world.items[i + 1] = { id = i, count = 0 }
  end
  local i = 0
  while i < 3000000 do
    local item = world.items[i % 100 + 1]
    item.count = item.count + i % 7
    i = i + 1
  end
  local total = 0
  for _, item in ipairs(world.items) do total = total + item.id * item.count end
  return total
end

print(string.format("%.0f", fill() + tally()))
