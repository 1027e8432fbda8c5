class Ball:
    def __init__(self, at, speed):
        self.at = at
        self.speed = speed

    def after(self, time):
        return self.at + self.speed * time

    def is_past(self, time, wall):
        return self.after(time) > wall

    def moved(self, by):
        return Ball(self.at + by, self.speed)

def run():
    ball = Ball(0, 3)
    total = 0
    i = 0
    while i < 1000000:
        if ball.is_past(i % 10, i):
            total = total + 1
        ball = ball.moved(i % 3)
        total = total + ball.after(2)
        i = i + 1
    return total

print(run())
