import { describe, expect, it } from "vitest";
import { AttemptLimiter } from "./attempt-limiter.ts";
import { TestClock } from "./testing/clock.ts";

const rule = { max: 3, windowMs: 60_000 };

function limiter(maxKeys = 100) {
  const clock = new TestClock();
  return { clock, limiter: new AttemptLimiter({ clock, maxKeys }) };
}

describe("AttemptLimiter", () => {
  it("allows as many attempts as the rule says and refuses the next", () => {
    const { limiter: attempts } = limiter();
    const answers = Array.from({ length: 5 }, () => attempts.attempt("a", rule).allowed);
    expect(answers).toEqual([true, true, true, false, false]);
  });

  it("says how long to wait, and that is when it opens again", () => {
    const { clock, limiter: attempts } = limiter();
    for (let count = 0; count < 3; count += 1) attempts.attempt("a", rule);
    clock.advance(20_500);
    expect(attempts.attempt("a", rule)).toEqual({ allowed: false, retryAfterSeconds: 40 });
    clock.advance(39_499);
    expect(attempts.attempt("a", rule)).toEqual({ allowed: false, retryAfterSeconds: 1 });
    clock.advance(1);
    expect(attempts.attempt("a", rule)).toEqual({ allowed: true });
  });

  it("counts each key by itself", () => {
    const { limiter: attempts } = limiter();
    for (let count = 0; count < 4; count += 1) attempts.attempt("a", rule);
    expect(attempts.attempt("b", rule)).toEqual({ allowed: true });
  });

  it("forgets ended windows, then the oldest, rather than grow without end", () => {
    const { limiter: attempts } = limiter(2);
    for (let count = 0; count < 4; count += 1) attempts.attempt("first", rule);
    attempts.attempt("second", rule);
    attempts.attempt("third", rule);
    expect(attempts.attempt("first", rule)).toEqual({ allowed: true });
  });
});
