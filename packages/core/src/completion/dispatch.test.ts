import { describe, expect, it } from "vitest";
import { ParleyError } from "../errors.ts";
import type { Offer } from "../models/offers.ts";
import type { CompletionOrigin, UpstreamAnswer } from "../ports/upstream.ts";
import { manualClock } from "../testing/clock.ts";
import { silentLog } from "../testing/log.ts";
import { scriptedConnection } from "../testing/scripted-upstream.ts";
import { dispatch } from "./dispatch.ts";
import { Health, inOrder } from "./health.ts";
import { Trace } from "./trace.ts";

const answer: UpstreamAnswer = { bytes: unused, chunks: unused };
function unused(): never {
  throw new Error("nobody reads here");
}

/** A connection that answers, or refuses with these errors first. */
function offer(id: string, options: { fails?: ParleyError[]; weight?: number } = {}) {
  const asked: string[] = [];
  const fails = [...(options.fails ?? [])];
  const made: Offer = {
    connection: { ...scriptedConnection, id, name: id, weight: options.weight ?? 1 },
    model: { id: `${id}-model`, name: id },
    available: true,
    reason: null,
    upstream: {
      listModels: () => Promise.resolve([]),
      complete: ({ model }) => {
        asked.push(model);
        const error = fails.shift();
        return error === undefined ? Promise.resolve(answer) : Promise.reject(error);
      },
      close: () => Promise.resolve(),
    },
  };
  return { offer: made, asked };
}

const failed = (status: number) => new ParleyError("upstream_error", "It failed.", { status });

function setUp() {
  const clock = manualClock();
  const health = new Health({ clock, log: silentLog, failures: 3, pauseMs: 5_000 });
  const trace = new Trace(() => clock.now());
  const signal = new AbortController().signal;
  const request = { model: "m", messages: [{ role: "user", content: "hi" }] };
  const user = { id: "ada", name: "Ada", email: "ada@example.org", role: "user" };
  const origin: CompletionOrigin = {
    principal: {
      ...{ userId: "ada", name: "Ada", email: "ada@example.org" },
      role: "user",
      via: "session",
    },
    ...{ model: { id: "m", name: "M" }, metadata: {}, place: null, caller: "api" },
    ...{ isTask: false, startedAt: 0, chain: [] },
  };
  const send = (...offers: [Offer, ...Offer[]]) =>
    dispatch({ health, random: () => 0 }, { offers, request, user, origin, signal, trace });
  return { clock, health, trace, send };
}

describe("dispatch", () => {
  it("asks the first by its own id of the model, and nobody else when it answers", async () => {
    const { send } = setUp();
    const [a, b] = [offer("a"), offer("b")];
    expect((await send(a.offer, b.offer)).offer).toBe(a.offer);
    expect([a.asked, b.asked]).toEqual([["a-model"], []]);
  });

  it.each([401, 402, 403, 404, 408, 429, 500, 502, 503, 504])(
    "goes on to the next connection after a %d, and says so in the trace",
    async (status) => {
      const { send, trace } = setUp();
      const [a, b] = [offer("a", { fails: [failed(status)] }), offer("b")];
      expect((await send(a.offer, b.offer)).offer).toBe(b.offer);
      expect(trace.data().steps).toMatchObject([
        { step: "attempt", connection: "a", outcome: "failed", error: { status } },
        { step: "attempt", connection: "b", outcome: "accepted" },
      ]);
    },
  );

  it.each([400, 413, 422])(
    "does not repeat elsewhere what is itself at fault (%d)",
    async (status) => {
      const { send } = setUp();
      const [a, b] = [offer("a", { fails: [failed(status)] }), offer("b")];
      await expect(send(a.offer, b.offer)).rejects.toMatchObject({ status });
      expect(b.asked).toEqual([]);
    },
  );

  it("rejects with the last failure when all fail", async () => {
    const { send } = setUp();
    const a = offer("a", { fails: [failed(500)] });
    const b = offer("b", { fails: [failed(503)] });
    await expect(send(a.offer, b.offer)).rejects.toMatchObject({ status: 503 });
  });

  it("leaves a connection alone after three failures in a row, tries it by one request, and trusts it again", async () => {
    const { send, clock, health } = setUp();
    const a = offer("a", { fails: [failed(500), failed(500), failed(500), failed(500)] });
    const b = offer("b", { weight: 0 });
    for (let time = 0; time < 4; time += 1) await send(a.offer, b.offer);
    expect([a.asked.length, b.asked.length]).toEqual([3, 4]);
    await clock.advance(5_000);
    await send(a.offer, b.offer);
    expect([a.asked.length, b.asked.length]).toEqual([4, 5]);
    await clock.advance(9_999);
    expect(health.mayAsk("a")).toBe(false);
    await clock.advance(1);
    expect((await send(a.offer, b.offer)).offer).toBe(a.offer);
    expect(health.mayAsk("a")).toBe(true);
  });

  it("lets one request at a time try a connection after its pause", async () => {
    const { clock, health } = setUp();
    for (let time = 0; time < 3; time += 1) health.failed("a");
    await clock.advance(5_000);
    expect(health.mayAsk("a")).toBe(true);
    health.asking("a");
    expect(health.mayAsk("a")).toBe(false);
    health.unknown("a");
    expect(health.mayAsk("a")).toBe(true);
  });
});

describe("inOrder", () => {
  it("draws connections in proportion to their weights", () => {
    const { health } = setUp();
    const offers = [offer("a", { weight: 1 }).offer, offer("b", { weight: 3 }).offer];
    const first = (point: number) =>
      inOrder(offers, { health, random: () => point })[0]?.connection.id;
    expect([first(0), first(0.24), first(0.26), first(0.99)]).toEqual(["a", "a", "b", "b"]);
  });

  it("asks weight 0 only after all others, and those that are down last", () => {
    const { health } = setUp();
    const down = { ...offer("down").offer, available: false };
    const spare = offer("spare", { weight: 0 }).offer;
    const good = offer("good").offer;
    const order = inOrder([down, spare, good], { health, random: () => 0.5 });
    expect(order.map(({ connection }) => connection.id)).toEqual(["good", "spare", "down"]);
  });
});
