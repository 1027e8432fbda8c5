function run() {
  var people = [];
  for (var i = 0; i < 60000; i++) people.push({ name: "p" + i, age: i % 90, city: "c" + i % 20 });
  var byCity = {};
  for (var p of people) {
    if (byCity[p.city] === undefined) byCity[p.city] = [];
    byCity[p.city].push(p);
  }
  var total = 0;
  for (var city of Object.values(byCity)) {
    for (var p of city) {
      total = total + p.age;
      var older = { ...p, age: p.age + 1 };
      total = total + older.age;
    }
  }
  var grouped = {};
  for (var p of people) (grouped[p.age] ??= []).push(p);
  for (var k of Object.keys(grouped)) total = total + grouped[k].length;
  return total;
}

console.log(String(run()));
