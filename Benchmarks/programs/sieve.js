function run() {
  var flags = [];
  var i = 0;
  while (i < 3000000) {
    flags.push(true);
    i = i + 1;
  }
  var count = 0;
  i = 2;
  while (i < 3000000) {
    if (flags[i]) {
      count = count + 1;
      var k = i + i;
      while (k < 3000000) {
        flags[k] = false;
        k = k + i;
      }
    }
    i = i + 1;
  }
  return count;
}

console.log(String(run()));
