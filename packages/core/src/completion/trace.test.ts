import { describe, expect, it } from "vitest";
import { Trace, trace } from "./trace.ts";

describe("Trace", () => {
  it("gives every step its time since the request began", () => {
    let now = 1_000;
    const record = new Trace(() => now);
    now = 1_250;
    record.add({ step: "model", requested: "p", answers: "m" });
    expect(record.data().steps).toEqual([{ step: "model", at: 250, requested: "p", answers: "m" }]);
  });

  it("stays bounded: steps, entries and texts beyond the limits are cut", () => {
    const record = new Trace(() => 0, { steps: 2, entries: 2, characters: 5 });
    const hop = { arena: "a", strategy: "uniform", passedOver: [], picked: "123456789" };
    record.add({ step: "arena", ...hop, candidates: ["1", "2", "3"] });
    record.add({ step: "model", requested: "p", answers: "m" });
    record.add({ step: "model", requested: "p", answers: "m" });
    const { steps, dropped } = record.data();
    expect(dropped).toBe(1);
    expect(steps[0]).toMatchObject({ candidates: ["1", "2"], picked: "12345…" });
    expect(trace.parse(record.json())).toEqual(record.data());
  });
});
