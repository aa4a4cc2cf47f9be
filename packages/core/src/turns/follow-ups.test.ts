import { describe, expect, it } from "vitest";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";
import { followUpsFromReply } from "./follow-ups.ts";

describe("followUpsFromReply", () => {
  it.each([
    ["an array", '["Why?", "How long?"]', ["Why?", "How long?"]],
    ["an array among words", 'Sure:\n```json\n["Why?"]\n```', ["Why?"]],
    ["the original's object", '{"follow_ups": ["Why?"]}', ["Why?"]],
    ["thinking first", '<think>["no"]</think>["Why?"]', ["Why?"]],
    ["the first three, each once", '["a","b","a","c","d"]', ["a", "b", "c"]],
    ["nothing empty or endless", JSON.stringify(["", "x".repeat(201), " a\n b "]), ["a b"]],
    ["no array", "1. Why?\n2. How?", []],
    ["something else in the array", '[{"q": "Why?"}]', []],
  ])("reads %s", (_, reply, found) => {
    expect(followUpsFromReply(reply)).toEqual(found);
  });
});

describe("follow-up questions", () => {
  const exchange = async (world: Awaited<ReturnType<typeof turnsWorld>>) => {
    await world.turns.send(ada, question);
    const call = await world.upstream.called();
    await call.say("A lock that ends.");
    await call.finish();
  };

  it("are asked for after the answer, by a task of their own, and stored with it", async () => {
    const world = await turnsWorld();
    await world.settings.write({ titleGeneration: false, followUps: true });
    await exchange(world);
    const asked = await world.upstream.called();
    await asked.say('["What if it does not end?"]');
    await asked.finish();
    expect(await world.answer()).toMatchObject({
      status: "done",
      metadata: { followUps: ["What if it does not end?"], parley: { modelName: "M" } },
    });
    expect(world.events.at(-1)).toEqual({ type: "messages-changed", chatId: "c" });
  });

  it("are not asked for when that is off", async () => {
    const world = await turnsWorld();
    await world.settings.write({ titleGeneration: false });
    await exchange(world);
    await expect(world.upstream.called()).rejects.toThrow("the upstream was not called");
  });
});
