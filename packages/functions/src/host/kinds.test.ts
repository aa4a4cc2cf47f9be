import type { FunctionTools, Json } from "@parley/core";
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

async function all(pieces: AsyncIterable<Json>): Promise<Json[]> {
  const found: Json[] = [];
  for await (const piece of pieces) found.push(piece);
  return found;
}

function pipeSource(handler: string, more = "") {
  return `import { definePipe } from "@parley/functions";\n${more}\nexport default definePipe({ name: "P", ${handler} });`;
}

describe("pipe", () => {
  it.each([
    ["a text", "pipe() { return 'hello' }", ["hello"]],
    ["a promise of a completion", "async pipe() { return { choices: [] } }", [{ choices: [] }]],
    [
      "a generator's pieces",
      "*pipe() { yield 'a'; yield { choices: [] } }",
      ["a", { choices: [] }],
    ],
    ["an async generator's", "async *pipe() { yield 'a'; yield 'b' }", ["a", "b"]],
    ["a list's", "pipe() { return ['a', 'b'] }", ["a", "b"]],
  ])("gives %s", async (_, handler, expected) => {
    const session = await open(pipeSource(handler));
    expect(await all(session.pipe({ body, sub: "" }, never))).toEqual(expected);
    session.close();
  });

  it("gives what came before it threw, and then fails", async () => {
    const session = await open(
      pipeSource("async *pipe() { yield 'a'; throw new Error('broken') }"),
    );
    const pieces = session.pipe({ body, sub: "" }, never)[Symbol.asyncIterator]();
    expect(await pieces.next()).toEqual({ done: false, value: "a" });
    await expect(pieces.next()).rejects.toMatchObject({ code: "function_failed" });
    session.close();
  });

  it("makes no more than is read, and is ended when it is left", async () => {
    const source = pipeSource(
      "async *pipe({ storage }) { try { for (let n = 0; ; n += 1) { await storage.set('made', n); yield String(n) } } finally { await storage.set('ended', true) } }, permissions: { storage: true }",
    );
    const fn = await loaded(host, source, { id: "endless" });
    const session = host.open(fn, facts, noTools);
    for await (const piece of session.pipe({ body, sub: "" }, never)) {
      if (piece === "5") break;
    }
    const other = host.open(
      await loaded(
        host,
        pipeSource(
          "async pipe({ storage }) { return { made: await storage.get('made'), ended: await storage.get('ended') } }, permissions: { storage: true }",
        ),
        { id: "endless", version: 2 },
      ),
      facts,
      noTools,
    );
    await expect
      .poll(async () => (await all(other.pipe({ body, sub: "" }, never)))[0])
      .toMatchObject({ made: expect.toSatisfy((made: number) => made <= 33), ended: true });
    session.close();
    other.close();
  });
});

describe("an action", () => {
  const source = (handler: string) =>
    `import { defineAction } from "@parley/functions"; export default defineAction({ name: "A", ${handler} });`;

  it("tells, asks, and gives back what it likes", async () => {
    const told: Json[] = [];
    const tools: FunctionTools = {
      ...noTools,
      emit: async (event) => void told.push(event),
      call: async () => "blue",
    };
    const session = await open(
      source(
        "async action({ emit, call, sub }) { await emit({ type: 'status', data: { description: 'Working' } }); const colour = await call({ type: 'input', data: { title: 'Colour', message: 'Which?' } }); return { colour, sub } }",
      ),
      tools,
    );
    const result = await session.call("action", { body, sub: "one" }, never);
    expect(result).toEqual({ outcome: "value", value: { colour: "blue", sub: "one" } });
    expect(told).toEqual([{ type: "status", data: { description: "Working" } }]);
    session.close();
  });

  it("is refused events that are not on the list", async () => {
    const session = await open(
      source(
        "async action({ emit }) { return await emit({ type: 'execute', data: { code: '1' } }).catch((e) => e.message) }",
      ),
      { ...noTools, emit: () => Promise.reject(new Error("it came through")) },
    );
    const result = await session.call("action", { body, sub: "" }, never);
    expect(result).toMatchObject({ value: expect.stringContaining("This is no event") });
    session.close();
  });

  it("may ask the models of its permissions, whole and piece by piece", async () => {
    const asked: Json[] = [];
    const tools: FunctionTools = {
      ...noTools,
      async *complete(request) {
        asked.push(request.stream ?? null);
        for (let n = 0; n < 100; n += 1) yield chunk("x");
      },
    };
    const session = await open(
      source(
        "permissions: { models: ['m'] }, async action({ complete, body }) { const whole = await complete({ model: 'm', messages: [] }); let n = 0; for await (const piece of complete.stream({ model: 'm', messages: [] })) n += piece.choices.length; const no = await complete({ model: 'other', messages: [] }).catch((e) => e.message); return { text: whole.text.length, n, no } }",
      ),
      tools,
    );
    expect(await session.call("action", { body, sub: "" }, never)).toEqual({
      outcome: "value",
      value: { text: 100, n: 100, no: expect.stringContaining('"other" is not among') },
    });
    expect(asked).toEqual([false, true]);
    session.close();
  });
});

describe("choices", () => {
  it("are the models of a manifold and the options of a valve", async () => {
    const source = pipeSource(
      "valves: z.object({ names: z.array(z.string()) }), pipes: ({ valves }) => valves.names.map((id) => ({ id, name: id.toUpperCase() })), options: { colour: async () => ['red', 'blue'] }, pipe({ sub }) { return sub }",
      'import { z } from "zod";',
    );
    const fn = await loaded(host, source, { id: "manifold", valves: { names: ["a", "b"] } });
    expect(fn.manifest).toMatchObject({ pipes: "dynamic", options: ["colour"] });
    expect(await host.pipes(fn, never)).toEqual([
      { id: "a", name: "A" },
      { id: "b", name: "B" },
    ]);
    expect(await host.options(fn, "colour", never)).toEqual(["red", "blue"]);
    await expect(host.options(fn, "size", never)).rejects.toMatchObject({
      code: "function_failed",
    });
  });
});

describe("logs and figures", () => {
  it("keep what a function writes, and how its calls went", async () => {
    const source = filterSource(
      "inlet({ body }) { console.log('seen', body); if (body.bad) throw new Error('bad') }",
    );
    const fn = await loaded(host, source, { id: "noted" });
    const heard: string[] = [];
    const stop = host.onLog("noted", ({ text }) => heard.push(text));
    const session = host.open(fn, facts, noTools);
    await session.call("inlet", { body: { a: 1 } }, never);
    await session.call("inlet", { body: { bad: true } }, never).catch(String);
    session.close();
    stop();
    expect(heard).toEqual(['seen {"a":1}', 'seen {"bad":true}', expect.stringContaining("bad")]);
    expect(host.logs("noted")).toMatchObject([
      { level: "info" },
      { level: "info" },
      { level: "error" },
    ]);
    expect(host.figures("noted")).toMatchObject({
      ...{ state: "running", reason: null, calls: 2, errors: 1 },
      ...{ p95Ms: expect.any(Number), lastUsedAt: expect.any(Number) },
    });
  });
});
