local function run()
  local flags = {}
  local i = 1
  while i <= 3000000 do
    flags[#flags + 1] = true
    i = i + 1
  end
  local count = 0
  i = 2
  while i < 3000000 do
    if flags[i] then
      count = count + 1
      local k = i + i
      while k < 3000000 do
        flags[k] = false
        k = k + i
      end
    end
    i = i + 1
  end
  return count
end

print(string.format("%.0f", run()))
