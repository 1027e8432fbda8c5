function* numbers(n) {
  var i = 0;
  while (i < n) {
    yield i;
    i = i + 1;
  }
}

function* evens(source) {
  for (var x of source) {
    if (x % 2 === 0) { yield x; }
  }
}

function run() {
  var total = 0;
  for (var x of evens(numbers(2000000))) {
    total = total + x;
  }
  return total;
}

console.log(String(run()));
