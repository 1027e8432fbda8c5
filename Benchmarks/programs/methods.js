class Ball {
  constructor(at, speed) { this.at = at; this.speed = speed; }
  after(time) { return this.at + this.speed * time; }
  is_past(time, wall) { return this.after(time) > wall; }
  moved(by) { return new Ball(this.at + by, this.speed); }
}

function run() {
  var ball = new Ball(0, 3);
  var total = 0;
  var i = 0;
  while (i < 1000000) {
    if (ball.is_past(i % 10, i)) { total = total + 1; }
    ball = ball.moved(i % 3);
    total = total + ball.after(2);
    i = i + 1;
  }
  return total;
}

console.log(String(run()));
