function matrix(n, seed) {
  var rows = [];
  for (var i = 0; i < n; i++) {
    var row = [];
    for (var j = 0; j < n; j++) row.push((i * seed + j) % 17);
    rows.push(row);
  }
  return rows;
}

function multiply(a, b, n) {
  var out = [];
  for (var i = 0; i < n; i++) {
    var row = [];
    for (var j = 0; j < n; j++) {
      var sum = 0;
      for (var k = 0; k < n; k++) sum = sum + a[i][k] * b[k][j];
      row.push(sum);
    }
    out.push(row);
  }
  return out;
}

function run() {
  var n = 160;
  var c = multiply(matrix(n, 3), matrix(n, 5), n);
  var trace = 0;
  for (var i = 0; i < n; i++) trace = trace + c[i][i];
  return trace;
}

console.log(String(run()));
