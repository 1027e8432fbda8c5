local function safe(rows, row, column)
  local c = 0
  while c < column do
    local r = rows[c + 1]
    if r == row or r - row == c - column or r - row == column - c then return false end
    c = c + 1
  end
  return true
end
local function place(rows, column, n)
  if column == n then return 1 end
  local count = 0
  for row = 0, n - 1 do
    if safe(rows, row, column) then
      rows[column + 1] = row
      count = count + place(rows, column + 1, n)
    end
  end
  return count
end
local rows = {}
for i = 1, 10 do rows[i] = 0 end
print(place(rows, 0, 10))
