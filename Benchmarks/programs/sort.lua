local function run()
  local records = {}
  local numbers = {}
  local seed = 42
  local i = 0
  while i < 300000 do
    seed = seed * 16807 % 2147483647
    records[#records + 1] = { id = i, key = seed }
    numbers[#numbers + 1] = seed
    i = i + 1
  end
  table.sort(records, function(a, b) return a.key < b.key end)
  table.sort(numbers)
  local sum = 0
  i = 1
  while i <= 300000 do
    sum = (sum * 31 + records[i].id + numbers[i]) % 1000000007
    i = i + 1
  end
  return sum
end

print(string.format("%.0f", run()))
