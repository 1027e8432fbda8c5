function Point(x, y) { this.x = x; this.y = y; }

function run() {
  var p = new Point(1, 2);
  var s = 0;
  var i = 0;
  while (i < 10000000) {
    s = s + p.x;
    s = s + p.y;
    i = i + 1;
  }
  return s;
}

console.log(String(run()));
