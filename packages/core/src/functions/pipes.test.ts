import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import type { MemoryFunction } from "../testing/memory-host.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

type World = Awaited<ReturnType<typeof turnsWorld>>;

const giving = (...pieces: Json[]): MemoryFunction => ({
  async *pipe() {
    yield* pieces;
  },
});

/** Chats keep the name that the rule gives them: nothing else is asked. */
async function untitled(): Promise<World> {
  const world = await turnsWorld();
  await world.settings.write({ titleGeneration: false });
  return world;
}

async function ask(world: World, model: string) {
  await world.turns.send(ada, { ...question, model });
  for (let beat = 0; beat < 10; beat += 1) await world.clock.advance(50);
  return world.answer();
}

async function whole(world: World, model: string, stream = false) {
  const { answer, ended } = await world.pipeline.open({
    principal: ada,
    request: { model, messages: [{ role: "user", content: "hi" }], stream },
    signal: new AbortController().signal,
  });
  const bytes = await Array.fromAsync(answer.bytes());
  ended({ outcome: "done" });
  const decoder = new TextDecoder();
  return bytes.map((piece) => decoder.decode(piece, { stream: true })).join("");
}

describe("a function that is a model", () => {
  it("is listed under its id, and answers with what it gives piece by piece", async () => {
    const world = await untitled();
    await world.install("poet", giving("Roses ", "are red."));
    await world.clock.advance(0);
    expect(world.models.list(ada)).toMatchObject([
      { id: "m" },
      { id: "poet", ownedBy: "function" },
    ]);
    expect(await ask(world, "poet")).toMatchObject({
      status: "done",
      content: "Roses are red.",
      metadata: { parley: { finishReason: "stop" } },
    });
    expect(world.host.openSessions).toBe(0);
  });

  it("may be several, fixed or asked for, and is told which one is meant", async () => {
    const world = await untitled();
    const which: MemoryFunction = {
      async *pipe({ sub }) {
        yield `I am ${sub}.`;
      },
    };
    await world.install("fixed", { ...which, manifest: { pipes: [{ id: "a", name: "A" }] } });
    let asked = 0;
    await world.install("many", {
      ...which,
      async pipes() {
        asked += 1;
        return [{ id: "x.y", name: "XY" }];
      },
    });
    await world.clock.advance(120_000);
    expect(world.models.list(ada).map(({ id }) => id)).toEqual(["m", "fixed.a", "many.x.y"]);
    expect(asked).toBe(1);
    expect((await ask(world, "many.x.y")).content).toBe("I am x.y.");
  });

  it("may give chunks, and a whole completion", async () => {
    const world = await untitled();
    const chunk = { choices: [{ index: 0, delta: { content: "In " } }] };
    const message = { role: "assistant", content: "One piece." };
    await world.install("mixed", giving(chunk, "pieces."));
    await world.install("whole", giving({ choices: [{ message }], usage: { total_tokens: 3 } }));
    await world.clock.advance(0);
    expect((await ask(world, "mixed")).content).toBe("In pieces.");
    expect(JSON.parse(await whole(world, "whole"))).toMatchObject({
      object: "chat.completion",
      choices: [{ message, finish_reason: "stop" }],
      usage: { total_tokens: 3 },
    });
    expect(await whole(world, "whole", true)).toMatch(/One piece\.[\s\S]*data: \[DONE\]\n\n$/);
  });

  it.each<[string, MemoryFunction]>([
    [
      "throws",
      {
        async *pipe() {
          yield* await Promise.reject<Json[]>(new Error("no rhyme"));
        },
      },
    ],
    ["reports an error", giving({ error: { detail: "no rhyme" } })],
    [
      "throws in the middle",
      {
        async *pipe() {
          yield "Roses";
          throw new Error("no rhyme");
        },
      },
    ],
  ])("that %s makes the answer an error with its words", async (_, fn) => {
    const world = await untitled();
    await world.install("poet", fn);
    await world.clock.advance(0);
    expect(await ask(world, "poet")).toMatchObject({
      status: "error",
      metadata: {
        parley: {
          error: { code: "function_failed", message: expect.stringContaining("no rhyme") },
        },
      },
    });
    expect(world.host.openSessions).toBe(0);
  });

  it("that reports an error at once refuses the request, as another server would", async () => {
    const world = await untitled();
    await world.install("poet", giving({ error: { message: "no rhyme" } }));
    await world.clock.advance(0);
    const refused = { code: "function_failed", message: "no rhyme" };
    await expect(whole(world, "poet", true)).rejects.toMatchObject(refused);
    expect(world.host.openSessions).toBe(0);
  });

  it("may count usage in a chunk of its own", async () => {
    const world = await untitled();
    await world.install("poet", giving("Roses", { choices: [], usage: { total_tokens: 3 } }));
    await world.clock.advance(0);
    expect(JSON.parse(await whole(world, "poet"))).toMatchObject({
      choices: [{ message: { content: "Roses" } }],
      usage: { total_tokens: 3 },
    });
    expect(await whole(world, "poet", true)).toContain('"usage":{"total_tokens":3}');
  });

  it("is cancelled when a person stops the answer", async () => {
    const world = await untitled();
    let ended = false;
    await world.install("slow", {
      async *pipe({ signal }) {
        try {
          yield "First";
          await new Promise((_, reject) => {
            signal.addEventListener("abort", () => reject(signal.reason));
          });
        } finally {
          ended = true;
        }
      },
    });
    await world.clock.advance(0);
    await world.turns.send(ada, { ...question, model: "slow" });
    await world.clock.advance(50);
    await world.turns.stop(ada, { chatId: "c", messageId: "a1" });
    expect(await world.answer()).toMatchObject({ status: "stopped", content: "First" });
    await world.clock.advance(0);
    expect(ended).toBe(true);
    expect(world.host.openSessions).toBe(0);
  });

  it("knows who asks, and for what", async () => {
    const world = await untitled();
    let seen: unknown;
    await world.install("nosy", {
      async *pipe({ facts, body }) {
        seen = { facts, body };
        yield "ok";
      },
    });
    await world.clock.advance(0);
    await ask(world, "nosy");
    expect(seen).toMatchObject({
      facts: {
        ...{ user: { id: "ada", name: "Ada" }, model: { id: "nosy", name: "nosy" } },
        ...{ chatId: "c", messageId: "a1", request: { caller: "chat" } },
      },
      body: { model: "nosy", messages: [{ role: "user", content: "What is a lease?" }] },
    });
  });
});

