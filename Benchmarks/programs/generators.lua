local yield = coroutine.yield

local function numbers(n)
  return coroutine.wrap(function()
    local i = 0
    while i < n do
      yield(i)
      i = i + 1
    end
  end)
end

local function evens(source)
  return coroutine.wrap(function()
    for x in source do
      if x % 2 == 0 then yield(x) end
    end
  end)
end

local function run()
  local total = 0
  for x in evens(numbers(2000000)) do
    total = total + x
  end
  return total
end

print(string.format("%.0f", run()))
