-- `s = s .. x` copies the whole string each time. That is the natural way for the short lines; the long text and the
-- ruler would take quadratic time, so they are collected in tables, as Lua programs do.

local function line(i)
  local s = ""
  local k = 0
  while k < 10 do
    s = s .. "x-"
    k = k + 1
  end
  return i .. ": " .. s .. " " .. i * 3 .. "\n"
end

local function run()
  local text = {}
  local lines = {}
  local i = 0
  while i < 200000 do
    local s = line(i)
    text[#text + 1] = s
    lines[#lines + 1] = s
    i = i + 1
  end
  local ruler = {}
  i = 0
  while i < 2000000 do
    ruler[#ruler + 1] = "="
    i = i + 1
  end
  local whole = table.concat(text)
  if whole ~= table.concat(lines) then return "differs" end
  return string.format("%.0f", #whole + #table.concat(ruler))
end

print(run())
