function fill() {
  var grid = [];
  for (var r = 0; r < 300; r++) {
    var row = [];
    for (var c = 0; c < 300; c++) { row.push(c + r); }
    grid.push(row);
  }
  var pass = 0;
  while (pass < 40) {
    var y = 0;
    while (y < 300) {
      var x = 0;
      while (x < 300) {
        grid[y][x] = (grid[y][x] * 3 + pass) % 1000;
        x = x + 1;
      }
      y = y + 1;
    }
    pass = pass + 1;
  }
  var total = 0;
  for (var line of grid) {
    for (var cell of line) { total = total + cell; }
  }
  return total;
}

function tally() {
  var world = { name: "w", items: [] };
  for (var k = 0; k < 100; k++) {
    world.items.push({ id: k, count: 0 });
  }
  var i = 0;
  while (i < 3000000) {
    world.items[i % 100].count += i % 7;
    i = i + 1;
  }
  var total = 0;
  for (var item of world.items) { total = total + item.id * item.count; }
  return total;
}

console.log(String(fill() + tally()));
