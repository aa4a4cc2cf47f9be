import { describe, expect, it } from "vitest";
import { type JsonObject, jsonObject } from "../json.ts";
import { blocked, type MemoryFunction } from "../testing/memory-host.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

type World = Awaited<ReturnType<typeof turnsWorld>>;

/** Asks the first question, has the model say this, and resolves with the stored answer. */
async function exchange(world: World, words: string[] = ["Hello", " there"], options = {}) {
  await world.turns.send(ada, { ...question, options });
  const call = await world.upstream.called();
  await call.say(...words);
  await call.finish();
  await world.clock.advance(100);
  return { answer: await world.answer(), request: call.request };
}

function stepsOf({ metadata }: { metadata: JsonObject }) {
  const { trace } = jsonObject.parse(metadata.parley);
  const { steps } = jsonObject.parse(trace);
  const all = Array.isArray(steps) ? steps.map((step) => jsonObject.parse(step)) : [];
  return all.filter(({ step }) => step === "filter");
}

const saying = (name: string, manifest: MemoryFunction["manifest"] = {}): MemoryFunction => ({
  manifest,
  inlet: ({ body }) => ({ ...body, seen: `${String(body.seen ?? "")}${name}` }),
});

describe("functions that see a request", () => {
  it("are asked by priority, then by id, and are closed once it has ended", async () => {
    const world = await turnsWorld();
    await world.install("b", saying("b"));
    await world.install("a", saying("a"));
    await world.install("z", saying("z", { priority: -1 }));
    const { request } = await exchange(world);
    expect(request.seen).toBe("zab");
    expect(world.host).toMatchObject({ opened: 3, openSessions: 0 });
  });

  it("leave it as it was when they return nothing", async () => {
    const world = await turnsWorld();
    await world.install("quiet", { inlet: () => undefined });
    const { request, answer } = await exchange(world);
    expect(request.messages).toEqual([{ role: "user", content: "What is a lease?" }]);
    expect(stepsOf(answer)).toMatchObject([{ name: "quiet", hook: "inlet", outcome: "unchanged" }]);
  });

  it("stop it with their sentence, which is no failure", async () => {
    const world = await turnsWorld();
    await world.install("strict", { inlet: () => blocked("Not in this house.") });
    await world.turns.send(ada, question);
    await world.clock.advance(100);
    const answer = await world.answer();
    expect(answer).toMatchObject({
      status: "error",
      metadata: { parley: { error: { code: "filter_refused", message: "Not in this house." } } },
    });
    expect(stepsOf(answer)).toMatchObject([{ hook: "inlet", outcome: "refused" }]);
    expect(world.upstream.calls).toBe(0);
    expect(world.host.openSessions).toBe(0);
  });

  it.each([
    ["closed", "error", "broke"],
    ["open", "done", "skipped"],
  ] as const)("that break and fail %s end in %s", async (whenItFails, status, outcome) => {
    const world = await turnsWorld();
    const inlet = () => {
      throw new Error("no luck");
    };
    await world.install("broken", { manifest: { whenItFails }, inlet });
    if (whenItFails === "open") await exchange(world);
    else await world.turns.send(ada, question);
    await world.clock.advance(100);
    const answer = await world.answer();
    expect(answer.status).toBe(status);
    expect(stepsOf(answer)).toMatchObject([
      { name: "broken", outcome, error: { code: "function_failed" } },
    ]);
    if (whenItFails === "closed") {
      expect(answer.metadata).toMatchObject({
        parley: { error: { message: expect.stringContaining("The filter broken failed, so") } },
      });
    }
  });

  it("may send it to another model, whose own functions see it then, nobody twice", async () => {
    const world = await turnsWorld(["m", "n"]);
    await world.install("mover", { inlet: ({ body }) => ({ ...body, model: "n" }) });
    await world.install("zlast", saying("last"));
    const { request } = await exchange(world);
    expect(request).toMatchObject({ model: "n", seen: "last" });
  });

  it("are told no more of who asks than they name", async () => {
    const world = await turnsWorld();
    let seen: JsonObject = {};
    await world.install("curious", {
      inlet: ({ body }) => {
        seen = body;
        return undefined;
      },
    });
    await exchange(world);
    expect(JSON.stringify(seen)).not.toContain("ada");
  });

  it("that are switchable see it only where they are on", async () => {
    const world = await turnsWorld();
    await world.install("toggled", saying("x", { toggle: true }));
    expect((await exchange(world)).request.seen).toBeUndefined();
    const on = await turnsWorld();
    await on.install("toggled", saying("x", { toggle: true }));
    const { request, answer } = await exchange(on, ["Hi"], { told: { filter_ids: ["toggled"] } });
    expect(request.seen).toBe("x");
    expect(answer.metadata).toMatchObject({ parley: { filterIds: ["toggled"] } });
  });

  it("that are not for every model see only those that name them", async () => {
    const world = await turnsWorld();
    await world.install("own", saying("x"), { global: false });
    expect((await exchange(world)).request.seen).toBeUndefined();
    const named = await turnsWorld();
    await named.install("own", saying("x"), { global: false });
    await named.definitions.create(
      {
        ...{ kind: "upstream", id: "m", name: null, description: null, enabled: true },
        ...{ hidden: false, grants: null, system: null, params: {}, locked: [] },
        meta: { filterIds: ["own"] },
      },
      null,
    );
    await named.models.reload();
    expect((await exchange(named)).request.seen).toBe("x");
  });
});

