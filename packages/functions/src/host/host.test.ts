import type { FunctionTools } from "@parley/core";
import { afterAll, describe, expect, it } from "vitest";
import { facts, filterSource, loaded, never, newHost, noTools } from "../testing/host-world.ts";

const host = newHost();
afterAll(() => host.close());

const body = { model: "m", messages: [{ role: "user", content: "hi" }] };

let count = 0;
async function open(source: string, tools: FunctionTools = noTools, valves = {}) {
  count += 1;
  return host.open(await loaded(host, source, { id: `fn${count}`, valves }), facts, tools);
}

const chunk = (content: string) => ({ choices: [{ index: 0, delta: { content } }] });

describe("a host", () => {
  it("says which runtime functions run in", async () => {
    const runtime = expect.stringMatching(/^Deno 2\./);
    expect(await host.ready).toMatchObject({ available: true, runtime });
  });
});

describe("a function", () => {
  it("that was removed and is made anew runs its own source", async () => {
    const from = async (name: string) => {
      const source = filterSource(`inlet() { return { from: "${name}" } }`);
      const session = host.open(await loaded(host, source, { id: "anew" }), facts, noTools);
      const result = await session.call("inlet", { body }, never);
      session.close();
      return result;
    };
    const old = await from("old");
    host.retire("anew", null);
    // A completion that had begun before.
    expect(await from("old")).toEqual(old);
    expect(await from("new")).toEqual({ outcome: "value", value: { from: "new" } });
  });
});

describe("inlet and outlet", () => {
  it("give what the handler returns", async () => {
    const session = await open(
      filterSource("inlet({ body, user }) { return { ...body, by: user.name } }"),
    );
    const result = await session.call("inlet", { body }, never);
    expect(result).toEqual({ outcome: "value", value: { ...body, by: "Ada" } });
    session.close();
  });

  it("leave things as they are when nothing is returned, also where the body was changed", async () => {
    const session = await open(filterSource("inlet({ body }) { body.model = 'other' }"));
    expect(await session.call("inlet", { body }, never)).toEqual({ outcome: "nothing" });
    expect(await session.call("outlet", { body }, never)).toEqual({ outcome: "nothing" });
    session.close();
  });

  it("can block, with a sentence", async () => {
    const session = await open(filterSource("async inlet() { return block('Not here.') }"));
    const result = await session.call("inlet", { body }, never);
    expect(result).toEqual({ outcome: "blocked", message: "Not here." });
    session.close();
  });

  it("fail with the author's error, its line and the function's name", async () => {
    const session = await open(filterSource("inlet() {\n throw new TypeError('no good') }"));
    await expect(session.call("inlet", { body }, never)).rejects.toMatchObject({
      code: "function_failed",
      message: expect.stringMatching(
        /The filter "Test" \(fn\d+\) failed: TypeError: no good \(line 4\)/,
      ),
    });
    session.close();
  });

  it.each([
    ["a text", "inlet() { return 'x' }", "It gave back a string"],
    ["a list", "outlet() { return [] }", "It gave back a list"],
    ["what is not JSON", "inlet() { return { a: 1n } }", "BigInt"],
  ])("fail when they give back %s", async (_, handlers, sentence) => {
    const session = await open(filterSource(handlers));
    const hook = handlers.startsWith("inlet") ? "inlet" : "outlet";
    await expect(session.call(hook, { body }, never)).rejects.toThrow(sentence);
    session.close();
  });

  it("are given only what they name", async () => {
    const source = filterSource("inlet() { return { seen: Object.keys(arguments[0]) } }");
    const session = await open(source);
    expect(await session.call("inlet", { body }, never)).toMatchObject({ value: { seen: [] } });
    session.close();
  });

  it("share a state, which begins empty with each session", async () => {
    const source = filterSource(
      "inlet({ state }) { state.n = (state.n ?? 0) + 1 }, outlet({ body, state }) { return { ...body, n: state.n } }",
    );
    const fn = await loaded(host, source, { id: "stateful" });
    for (let round = 0; round < 2; round += 1) {
      const session = host.open(fn, facts, noTools);
      await session.call("inlet", { body }, never);
      expect(await session.call("outlet", { body }, never)).toMatchObject({ value: { n: 1 } });
      session.close();
    }
  });

  it("are given valves as their schema makes them", async () => {
    const source = filterSource(
      "valves: z.object({ word: z.string().default('none').transform((w) => w.toUpperCase()) }), inlet({ body, valves }) { return { ...body, word: valves.word } }",
    );
    const session = await open(source, noTools, { word: "loud" });
    expect(await session.call("inlet", { body }, never)).toMatchObject({ value: { word: "LOUD" } });
    session.close();
  });

  it("fail, and go on, when what they would be given is too long", async () => {
    const session = await open(filterSource("inlet({ body }) { return { n: body.text.length } }"));
    const text = "x".repeat(9 * 1024 ** 2);
    await expect(session.call("inlet", { body: { text } }, never)).rejects.toThrow("too long");
    const result = await session.call("inlet", { body: { text: "x" } }, never);
    expect(result).toEqual({ outcome: "value", value: { n: 1 } });
    session.close();
  });

  it("end with the signal's reason when nobody wants the result", async () => {
    const source = filterSource(
      "async inlet({ signal }) { await new Promise((_, no) => signal.addEventListener('abort', () => no(signal.reason))) }",
    );
    const session = await open(source);
    const abort = new AbortController();
    const call = session.call("inlet", { body }, abort.signal);
    setTimeout(() => abort.abort(new Error("left")), 100);
    await expect(call).rejects.toThrow("left");
    session.close();
  });
});

