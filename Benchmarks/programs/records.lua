local people = {}
for i = 0, 59999 do
  people[#people + 1] = {name = "p" .. i, age = i % 90, city = "c" .. i % 20}
end
local by_city = {}
for _, p in ipairs(people) do
  if by_city[p.city] == nil then by_city[p.city] = {} end
  local c = by_city[p.city]
  c[#c + 1] = p
end
local total = 0
for k, v in pairs(by_city) do
  for _, p in ipairs(v) do
    total = total + p.age
    local older = {}
    for k, x in pairs(p) do older[k] = x end
    older.age = p.age + 1
    total = total + older.age
  end
end
local grouped = {}
for _, p in ipairs(people) do
  local k = tostring(p.age)
  local g = grouped[k]
  if not g then g = {} grouped[k] = g end
  g[#g + 1] = p
end
for k, v in pairs(grouped) do total = total + #v end
print(total)