describe("functions that see the pieces of an answer", () => {
  const upper: MemoryFunction = {
    stream: ({ event }) => {
      const text = JSON.stringify(event);
      return jsonObject.parse(JSON.parse(text.replace("Hello", "HELLO")));
    },
  };

  it("change them before anybody reads them", async () => {
    const world = await turnsWorld();
    await world.install("upper", upper);
    const { answer } = await exchange(world);
    expect(answer.content).toBe("HELLO there");
    const texts = world.ofType("turn-delta").map(({ content }) => content);
    expect(texts.join("")).toBe("HELLO there");
    expect(stepsOf(answer)).toMatchObject([
      { hook: "stream", outcome: "changed", events: 3, changed: 1, dropped: 0 },
    ]);
    expect(world.host).toMatchObject({ opened: 1, openSessions: 0 });
  });

  it("may leave some out", async () => {
    const world = await turnsWorld();
    await world.install("cut", {
      stream: ({ event }) => (JSON.stringify(event).includes("there") ? null : undefined),
    });
    const { answer } = await exchange(world);
    expect(answer.content).toBe("Hello");
    expect(stepsOf(answer)).toMatchObject([{ outcome: "changed", dropped: 1 }]);
  });

  it.each([
    ["closed", "error", ""],
    ["open", "done", "Hello there"],
  ] as const)("that break and fail %s end in %s", async (whenItFails, status, content) => {
    const world = await turnsWorld();
    const stream = () => {
      throw new Error("no luck");
    };
    await world.install("broken", { manifest: { whenItFails }, stream });
    await world.turns.send(ada, question);
    const call = await world.upstream.called();
    await call.say("Hello", " there");
    await call.finish();
    await world.clock.advance(100);
    expect(await world.answer()).toMatchObject({ status, content });
    expect(world.host.openSessions).toBe(0);
  });

  it("let go of the upstream when a person stops the answer", async () => {
    const world = await turnsWorld();
    await world.install("upper", upper);
    await world.turns.send(ada, question);
    const call = await world.upstream.called();
    await call.say("Hello");
    await world.turns.stop(ada, { chatId: "c", messageId: "a1" });
    expect(await world.answer()).toMatchObject({ status: "stopped", content: "HELLO" });
    expect(call.aborted()).toBe(true);
    expect(world.host.openSessions).toBe(0);
  });
});

describe("functions that see a finished answer", () => {
  it("change its text, and give it custom fields; what is Parley's they can't set", async () => {
    const world = await turnsWorld();
    await world.install("sign", {
      outlet: ({ body }) => {
        const messages = Array.isArray(body.messages)
          ? body.messages.map((m) => jsonObject.parse(m))
          : [];
        const last = messages.at(-1) ?? {};
        const own = {
          language: "en",
          parley: { usage: {} },
          selectedModelId: "x",
          annotation: { rating: 1 },
        };
        return {
          ...body,
          messages: [
            ...messages.slice(0, -1),
            { ...last, ...own, content: `${String(last.content)}!` },
          ],
        };
      },
    });
    const { answer } = await exchange(world);
    expect(answer).toMatchObject({
      content: "Hello there!",
      metadata: { language: "en", originalContent: "Hello there", parley: { modelName: "M" } },
    });
    expect(answer.metadata).not.toHaveProperty("selectedModelId");
    expect(answer.metadata).not.toHaveProperty("annotation");
    expect(world.ofType("messages-changed")).toHaveLength(1);
  });

  it("that stop it leave nothing of its text", async () => {
    const world = await turnsWorld();
    await world.install("strict", { outlet: () => blocked("Not this.") });
    const { answer } = await exchange(world);
    expect(answer).toMatchObject({
      status: "error",
      content: "",
      metadata: { parley: { error: { code: "filter_refused", message: "Not this." } } },
    });
    expect(JSON.stringify(answer)).not.toContain("Hello");
    expect(world.ofType("messages-changed")).toHaveLength(1);
  });

  it("see the whole branch, in the session of their inlet", async () => {
    const world = await turnsWorld();
    let seen: JsonObject = {};
    await world.install("both", {
      inlet: ({ state }) => {
        state.secret = "kept";
        return undefined;
      },
      outlet: ({ body, state }) => {
        seen = { ...body, state };
        return undefined;
      },
    });
    await exchange(world);
    expect(seen).toMatchObject({
      ...{ model: "m", chat_id: "c", id: "a1", state: { secret: "kept" } },
      messages: [
        { id: "q1", role: "user", content: "What is a lease?" },
        { id: "a1", role: "assistant", content: "Hello there" },
      ],
    });
  });
});

describe("functions and tasks", () => {
  it.each([true, false])("pass through a filter only if it says so: %s", async (tasks) => {
    const world = await turnsWorld();
    await world.install("tasked", { ...saying("x"), manifest: { tasks } });
    await exchange(world);
    const title = await world.upstream.called();
    expect(title.request.seen).toBe(tasks ? "x" : undefined);
  });
});

describe("a function that is replaced while an answer streams", () => {
  it("keeps its version to the end of that answer, and retires it", async () => {
    const world = await turnsWorld();
    const marked = (mark: string): MemoryFunction => ({
      inlet: ({ body }) => ({ ...body, mark }),
      outlet: ({ body }) => ({ ...body, messages: [{ role: "assistant", content: mark }] }),
    });
    await world.install("marker", marked("one"));
    await world.turns.send(ada, question);
    const call = await world.upstream.called();
    await world.install("marker", marked("two"));
    await call.finish();
    await world.clock.advance(100);
    expect(call.request.mark).toBe("one");
    expect((await world.answer()).content).toBe("one");
    expect(world.host.retired).toEqual([{ id: "marker", version: 2 }]);
  });
});
