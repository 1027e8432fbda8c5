local function run()
  local keys = {}
  local d = {}
  local i = 0
  while i < 1000 do
    local k = "key" .. i
    keys[#keys + 1] = k
    d[k] = 0
    i = i + 1
  end
  i = 0
  while i < 5000000 do
    local k = keys[i % 1000 + 1]
    d[k] = d[k] + i
    i = i + 1
  end
  return d["key7"]
end

print(string.format("%.0f", run()))
