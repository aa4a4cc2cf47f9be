import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import { modelDefinition } from "../models/definition.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

const target = { chatId: "c", messageId: "a1" };

describe("what a person writes into an answer's metadata", () => {
  let world: Awaited<ReturnType<typeof turnsWorld>>;
  beforeEach(async () => {
    world = await turnsWorld(["hidden"]);
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
    await world.turns.send(ada, { ...question, model: "arena" });
    await (await world.upstream.called()).finish();
    await expect.poll(async () => (await world.answer()).status).toBe("done");
  });
  const edit = (metadata: JsonObject) => world.service.edit(ada, target, { metadata });

  const arena = { arenaId: "x", path: [], reveal: "at-once", picked: "x", pickedName: "X" };
  it.each<[key: string, metadata: JsonObject]>([
    ["parley", { parley: { arena } }],
    ["parley", { parley: { error: { code: "x", message: "x", status: 1, retryAfter: "1\n" } } }],
    ["parley", { parley: null }],
    ["selectedModelId", { selectedModelId: "hidden" }],
    ["selectedModelId", { selectedModelId: "other" }],
    ["originalContent", { originalContent: "What it never said" }],
    ["annotation.rating", { annotation: { rating: 1 } }],
  ])("is refused where Parley itself records: %s", async (param, metadata) => {
    const before = await world.answer();
    await expect(edit({ mood: "calm", ...metadata })).rejects.toMatchObject({
      ...{ code: "invalid_request", param: `metadata.${param}` },
      message: expect.stringContaining(param),
    });
    expect(await world.answer()).toEqual(before);
    expect(JSON.stringify(await world.service.message(ada, target))).not.toMatch(/hidden/i);
  });

  it("may be a whole message as it was given out, and changes only what is theirs", async () => {
    await edit({ mood: "calm" });
    const { parley } = (await world.answer()).metadata;
    const { metadata } = await world.service.message(ada, target);
    const edited = await edit({ ...metadata, mood: "wild" });
    expect(edited.metadata).toEqual({ ...metadata, mood: "wild" });
    expect((await world.answer()).metadata).toMatchObject({ selectedModelId: "hidden", parley });
  });

  it("may be that after the rating too, and what else stands beside a rating", async () => {
    await world.service.rate(ada, target, 1);
    const { metadata } = await world.service.message(ada, target);
    expect((await edit({ ...metadata })).metadata).toEqual(metadata);
    const annotation = { rating: 1, comment: "Clear" };
    expect((await edit({ annotation })).metadata).toMatchObject({ annotation });
    await expect(edit({ annotation: { comment: "Clear" } })).rejects.toMatchObject({
      param: "metadata.annotation.rating",
    });
  });

  it("is kept as it came where it is a field of their own", async () => {
    const own = { mood: "calm", files: [{ id: "1" }], annotation: { comment: "Hm" }, none: null };
    expect((await edit(own)).metadata).toMatchObject(own);
  });
});

describe("what comes with a question", () => {
  it("are custom fields alone: what Parley records is left out", async () => {
    const world = await turnsWorld();
    const own = { mood: "calm", files: [{ id: "1" }] };
    const { question: asked } = await world.turns.send(ada, {
      ...question,
      metadata: { ...own, parley: { trace: {} }, selectedModelId: "m", originalContent: "Hm" },
    });
    expect(asked.metadata).toEqual(own);
    expect((await world.answer("q1")).metadata).toEqual(own);
  });
});
