import { describe, expect, it } from "vitest";
import { ParleyError } from "../errors.ts";
import { modelDefinition } from "../models/definition.ts";
import type { PipelineFilters } from "../ports/upstream.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

const unused = () => Promise.reject(new Error("not asked in these tests"));

/** Sends what is for `m` to the arena, and leaves answers as they are. */
const mover: PipelineFilters = {
  inlet: (_id, { body }) => Promise.resolve({ ...body, model: "arena" }),
  outlet: (_id, { body }) => Promise.resolve(body),
  valves: unused,
  valvesSpec: unused,
  setValves: unused,
};

async function blindWorld() {
  const world = await turnsWorld(["m", "hidden"], { filters: mover });
  await world.settings.write({ titleGeneration: false });
  await world.definitions.create(
    modelDefinition.parse({
      ...{ kind: "arena", id: "arena", name: "Arena" },
      grants: [{ to: "everyone", permission: "read" }],
      arena: { modelIds: ["hidden"], reveal: "after-rating" },
    }),
    null,
  );
  await world.models.reload();
  return world;
}

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
    await expect.poll(async () => (await world.answer()).status).not.toBe("streaming");

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
