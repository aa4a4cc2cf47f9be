import { describe, expect, it } from "vitest";
import { ParleyError } from "../errors.ts";
import { modelDefinition } from "../models/definition.ts";
import type { PipelineFilters } from "../ports/upstream.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";
import { pickOf } from "./answer-metadata.ts";

const unused = () => Promise.reject(new Error("not asked in these tests"));

/** Sends every request to this model, and leaves answers as they are. */
const moverTo = (model: string): PipelineFilters => ({
  inlet: (_id, { body }) => Promise.resolve({ ...body, model }),
  outlet: (_id, { body }) => Promise.resolve(body),
  valves: unused,
  valvesSpec: unused,
  setValves: unused,
});

type World = Awaited<ReturnType<typeof turnsWorld>>;

async function addArena(world: World, id: string, rules: object) {
  await world.definitions.create(
    modelDefinition.parse({
      ...{ kind: "arena", id, name: "Arena" },
      grants: [{ to: "everyone", permission: "read" }],
      arena: { modelIds: ["hidden"], reveal: "after-rating", ...rules },
    }),
    null,
  );
  await world.models.reload();
}

/** Models `m`, `n` and `hidden`, of which a blind arena has the last; a filter sends all to `model`. */
async function blindWorld(model = "arena", rules: object = {}) {
  const world = await turnsWorld(["m", "n", "hidden"], { filters: moverTo(model) });
  await world.settings.write({ titleGeneration: false });
  await addArena(world, "arena", rules);
  return world;
}

const target = { chatId: "c", messageId: "a1" };
const ended = (world: World) =>
  expect.poll(async () => (await world.answer()).status).not.toBe("streaming");

describe("a turn that a filter sends to a blind arena", () => {
  it.each([
    ["answers", false],
    ["fails before it answers", true],
  ])("does not tell which model was picked when that %s", async (_when, fails) => {
    const world = await blindWorld();
    if (fails) {
      const refusal = new ParleyError("upstream_error", "hidden is not loaded");
      world.upstream.complete = () => Promise.reject(refusal);
    }
    const sent = await world.turns.send(ada, question);
    if (!fails) await (await world.upstream.called()).finish();
    await ended(world);

    const opened = await world.service.open(ada, "c", 10);
    for (const payload of [sent, world.events, opened]) {
      expect(JSON.stringify(payload)).not.toMatch(/hidden/i);
    }
    expect((await world.answer()).metadata).toMatchObject({
      selectedModelId: "hidden",
      parley: { arena: { arenaId: "arena", picked: "hidden" } },
    });
  });
});

