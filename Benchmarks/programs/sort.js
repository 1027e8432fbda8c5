function run() {
  var records = [];
  var numbers = [];
  var seed = 42;
  var i = 0;
  while (i < 300000) {
    seed = seed * 16807 % 2147483647;
    records.push({ id: i, key: seed });
    numbers.push(seed);
    i = i + 1;
  }
  records.sort(function (a, b) { return a.key - b.key; });
  numbers.sort(function (a, b) { return a - b; });
  var sum = 0;
  i = 0;
  while (i < 300000) {
    sum = (sum * 31 + records[i].id + numbers[i]) % 1000000007;
    i = i + 1;
  }
  return sum;
}

console.log(String(run()));
