local function check(i)
  if i % 3 ~= 0 then error({ code = i % 5 }) end
  return 1
end

local function step(i)
  local ok = check(i)
  return ok + 1
end

local function run()
  local good = 0
  local bad = 0
  local i = 0
  while i < 1200000 do
    local ok, result = pcall(step, i)
    if ok then
      good = good + result
    else
      bad = bad + result.code
    end
    i = i + 1
  end
  return good * 10000000 + bad
end

print(string.format("%.0f", run()))
