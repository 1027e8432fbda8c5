local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

local function run()
  return fib(32)
end

print(string.format("%.0f", run()))
