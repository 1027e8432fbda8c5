function make(k) {
  return function (x) { return x + k; };
}

function run() {
  var f = make(3);
  var s = 0;
  var i = 0;
  while (i < 10000000) {
    s = f(s);
    i = i + 1;
  }
  return s;
}

console.log(String(run()));
