function run() {
  var count = 0;
  var py = 0;
  while (py < 400) {
    var y0 = py * 0.005 - 1.0;
    var px = 0;
    while (px < 400) {
      var x0 = px * 0.0075 - 2.0;
      var x = 0.0;
      var y = 0.0;
      var k = 0;
      while (k < 50 && x * x + y * y <= 4.0) {
        var t = x * x - y * y + x0;
        y = 2.0 * x * y + y0;
        x = t;
        k = k + 1;
      }
      count = count + k;
      px = px + 1;
    }
    py = py + 1;
  }
  return count;
}

console.log(String(run()));
