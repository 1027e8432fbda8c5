function run() {
  var xs = [];
  for (var i = 0; i < 1000; i++) xs.push(i);
  var total = 0;
  for (let round = 0; round < 300; round++) {
    let k = round % 7;
    total = total + xs.map(x => x * 3 + k).filter(x => x % 2 === 0).reduce((acc, x) => acc + x, 0);
    if (xs.some(x => x > 990)) total = total + 1;
    total = total + xs.filter(x => x % 3 === k % 3).map(x => x + 1).length;
  }
  return total;
}

console.log(String(run()));
