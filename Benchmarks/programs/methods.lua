local Ball = {}
Ball.__index = Ball

function Ball.new(at, speed)
  return setmetatable({ at = at, speed = speed }, Ball)
end

function Ball:after(time)
  return self.at + self.speed * time
end

function Ball:is_past(time, wall)
  return self:after(time) > wall
end

function Ball:moved(by)
  return Ball.new(self.at + by, self.speed)
end

local function run()
  local ball = Ball.new(0, 3)
  local total = 0
  local i = 0
  while i < 1000000 do
    if ball:is_past(i % 10, i) then total = total + 1 end
    ball = ball:moved(i % 3)
    total = total + ball:after(2)
    i = i + 1
  end
  return total
end

print(string.format("%.0f", run()))
