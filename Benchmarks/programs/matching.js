function byNumber(n) {
  switch (n) {
    case 0: return 1;
    case 1: return 3;
    case 2: return 5;
    case 3: return 7;
    default: return 11;
  }
}

function byName(s) {
  switch (s) {
    case "add": return 1;
    case "sub": return 2;
    case "mul": return 3;
    case "div": return 4;
    default: return 5;
  }
}

function byShape(xs) {
  switch (xs.length) {
    case 0: return 0;
    case 1: return xs[0];
    case 2: { var [x, y] = xs; return x + y; }
    case 3: { var [x, y, z] = xs; return x * y + z; }
    default: return 9;
  }
}

function byDict(d) {
  if (d.kind === "a") return d.value;
  if (d.kind === "b") return d.value * 2;
  return 1;
}

function run() {
  var names = ["add", "sub", "mul", "div", "mod"];
  var lists = [[], [1], [1, 2], [1, 2, 3]];
  var dicts = [{ kind: "a", value: 1 }, { kind: "b", value: 2 }, { kind: "c", value: 3 }];
  var total = 0;
  for (var i = 0; i < 1000000; i++) {
    total = total + byNumber(i % 6) + byName(names[i % 5]) + byShape(lists[i % 4]) + byDict(dicts[i % 3]);
  }
  return total;
}

console.log(String(run()));
