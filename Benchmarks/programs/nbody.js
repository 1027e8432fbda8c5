function energy(bodies) {
  var e = 0.0;
  for (var i = 0; i < bodies.length; i++) {
    var b = bodies[i];
    e = e + 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz);
    for (var j = i + 1; j < bodies.length; j++) {
      var c = bodies[j];
      var dx = b.x - c.x;
      var dy = b.y - c.y;
      var dz = b.z - c.z;
      e = e - b.mass * c.mass / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

function advance(bodies, dt) {
  var n = bodies.length;
  for (var i = 0; i < n; i++) {
    for (var j = i + 1; j < n; j++) {
      var dx = bodies[i].x - bodies[j].x;
      var dy = bodies[i].y - bodies[j].y;
      var dz = bodies[i].z - bodies[j].z;
      var d2 = dx * dx + dy * dy + dz * dz;
      var mag = dt / (d2 * Math.sqrt(d2));
      var mj = bodies[j].mass * mag;
      var mi = bodies[i].mass * mag;
      bodies[i].vx = bodies[i].vx - dx * mj;
      bodies[i].vy = bodies[i].vy - dy * mj;
      bodies[i].vz = bodies[i].vz - dz * mj;
      bodies[j].vx = bodies[j].vx + dx * mi;
      bodies[j].vy = bodies[j].vy + dy * mi;
      bodies[j].vz = bodies[j].vz + dz * mi;
    }
  }
  for (var i = 0; i < n; i++) {
    bodies[i].x = bodies[i].x + dt * bodies[i].vx;
    bodies[i].y = bodies[i].y + dt * bodies[i].vy;
    bodies[i].z = bodies[i].z + dt * bodies[i].vz;
  }
  return bodies;
}

function body(x, y, z, vx, vy, vz, mass) {
  return { x: x, y: y, z: z, vx: vx, vy: vy, vz: vz, mass: mass };
}

function run() {
  var bodies = [
    body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47),
    body(4.84, 0.0 - 1.16, 0.0 - 0.10, 0.60, 2.81, 0.02, 0.03),
    body(8.34, 4.12, 0.0 - 4.0, 0.0 - 1.01, 1.82, 0.008, 0.011),
    body(12.89, 0.0 - 15.11, 0.0 - 0.22, 1.08, 0.86, 0.0 - 0.01, 0.0017),
    body(15.37, 0.0 - 25.9, 0.17, 0.97, 0.59, 0.0 - 0.03, 0.002),
  ];
  for (var i = 0; i < 40000; i++) bodies = advance(bodies, 0.01);
  return energy(bodies);
}

console.log(String(Math.floor(run() * 1000000)));
