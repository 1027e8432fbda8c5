function run() {
  var text = "the quick brown fox jumps over the lazy dog; ".repeat(2000);
  var vowels = 0;
  var words = 0;
  var inside = false;
  for (var round = 0; round < 20; round++) {
    var i = 0;
    var n = text.length;
    while (i < n) {
      var c = text[i];
      if (c === "a" || c === "e" || c === "i" || c === "o" || c === "u") vowels = vowels + 1;
      if (c === " " || c === ";") {
        inside = false;
      } else {
        if (!inside) words = words + 1;
        inside = true;
      }
      i = i + 1;
    }
  }
  return vowels * 100000000 + words;
}

console.log(String(run()));