describe("a turn that a filter sends away from an arena", () => {
  const asked = { ...question, model: "arena" };
  const none = { selectedModelId: null, parley: { arena: null } };

  it("keeps no pick, from before the other model is asked", async () => {
    const world = await blindWorld("m", { reveal: "at-once" });
    await world.turns.send(ada, asked);
    const call = await world.upstream.called();
    expect(call.request.model).toBe("m");
    expect((await world.answer()).metadata).toMatchObject(none);
    await call.finish();
    await ended(world);
    expect((await world.answer()).metadata).toMatchObject(none);
    // The page that follows the answer drops what it was told at the beginning.
    expect(world.ofType("turn-end")[0]?.metadata).toMatchObject(none);
    const trace = { steps: expect.any(Array) };
    expect((await world.service.message(ada, target)).metadata.parley).toMatchObject({ trace });
  });

  it.each([
    ["a model", "m", none],
    ["an open arena", "open", { selectedModelId: "n", parley: { arena: { arenaId: "open" } } }],
  ])("still hides what a blind one had picked, when it comes to %s", async (_to, to, kept) => {
    const world = await blindWorld(to);
    await addArena(world, "open", { modelIds: ["n"], reveal: "at-once" });
    const sent = await world.turns.send(ada, asked);
    await (await world.upstream.called()).finish();
    await ended(world);
    const opened = await world.service.open(ada, "c", 10);
    for (const payload of [sent, world.events, opened]) {
      expect(JSON.stringify(payload)).not.toMatch(/hidden/i);
    }
    expect(opened.messages.at(-1)?.metadata).toMatchObject(kept);
    const rated = await world.service.rate(ada, target, 1);
    expect(JSON.stringify(rated.metadata.parley)).toContain("hidden");
  });

  it("hides it for good where the arena never tells", async () => {
    const world = await blindWorld("m", { reveal: "never" });
    await world.turns.send(ada, asked);
    await (await world.upstream.called()).finish();
    await ended(world);
    const rated = await world.service.rate(ada, target, 1);
    expect(JSON.stringify(rated)).not.toMatch(/hidden/i);
  });

  it("leaves nothing with an answer that no arena was near", async () => {
    const world = await blindWorld("n");
    await world.turns.send(ada, question);
    await (await world.upstream.called()).finish();
    await ended(world);
    const { metadata } = await world.answer();
    expect(metadata).not.toHaveProperty("selectedModelId");
    expect(metadata.parley).not.toHaveProperty("arena");
  });

  it("keeps what the arena picks anew, when the answer is gone on with and stays there", async () => {
    const filters = moverTo("m");
    const world = await turnsWorld(["m", "n", "hidden"], { filters });
    await world.settings.write({ titleGeneration: false });
    await addArena(world, "arena", {});
    await world.turns.send(ada, asked);
    await (await world.upstream.called()).say("Half");
    await world.turns.stop(ada, target);
    filters.inlet = (_id, { body }) => Promise.resolve(body);
    const gone = await world.turns.resume(ada, target);
    const call = await world.upstream.called();
    expect(call.request.model).toBe("hidden");
    await call.finish();
    await ended(world);
    expect((await world.answer()).metadata).toMatchObject({
      selectedModelId: "hidden",
      parley: { arena: { arenaId: "arena", picked: "hidden" } },
    });
    expect(await world.tally.counts("arena")).toEqual(new Map([["hidden", 2]]));
    for (const payload of [gone, world.events, await world.service.open(ada, "c", 10)]) {
      expect(JSON.stringify(payload)).not.toMatch(/hidden/i);
    }
  });
});

describe("going on with an answer that a filter sent to an arena", () => {
  const rules = { modelIds: ["n", "hidden"] };

  async function halfWritten(world: World) {
    await world.turns.send(ada, question);
    const call = await world.upstream.called();
    expect(call.request.model).toBe("n");
    await call.say("Half");
    await world.turns.stop(ada, target);
    world.setRandom(0.9);
  }

  it("asks the model that wrote the first half, and counts it once", async () => {
    const world = await blindWorld("arena", rules);
    await halfWritten(world);
    const { metadata: before } = await world.answer();
    await world.turns.resume(ada, target);
    const call = await world.upstream.called();
    expect(call.request.model).toBe("n");
    await call.finish();
    await ended(world);
    const { metadata: after } = await world.answer();
    expect(pickOf(after)).toEqual(pickOf(before));
    expect(pickOf(after)?.arena).toMatchObject({ arenaId: "arena", picked: "n" });
    expect(await world.tally.counts("arena")).toEqual(new Map([["n", 1]]));
  });

  it("lets another arena choose for itself", async () => {
    const filters = moverTo("arena");
    const world = await turnsWorld(["m", "n", "hidden"], { filters });
    await world.settings.write({ titleGeneration: false });
    await addArena(world, "arena", rules);
    await addArena(world, "other", { modelIds: ["hidden"] });
    await halfWritten(world);
    filters.inlet = (_id, { body }) => Promise.resolve({ ...body, model: "other" });
    await world.turns.resume(ada, target);
    expect((await world.upstream.called()).request.model).toBe("hidden");
    expect((await world.answer()).metadata).toMatchObject({
      selectedModelId: "hidden",
      parley: { arena: { arenaId: "other", picked: "hidden" } },
    });
    expect(await world.tally.counts("other")).toEqual(new Map([["hidden", 1]]));
  });
});
