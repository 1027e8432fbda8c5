function Node(left, right) {
  this.left = left;
  this.right = right;
}

function build(depth) {
  if (depth === 0) return new Node(null, null);
  return new Node(build(depth - 1), build(depth - 1));
}

function check(node) {
  if (node.left === null) return 1;
  return 1 + check(node.left) + check(node.right);
}

function run() {
  var keep = build(17);
  var total = 0;
  for (var i = 0; i < 60; i++) total = total + check(build(13));
  return total + check(keep);
}

console.log(String(run()));
