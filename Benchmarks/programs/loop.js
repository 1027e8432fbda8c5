function run() {
  var s = 0;
  var i = 1;
  while (i <= 50000000) {
    s = s + i;
    i = i + 1;
  }
  return s;
}

console.log(String(run()));
