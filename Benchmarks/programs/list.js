function run() {
  var xs = [];
  var i = 0;
  while (i < 5000000) {
    xs.push(i);
    i = i + 1;
  }
  var s = 0;
  i = 0;
  while (i < 5000000) {
    s = s + xs[i];
    i = i + 1;
  }
  return s;
}

console.log(String(run()));
