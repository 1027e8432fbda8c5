// A tagged object stands for an enum value; the variant without payload is one shared object.
var empty = { tag: "Empty" };

function make(i) {
  switch (i % 5) {
    case 0: return { tag: "Square", side: i % 7 };
    case 1: return { tag: "Rect", width: i % 7, height: 3 };
    case 2: return { tag: "Box", width: i % 7, height: 2, depth: 3 };
    case 3: return { tag: "Line", length: i % 11 };
    default: return empty;
  }
}

function size(shape) {
  switch (shape.tag) {
    case "Square": return shape.side * shape.side;
    case "Rect": return shape.width * shape.height;
    case "Box": return shape.width * shape.height * shape.depth;
    case "Line": return shape.length;
    case "Empty": return 0;
  }
}

function run() {
  var total = 0;
  var i = 0;
  while (i < 3000000) {
    total = total + size(make(i));
    i = i + 1;
  }
  return total;
}

console.log(String(run()));
