local function matrix(n, seed)
  local rows = {}
  for i = 0, n - 1 do
    local row = {}
    for j = 0, n - 1 do row[#row + 1] = (i * seed + j) % 17 end
    rows[#rows + 1] = row
  end
  return rows
end
local function multiply(a, b, n)
  local out = {}
  for i = 1, n do
    local row = {}
    for j = 1, n do
      local sum = 0
      for k = 1, n do sum = sum + a[i][k] * b[k][j] end
      row[#row + 1] = sum
    end
    out[#out + 1] = row
  end
  return out
end
local n = 160
local c = multiply(matrix(n, 3), matrix(n, 5), n)
local trace = 0
for i = 1, n do trace = trace + c[i][i] end
print(trace)
