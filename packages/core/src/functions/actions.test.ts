import { beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import type { MemoryFunction } from "../testing/memory-host.ts";
import { ada, bob, question, turnsWorld } from "../testing/turns-world.ts";

const place = { chatId: "c", messageId: "a1" };
type World = Awaited<ReturnType<typeof turnsWorld>>;
let world: World;

beforeEach(async () => {
  world = await turnsWorld();
  await world.settings.write({ titleGeneration: false });
  await world.turns.send(ada, question);
  const call = await world.upstream.called();
  await call.say("A contract.");
  await call.finish();
  await world.clock.advance(100);
  world.events.length = 0;
});

const press = (actionId: string, who = ada) => world.actions.run(who, { actionId, place });
const returning = (value: Json): MemoryFunction => ({ action: () => value });

describe("an action", () => {
  it("is given the branch, and its caller what it returned", async () => {
    await world.install("echo", {
      action({ body, facts }) {
        const messages = Array.isArray(body.messages) ? body.messages : [];
        return { echo: messages.at(-1) ?? null, caller: facts.request.caller };
      },
    });
    expect(await press("echo")).toMatchObject({
      echo: { id: "a1", role: "assistant", content: "A contract." },
      caller: "action",
    });
    expect(world.events).toEqual([]);
    expect(world.host.openSessions).toBe(0);
  });

  it("changes its message, and others of the branch; what was there before is kept", async () => {
    await world.install(
      "change",
      returning({
        content: "A lease.",
        fields: { note: "kept", parley: { usage: {} }, annotation: { rating: 1 } },
        messages: [
          { id: "q1", content: "What's a lease?", asked: true },
          { id: "elsewhere", content: "x" },
        ],
        page: { title: "Card", html: "<p>Lease</p>" },
        notification: { type: "success", content: "Done." },
      }),
    );
    await press("change");
    expect(await world.answer()).toMatchObject({
      content: "A lease.",
      metadata: {
        ...{ note: "kept", originalContent: "A contract.", parley: { modelName: "M" } },
        embeds: [{ title: "Card", html: "<p>Lease</p>" }],
      },
    });
    expect((await world.answer()).metadata).not.toHaveProperty("annotation");
    expect(await world.answer("q1")).toMatchObject({
      content: "What's a lease?",
      metadata: { asked: true, originalContent: "What is a lease?" },
    });
    expect(world.events).toMatchObject([
      { type: "messages-changed", chatId: "c" },
      { type: "message-extended", extension: { kind: "notification" } },
    ]);
  });

  it("changes nothing when it returns nothing", async () => {
    await world.install("mute", { action: () => undefined });
    const before = await world.answer();
    expect(await press("mute")).toBeNull();
    expect(await world.answer()).toEqual(before);
    expect(world.events).toEqual([]);
  });

  it("with several buttons is told which one was pressed, and has no others", async () => {
    const actions = [{ id: "up", name: "Up", icon: null }];
    await world.install("many", { manifest: { actions }, action: ({ sub }) => sub });
    expect(await press("many.up")).toBe("up");
    for (const other of ["many", "many.down", "many.up.up"]) {
      await expect(press(other)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("is not there when it is off, not attached, or no action", async () => {
    await world.install("own", returning(1), { global: false });
    await world.install("filter", { inlet: () => undefined });
    for (const id of ["gone", "own", "filter"]) {
      await expect(press(id)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("can't be pressed below somebody else's message, nor a running answer", async () => {
    await world.install("change", returning({ content: "Mine" }));
    const before = await world.answer();
    await expect(press("change", bob)).rejects.toMatchObject({ code: "not_found" });
    expect(await world.answer()).toEqual(before);
    await world.turns.send(ada, { ...question, questionId: "q2", parentId: "a1", answerId: "a2" });
    const running = { ...place, messageId: "a2" };
    await expect(
      world.actions.run(ada, { actionId: "change", place: running }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("runs on the messages of a caller who keeps the chat, and stores nothing", async () => {
    await world.install("echo", { action: ({ body }) => body.messages ?? null });
    const messages = [{ role: "user", content: "hi" }];
    const call = { actionId: "echo", place: null, model: "m", messages };
    expect(await world.actions.run(ada, call)).toEqual(messages);
  });
});

describe("what functions tell the page", () => {
  const emitting = (...events: Json[]): MemoryFunction => ({
    async action({ tools }) {
      for (const event of events) await tools.emit(event);
      return null;
    },
  });

  it("is stored with the message, then published, made anew", async () => {
    await world.install(
      "teller",
      emitting(
        { type: "status", data: { description: "Looking", evil: true } },
        { type: "status", data: { description: "Found", done: true } },
        { type: "citation", data: { source: { name: "Law", url: "https://law.test" } } },
        {
          type: "files",
          data: { files: [{ type: "file", name: "a.txt", url: "data:text/plain,hi" }] },
        },
        { type: "message", data: { content: " And more." } },
      ),
    );
    await press("teller");
    const { content, metadata } = await world.answer();
    expect(content).toBe("A contract. And more.");
    expect(metadata).toMatchObject({
      statusHistory: [{ description: "Looking" }, { description: "Found", done: true }],
      sources: [{ source: { name: "Law", url: "https://law.test" } }],
      files: [{ type: "file", name: "a.txt" }],
    });
    expect(JSON.stringify(world.events)).not.toContain("evil");
    expect(world.events).toMatchObject([
      { extension: { kind: "status", status: { description: "Looking" } } },
      { extension: { kind: "status" } },
      { extension: { kind: "source" } },
      { extension: { kind: "files" } },
      { type: "messages-changed" },
    ]);
  });

  it.each([
    { type: "execute", data: { code: "alert(1)" } },
    { type: "chat:title", data: "Mine" },
    { type: "citation", data: { source: { name: "x", url: "javascript:alert(1)" } } },
    { type: "files", data: { files: [{ type: "image", name: "x", url: "https://track.test/x" }] } },
    {
      type: "files",
      data: { files: [{ type: "image", name: "x", url: "data:image/svg+xml,<svg/>" }] },
    },
    "status",
  ])("is refused when it is not on the list: %o", async (event) => {
    await world.install("teller", emitting(event));
    const before = await world.answer();
    await expect(press("teller")).rejects.toMatchObject({ code: "function_failed" });
    expect(await world.answer()).toEqual(before);
    expect(world.events).toEqual([]);
  });

  it("adds to, and replaces, the text of a running answer through its turn", async () => {
    await world.install("early", {
      async inlet({ tools }) {
        await tools.emit({ type: "message", data: { content: "First: " } });
        return undefined;
      },
    });
    await world.turns.send(ada, { ...question, questionId: "q2", parentId: "a1", answerId: "a2" });
    const call = await world.upstream.next();
    await call.say("second.");
    await call.finish();
    await world.clock.advance(100);
    expect((await world.answer("a2")).content).toBe("First: second.");
  });
});

describe("what functions ask a person", () => {
  const asking = (question: Json): MemoryFunction => ({
    action: ({ tools, signal }) => tools.call(question, signal),
  });
  const confirmation = { type: "confirmation", data: { title: "Sure?", message: "Really?" } };
  const choice = { type: "input", data: { title: "Which?", message: "", options: ["a", "b"] } };

  it.each([
    [confirmation, { answer: true }, true],
    [confirmation, { answer: "yes" }, null],
    [confirmation, undefined, null],
    [choice, { answer: "b" }, "b"],
    [choice, { answer: "c" }, null],
    [choice, { answer: null }, null],
  ])("%o, replied with %o, gives %o", async (given, reply, value) => {
    await world.install("asker", asking(given));
    world.replies.push(reply);
    expect(await press("asker")).toBe(value);
    expect(world.asked).toMatchObject([
      { userId: "ada", question: { ...place, from: "asker", question: given } },
    ]);
  });
});
