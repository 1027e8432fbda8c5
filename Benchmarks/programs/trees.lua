local function build(depth)
  if depth == 0 then return { left = nil, right = nil } end
  return { left = build(depth - 1), right = build(depth - 1) }
end
local function check(node)
  if node.left == nil then return 1 end
  return 1 + check(node.left) + check(node.right)
end
local function run()
  local keep = build(17)
  local total = 0
  local i = 0
  while i < 60 do
    total = total + check(build(13))
    i = i + 1
  end
  return total + check(keep)
end
print(run())