describe("a function that asks a model", () => {
  const asking = (model: string): MemoryFunction => ({
    async *pipe({ tools, signal }) {
      const request: JsonObject = { model, messages: [{ role: "user", content: "And you?" }] };
      for await (const chunk of tools.complete({ ...request, stream: true }, signal)) yield chunk;
    },
  });

  it("asks through the same way, with the rights of the person", async () => {
    const world = await untitled();
    await world.install("router", asking("m"));
    await world.clock.advance(0);
    await world.turns.send(ada, { ...question, model: "router" });
    const call = await world.upstream.next();
    await call.say("Me too.");
    await call.finish();
    await world.clock.advance(100);
    expect((await world.answer()).content).toBe("Me too.");
    expect(world.ended.map(({ caller }) => caller)).toContain("function");
    await world.install("thief", asking("nobodys"));
    await world.clock.advance(0);
    await world.turns.send(ada, { ...question, ...{ chatId: "d", model: "thief" } });
    await world.clock.advance(100);
    expect(await world.chats.message("ada", "d", "a1")).toMatchObject({ status: "error" });
  });

  it("is not asked in a circle for ever", async () => {
    const world = await untitled();
    await world.install("loop", asking("loop"));
    await world.clock.advance(0);
    expect(await ask(world, "loop")).toMatchObject({
      status: "error",
      metadata: { parley: { error: { message: expect.stringContaining("in a circle") } } },
    });
    expect(world.host).toMatchObject({ opened: 4, openSessions: 0 });
  });

  it("does not see what it asked itself", async () => {
    const world = await untitled();
    await world.install("rewriter", {
      manifest: { tasks: true },
      async inlet({ body, tools, signal }) {
        const request = { model: "m", messages: [{ role: "user", content: "Shorter" }] };
        for await (const _ of tools.complete({ ...request, stream: true }, signal));
        return { ...body, rewritten: true };
      },
    });
    await world.turns.send(ada, question);
    const inner = await world.upstream.next();
    expect(inner.request.rewritten).toBeUndefined();
    await inner.finish();
    const outer = await world.upstream.next();
    expect(outer.request.rewritten).toBe(true);
    await outer.finish();
  });
});
