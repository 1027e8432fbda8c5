from math import floor, sqrt

class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.mass = mass

def energy(bodies):
    e = 0.0
    for i in range(len(bodies)):
        b = bodies[i]
        e = e + 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz)
        for j in range(i + 1, len(bodies)):
            c = bodies[j]
            dx = b.x - c.x
            dy = b.y - c.y
            dz = b.z - c.z
            e = e - b.mass * c.mass / sqrt(dx * dx + dy * dy + dz * dz)
    return e

def advance(bodies, dt):
    n = len(bodies)
    for i in range(n):
        for j in range(i + 1, n):
            dx = bodies[i].x - bodies[j].x
            dy = bodies[i].y - bodies[j].y
            dz = bodies[i].z - bodies[j].z
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * sqrt(d2))
            mj = bodies[j].mass * mag
            mi = bodies[i].mass * mag
            bodies[i].vx = bodies[i].vx - dx * mj
            bodies[i].vy = bodies[i].vy - dy * mj
            bodies[i].vz = bodies[i].vz - dz * mj
            bodies[j].vx = bodies[j].vx + dx * mi
            bodies[j].vy = bodies[j].vy + dy * mi
            bodies[j].vz = bodies[j].vz + dz * mi
    for i in range(n):
        bodies[i].x = bodies[i].x + dt * bodies[i].vx
        bodies[i].y = bodies[i].y + dt * bodies[i].vy
        bodies[i].z = bodies[i].z + dt * bodies[i].vz
    return bodies

def run():
    bodies = [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47),
        Body(4.84, 0.0 - 1.16, 0.0 - 0.10, 0.60, 2.81, 0.02, 0.03),
        Body(8.34, 4.12, 0.0 - 4.0, 0.0 - 1.01, 1.82, 0.008, 0.011),
        Body(12.89, 0.0 - 15.11, 0.0 - 0.22, 1.08, 0.86, 0.0 - 0.01, 0.0017),
        Body(15.37, 0.0 - 25.9, 0.17, 0.97, 0.59, 0.0 - 0.03, 0.002),
    ]
    for i in range(40000):
        bodies = advance(bodies, 0.01)
    return energy(bodies)

print(floor(run() * 1000000))
