function safe(rows, row, column) {
  var c = 0;
  while (c < column) {
    var r = rows[c];
    if (r === row || r - row === c - column || r - row === column - c) return false;
    c = c + 1;
  }
  return true;
}

function place(rows, column, n) {
  if (column === n) return 1;
  var count = 0;
  for (var row = 0; row < n; row++) {
    if (safe(rows, row, column)) {
      rows[column] = row;
      count = count + place(rows, column + 1, n);
    }
  }
  return count;
}

var rows = [];
for (var i = 0; i < 10; i++) rows.push(0);
console.log(String(place(rows, 0, 10)));
