import { given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import rateLimit from "./rate-limit.ts";

const hour = 3_600_000;
/** Ten minutes into an hour. */
const start = 500_000 * hour + 600_000;

/** Asks at several times, each time as a new request, with what was kept before. */
function asker(valves: {
  requests: number;
  minutes?: number;
  perModel?: boolean;
  message?: string;
}) {
  let kept = {};
  return async (startedAt: number, who: { id?: string; role?: string; model?: string } = {}) => {
    const filter = given(rateLimit, {
      valves,
      kept,
      request: { startedAt },
      user: { id: who.id ?? "ada", role: who.role ?? "user" },
      model: { id: who.model ?? "m" },
    });
    const { blocked } = await filter.inlet("A question");
    kept = Object.fromEntries(filter.kept);
    return { blocked, keys: [...filter.kept.keys()] };
  };
}

it("says when one can ask again, once there were too many", async () => {
  const ask = asker({ requests: 2 });
  expect((await ask(start)).blocked).toBe(null);
  expect((await ask(start + 1)).blocked).toBe(null);
  expect((await ask(start + 2)).blocked).toBe(
    "You have asked 2 questions in 1 hour. You can ask again in 50 minutes.",
  );
});

it("begins anew with the next window, and forgets the old one", async () => {
  const ask = asker({ requests: 1 });
  await ask(start);
  expect((await ask(start + 1)).blocked).not.toBe(null);
  for (const id of ["bob", "eve"]) await ask(start, { id });
  const { blocked, keys } = await ask(start + hour);
  expect(blocked).toBe(null);
  expect(keys).toEqual([
    expect.stringMatching(/^60 min, window 500001: .{44}$/),
    "60 min, window 500001: begun",
  ]);
});

it("counts people and models for themselves", async () => {
  const ask = asker({ requests: 1 });
  await ask(start);
  expect((await ask(start, { id: "bob" })).blocked).toBe(null);
  expect((await ask(start, { model: "other" })).blocked).toBe(null);
  expect((await ask(start)).blocked).not.toBe(null);
});

it("counts models together when it is told so", async () => {
  const ask = asker({ requests: 1, perModel: false });
  await ask(start);
  expect((await ask(start, { model: "other" })).blocked).not.toBe(null);
});

it("does not count who is exempt", async () => {
  const ask = asker({ requests: 1 });
  for (let round = 0; round < 3; round++) {
    expect((await ask(start, { role: "admin" })).blocked).toBe(null);
  }
});

it.each([
  [1, 59_000, "1 second"],
  [1, 0, "1 minute"],
  [60, 0, "1 hour"],
  [60, 59_500, "1 hour"],
  [1440, 0, "24 hours"],
  [10_080, 0, "7 days"],
])("words a wait of %i minutes less %i ms", async (minutes, passed, expected) => {
  const ask = asker({ requests: 1, minutes, message: "{wait}" });
  const at = 1000 * minutes * 60_000 + passed;
  await ask(at);
  expect((await ask(at)).blocked).toBe(expected);
});
