function run() {
  var total = 0;
  var i = 0;
  while (i < 2000000) {
    var s = "item " + i + ":" + i % 7;
    var t = s + "!";
    total = total + t.length;
    i = i + 1;
  }
  return total;
}

console.log(String(run()));
