local sqrt = math.sqrt
local function energy(bodies)
  local e = 0.0
  for i = 1, #bodies do
    local b = bodies[i]
    e = e + 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz)
    for j = i + 1, #bodies do
      local c = bodies[j]
      local dx = b.x - c.x
      local dy = b.y - c.y
      local dz = b.z - c.z
      e = e - b.mass * c.mass / sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return e
end
local function advance(bodies, dt)
  local n = #bodies
  for i = 1, n do
    for j = i + 1, n do
      local dx = bodies[i].x - bodies[j].x
      local dy = bodies[i].y - bodies[j].y
      local dz = bodies[i].z - bodies[j].z
      local d2 = dx * dx + dy * dy + dz * dz
      local mag = dt / (d2 * sqrt(d2))
      local mj = bodies[j].mass * mag
      local mi = bodies[i].mass * mag
      bodies[i].vx = bodies[i].vx - dx * mj
      bodies[i].vy = bodies[i].vy - dy * mj
      bodies[i].vz = bodies[i].vz - dz * mj
      bodies[j].vx = bodies[j].vx + dx * mi
      bodies[j].vy = bodies[j].vy + dy * mi
      bodies[j].vz = bodies[j].vz + dz * mi
    end
  end
  for i = 1, n do
    bodies[i].x = bodies[i].x + dt * bodies[i].vx
    bodies[i].y = bodies[i].y + dt * bodies[i].vy
    bodies[i].z = bodies[i].z + dt * bodies[i].vz
  end
  return bodies
end
local function run()
  local bodies = {
    {x = 0.0, y = 0.0, z = 0.0, vx = 0.0, vy = 0.0, vz = 0.0, mass = 39.47},
    {x = 4.84, y = 0.0 - 1.16, z = 0.0 - 0.10, vx = 0.60, vy = 2.81, vz = 0.02, mass = 0.03},
    {x = 8.34, y = 4.12, z = 0.0 - 4.0, vx = 0.0 - 1.01, vy = 1.82, vz = 0.008, mass = 0.011},
    {x = 12.89, y = 0.0 - 15.11, z = 0.0 - 0.22, vx = 1.08, vy = 0.86, vz = 0.0 - 0.01, mass = 0.0017},
    {x = 15.37, y = 0.0 - 25.9, z = 0.17, vx = 0.97, vy = 0.59, vz = 0.0 - 0.03, mass = 0.002},
  }
  local i = 0
  while i < 40000 do
    bodies = advance(bodies, 0.01)
    i = i + 1
  end
  return energy(bodies)
end
print(string.format("%.0f", math.floor(run() * 1000000)))
