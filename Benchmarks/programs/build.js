function line(i) {
  var s = "";
  var k = 0;
  while (k < 10) {
    s = s + "x-";
    k = k + 1;
  }
  return `${i}: ${s} ${i * 3}\n`;
}

function run() {
  var text = "";
  var lines = [];
  var i = 0;
  while (i < 200000) {
    var s = line(i);
    text = text + s;
    lines.push(s);
    i = i + 1;
  }
  var ruler = "";
  i = 0;
  while (i < 2000000) {
    ruler = ruler + "=";
    i = i + 1;
  }
  if (text !== lines.join("")) { return "differs"; }
  return text.length + ruler.length;
}

console.log(String(run()));
