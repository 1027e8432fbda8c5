local function run()
  local text = ("the quick brown fox jumps over the lazy dog; "):rep(2000)
  local vowels = 0
  local words = 0
  local inside = false
  for round = 1, 20 do
    local i = 1
    local n = #text
    while i <= n do
      local c = text:sub(i, i)
      if c == "a" or c == "e" or c == "i" or c == "o" or c == "u" then vowels = vowels + 1 end
      if c == " " or c == ";" then
        inside = false
      else
        if not inside then words = words + 1 end
        inside = true
      end
      i = i + 1
    end
  end
  return vowels * 100000000 + words
end
print(run())
