import { describe, expect, it } from "vitest";
import { type JsonObject, jsonObject } from "../json.ts";
import { modelDefinition } from "../models/definition.ts";
import { blocked, type MemoryFunction } from "../testing/memory-host.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

/** A pipe that asks a model, and says what it was told. */
const router = (stream: boolean): MemoryFunction => ({
  async *pipe({ tools, signal }) {
    const messages = [{ role: "user", content: "And you?" }];
    const asked = tools.complete({ model: "m", messages, stream }, signal);
    for await (const chunk of asked) yield chunk;
  },
});

async function worldWith(stream: boolean, filters: Record<string, MemoryFunction>) {
  const world = await turnsWorld();
  await world.settings.write({ titleGeneration: false });
  await world.install("router", router(stream));
  for (const [id, filter] of Object.entries(filters)) {
    await world.install(id, filter, { global: false });
  }
  await world.clock.advance(0);
  await world.definitions.create(
    modelDefinition.parse({
      ...{ kind: "upstream", id: "m", grants: [{ to: "everyone", permission: "read" }] },
      meta: { filterIds: Object.keys(filters) },
    }),
    null,
  );
  await world.models.reload();
  return world;
}

function signed(body: JsonObject): JsonObject {
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const last = jsonObject.parse(messages.at(-1));
  const content = `${String(last.content)}!`;
  return { ...body, messages: [...messages.slice(0, -1), { ...last, content }] };
}

describe("what a function asks a model", () => {
  it.each([true, false])("passes that model's filters, streamed or not: %s", async (stream) => {
    const seen: unknown[] = [];
    const world = await worldWith(stream, {
      guard: {
        inlet: ({ body, facts }) => {
          seen.push("inlet", facts.request.caller);
          return { ...body, guarded: true };
        },
        stream: ({ event }) =>
          jsonObject.parse(JSON.parse(JSON.stringify(event).replace("Hi", "Ho"))),
        outlet: ({ body }) => {
          const messages = Array.isArray(body.messages) ? body.messages : [];
          seen.push(jsonObject.parse(messages.at(-1)).content ?? null);
          return signed(body);
        },
      },
    });
    await world.turns.send(ada, { ...question, model: "router" });
    const call = await world.upstream.next();
    expect(call.request).toMatchObject({ model: "m", guarded: true });
    await call.say("Hi");
    await call.finish();
    await world.clock.advance(100);
    expect(seen).toEqual(["inlet", "function", "Ho"]);
    // What was sent piece by piece can't be changed any more.
    expect((await world.answer()).content).toBe(stream ? "Ho" : "Ho!");
    expect(world.host.openSessions).toBe(0);
  });

  it.each(["inlet", "outlet"])("is stopped by the verdict of an %s", async (hook) => {
    const world = await worldWith(false, { strict: { [hook]: () => blocked("Not here.") } });
    await world.turns.send(ada, { ...question, model: "router" });
    if (hook === "outlet") await (await world.upstream.next()).finish();
    await world.clock.advance(100);
    expect(await world.answer()).toMatchObject({
      ...{ status: "error", content: "" },
      metadata: { parley: { error: { message: expect.stringContaining("Not here.") } } },
    });
    expect(world.upstream.calls).toBe(hook === "outlet" ? 1 : 0);
    expect(world.host.openSessions).toBe(0);
  });

  it("passes the switchable filters that the person has on", async () => {
    const world = await worldWith(true, {
      hide: { manifest: { toggle: true }, inlet: ({ body }) => ({ ...body, hidden: true }) },
    });
    const options = { told: { filter_ids: ["hide"] } };
    await world.turns.send(ada, { ...question, model: "router", options });
    const call = await world.upstream.next();
    expect(call.request.hidden).toBe(true);
    await call.finish();
  });
});
