function run() {
  const xs = [];
  const names = [];
  const d = new Map();
  for (let i = 0; i < 1000; i++) {
    xs.push(i);
    names.push("n" + i);
    d.set("k" + i, i);
  }
  let total = 0;
  for (let round = 0; round < 2000; round++) {
    for (const x of xs) total = total + x;
  }
  for (let round = 0; round < 1000; round++) {
    for (const name of names) total = total + name.length;
  }
  for (let round = 0; round < 500; round++) {
    for (const value of d.values()) total = total + value;
    for (const [k, v] of d) total = total + v;
  }
  for (let round = 0; round < 300; round++) {
    for (const [i, x] of xs.entries()) total = total + i * x;
  }
  return total;
}
console.log(run());
