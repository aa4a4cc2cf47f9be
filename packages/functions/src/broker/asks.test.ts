import { getEventListeners } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import { facts, filterSource, loaded, never, newHost, noTools } from "../testing/host-world.ts";
import { createCredit } from "./complete.ts";
import { parseEvent } from "./events.ts";
import { createGate } from "./gate.ts";

const host = newHost({
  limits: {
    ...{ openAskBytes: 100_000, completionsAtOnce: 2, waitMs: 300 },
    storageBytes: 0.1 * 1024 ** 2,
  },
});
afterAll(() => host.close());

let count = 0;
async function open(source: string, tools = noTools) {
  count += 1;
  return host.open(await loaded(host, source, { id: `fn${count}` }), facts, tools);
}

describe("what functions ask for", () => {
  it("is refused quickly when it has too many parts, or is nested too deeply", () => {
    const metadata: number[] = Array(1_000_000).fill(0);
    const event = (given: unknown[]) =>
      JSON.parse(
        JSON.stringify({ type: "citation", data: { source: { name: "x" }, metadata: given } }),
      );
    const many = event(metadata);
    const deep = event([JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`)]);
    const started = performance.now();
    expect(() => parseEvent(many)).toThrow("too many parts");
    expect(() => parseEvent(deep)).toThrow("nested too deeply");
    expect(performance.now() - started).toBeLessThan(50);
  });

  it("is refused when open requests take too much in all", async () => {
    const held = Promise.withResolvers<void>();
    const tools = { ...noTools, emit: () => held.promise };
    const source = filterSource(
      "async inlet({ emit }) { const big = { type: 'message', data: { content: 'x'.repeat(60000) } }; emit(big); return emit(big).then(() => ({}), (e) => ({ m: e.message })) }",
    );
    const session = await open(source, tools);
    const result = await session.call("inlet", { body: {} }, never);
    held.resolve();
    session.close();
    expect(result).toMatchObject({ value: { m: "Too much is asked for at once." } });
  });

  it("is refused when what it keeps takes too much in all, until some of it is deleted", async () => {
    const source = filterSource(
      `async inlet({ storage }) {
        const said = [];
        const tell = (work) => work.then(() => said.push("kept"), (e) => said.push(e.message));
        await tell(storage.set("a", "x".repeat(60000)));
        await tell(storage.set("b", "x".repeat(60000)));
        await tell(storage.add("n", 1));
        await storage.delete("a");
        await tell(storage.set("b", "x".repeat(60000)));
        return { said };
      }, permissions: { storage: true }`,
    );
    const session = await open(source);
    const result = await session.call("inlet", { body: {} }, never);
    session.close();
    const full = "What it keeps may take 0.1 MB in all: delete some first.";
    expect(result).toMatchObject({ value: { said: ["kept", full, "kept", "kept"] } });
  });

  it("goes a few at a time: no more completions than may run at once", async () => {
    let now = 0;
    let most = 0;
    const tools = {
      ...noTools,
      async *complete() {
        now += 1;
        most = Math.max(most, now);
        await new Promise((done) => setTimeout(done, 30));
        now -= 1;
        yield { choices: [] };
      },
    };
    const source = filterSource(
      "permissions: { models: ['*'] }, async inlet({ complete }) { const all = await Promise.all(Array.from({ length: 7 }, () => complete({ model: 'm', messages: [] }))); return { n: all.length } }",
    );
    const session = await open(source, tools);
    const result = await session.call("inlet", { body: {} }, never);
    session.close();
    expect(result).toMatchObject({ value: { n: 7 } });
    expect(most).toBe(2);
  });

  it("pauses a call's time only for so long", async () => {
    const tools = { ...noTools, emit: () => new Promise<void>(() => undefined) };
    const source = filterSource(
      "async inlet({ emit }) { emit({ type: 'message', data: { content: 'x' } }); await new Promise(() => {}) }",
    );
    const session = await open(source, tools);
    await expect(session.call("inlet", { body: {} }, never)).rejects.toThrow(
      "took longer than 0.3 s",
    );
    session.close();
  });
});

describe("a gate", () => {
  it("lets the next in when one is aborted while it waits", async () => {
    const gate = createGate(1);
    const first = Promise.withResolvers<void>();
    const abort = new AbortController();
    const one = gate(never, () => first.promise);
    const two = gate(abort.signal, async () => undefined);
    const three = gate(never, async () => "in");
    abort.abort(new Error("left"));
    await expect(two).rejects.toThrow("left");
    first.resolve();
    await one;
    expect(await three).toBe("in");
  });
});

describe("credit", () => {
  it("leaves no listener on the signal", async () => {
    const credit = createCredit();
    const { signal } = new AbortController();
    for (let n = 0; n < 20; n += 1) {
      const taken = credit.take(signal);
      credit.add(1);
      await taken;
    }
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});
