-- A tagged table stands for an enum value; the variant without payload is one shared table.
local empty = { tag = "Empty" }

local function make(i)
  local k = i % 5
  if k == 0 then
    return { tag = "Square", i % 7 }
  elseif k == 1 then
    return { tag = "Rect", i % 7, 3 }
  elseif k == 2 then
    return { tag = "Box", i % 7, 2, 3 }
  elseif k == 3 then
    return { tag = "Line", i % 11 }
  else
    return empty
  end
end

local function size(shape)
  local tag = shape.tag
  if tag == "Square" then
    local side = shape[1]
    return side * side
  elseif tag == "Rect" then
    return shape[1] * shape[2]
  elseif tag == "Box" then
    return shape[1] * shape[2] * shape[3]
  elseif tag == "Line" then
    return shape[1]
  elseif tag == "Empty" then
    return 0
  end
end

local function run()
  local total = 0
  local i = 0
  while i < 3000000 do
    total = total + size(make(i))
    i = i + 1
  end
  return total
end

print(string.format("%.0f", run()))
