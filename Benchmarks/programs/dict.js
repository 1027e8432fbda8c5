function run() {
  var keys = [];
  var d = {};
  var i = 0;
  var k;
  while (i < 1000) {
    k = "key" + i;
    keys.push(k);
    d[k] = 0;
    i = i + 1;
  }
  i = 0;
  while (i < 5000000) {
    k = keys[i % 1000];
    d[k] = d[k] + i;
    i = i + 1;
  }
  return d["key7"];
}

console.log(String(run()));