describe("stream", () => {
  it("changes, keeps and leaves out events, in order", async () => {
    const source = filterSource(
      "stream({ event }) { const c = event.choices[0].delta.content; if (c === 'drop') return null; if (c === 'up') { event.choices[0].delta.content = 'UP'; return event } event.lost = 1 }",
    );
    const session = await open(source);
    const events = [chunk("a"), chunk("drop"), chunk("up"), chunk("b")];
    expect(await session.stream(events, never)).toEqual([
      chunk("a"),
      null,
      chunk("UP"),
      chunk("b"),
    ]);
    session.close();
  });

  it("waits for handlers that promise, one event after the other", async () => {
    const source = filterSource(
      "async stream({ event, state }) { const n = state.n ?? 0; await new Promise((ok) => setTimeout(ok, 5)); state.n = n + 1; return { n } }",
    );
    const session = await open(source);
    const events = [chunk("a"), chunk("b"), chunk("c")];
    expect(await session.stream(events, never)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    session.close();
  });

  it("sees the request that the inlet let through", async () => {
    const source = filterSource(
      "inlet({ body }) { return { ...body, x: 1 } }, stream({ event, body }) { return { ...event, x: body.x } }",
    );
    const session = await open(source);
    await session.call("inlet", { body }, never);
    expect(await session.stream([chunk("a")], never)).toEqual([{ ...chunk("a"), x: 1 }]);
    expect(await session.stream([chunk("b")], never)).toEqual([{ ...chunk("b"), x: 1 }]);
    session.close();
  });

  it("keeps many sessions apart that come in one moment", async () => {
    const source = filterSource(
      "stream({ event, state }) { state.n = (state.n ?? 0) + 1; return { n: state.n, of: event.of } }",
    );
    const fn = await loaded(host, source, { id: "many" });
    const sessions = Array.from({ length: 50 }, () => host.open(fn, facts, noTools));
    for (let round = 1; round <= 3; round += 1) {
      const found = await Promise.all(
        sessions.map((session, of) => session.stream([{ of }, { of }], never)),
      );
      const expected = sessions.map((_, of) => [
        { n: round * 2 - 1, of },
        { n: round * 2, of },
      ]);
      expect(found).toEqual(expected);
    }
    for (const session of sessions) session.close();
  });
});
