// What is thrown is a plain object, not an `Error`: that one would record a stack trace, which the others do not.

function check(i) {
  if (i % 3 !== 0) { throw { code: i % 5 }; }
  return 1;
}

function step(i) {
  var ok = check(i);
  return ok + 1;
}

function run() {
  var good = 0;
  var bad = 0;
  var i = 0;
  while (i < 1200000) {
    try {
      good = good + step(i);
    } catch (e) {
      bad = bad + e.code;
    }
    i = i + 1;
  }
  return good * 10000000 + bad;
}

console.log(String(run()));
