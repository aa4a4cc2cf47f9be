import { beforeEach, describe, expect, it } from "vitest";
import { modelDefinition } from "../models/definition.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

const everyone = [{ to: "everyone", permission: "read" }];

describe("a turn with an arena", () => {
  let world: Awaited<ReturnType<typeof turnsWorld>>;
  beforeEach(async () => {
    world = await turnsWorld(["m", "n"]);
    await world.settings.write({ titleGeneration: false });
  });

  const decide = async (reveal: string) => {
    const rules = { modelIds: ["m", "n"], reveal };
    await world.definitions.create(
      modelDefinition.parse({
        ...{ kind: "arena", id: "arena", name: "Arena", grants: everyone, arena: rules },
      }),
      null,
    );
    await world.models.reload();
  };
  const asked = { ...question, model: "arena" };

  it("stores the pick with the answer's row, before the upstream is asked", async () => {
    await decide("at-once");
    world.setRandom(0.9);
    await world.turns.send(ada, asked);
    expect(await world.answer()).toMatchObject({
      model: "arena",
      status: "streaming",
      metadata: {
        selectedModelId: "n",
        parley: { modelName: "Arena", arena: { arenaId: "arena", picked: "n", path: ["arena"] } },
      },
    });
    expect((await world.upstream.called()).request.model).toBe("n");
  });

  it("goes on with the pick after an interruption, whatever the dice would say now", async () => {
    await decide("at-once");
    world.setRandom(0.9);
    await world.turns.send(ada, asked);
    const call = await world.upstream.called();
    await call.say("Half");
    const drained = world.turns.drain(0);
    await world.clock.advance(0);
    await drained;
    world.setRandom(0);
    const restarted = world.restart();
    await restarted.resume(ada, { chatId: "c", messageId: "a1" });
    expect((await world.upstream.called()).request.model).toBe("n");
  });

  it("counts a pick once, also when the question is sent twice", async () => {
    await decide("at-once");
    await world.turns.send(ada, asked);
    await world.turns.send(ada, asked);
    expect(await world.tally.counts("arena")).toEqual(new Map([["m", 1]]));
  });

  it("rolls anew when the answer is made once more", async () => {
    await decide("at-once");
    await world.turns.send(ada, asked);
    await (await world.upstream.called()).finish();
    world.setRandom(0.9);
    const again = { chatId: "c", questionId: "q1", model: "arena", answerId: "a2" };
    await world.turns.regenerate(ada, again);
    expect((await world.upstream.called()).request.model).toBe("n");
  });

  it("tells nobody the pick before the rating: no reply, no event, no page of the chat", async () => {
    await decide("after-rating");
    world.setRandom(0.9);
    const sent = await world.turns.send(ada, asked);
    const call = await world.upstream.called();
    expect(call.request.model).toBe("n");
    await call.say("Hello");
    await call.finish();
    const opened = await world.service.open(ada, "c", 10);
    for (const payload of [sent, world.events, opened]) {
      const text = JSON.stringify(payload);
      expect(text).not.toContain("selectedModelId");
      expect(text).not.toContain('"picked');
      expect(text).not.toContain('"N"');
      expect(text).not.toContain('"n"');
    }
    const rated = await world.service.rate(ada, { chatId: "c", messageId: "a1" }, 1);
    expect(rated.metadata).toMatchObject({
      selectedModelId: "n",
      annotation: { rating: 1 },
      parley: { arena: { pickedName: "N" } },
    });
    expect((await world.service.open(ada, "c", 10)).messages.at(-1)?.metadata).toMatchObject({
      selectedModelId: "n",
      parley: { trace: { steps: expect.any(Array) } },
    });
  });

  it("records in the trace who could be chosen, who was, and what the connection said", async () => {
    await decide("at-once");
    await world.turns.send(ada, asked);
    const call = await world.upstream.called();
    await call.say("Hello");
    await call.finish({ usage: { completion_tokens: 1 } });
    const { metadata } = await world.answer();
    expect(metadata.parley).toMatchObject({
      trace: {
        steps: [
          { step: "arena", candidates: ["m", "n"], picked: "m", strategy: "uniform" },
          { step: "model", requested: "arena", answers: "m" },
          { step: "attempt", connection: "Scripted", outcome: "accepted" },
          { step: "answer", outcome: "done", finishReason: "stop" },
        ],
      },
    });
  });
});

describe("a turn with a preset", () => {
  it("sends its system prompt and values, and keeps to what it locks", async () => {
    const world = await turnsWorld();
    await world.settings.write({ titleGeneration: false, defaultParams: { seed: 1, top_p: 0.5 } });
    await world.definitions.create(
      modelDefinition.parse({
        ...{ kind: "preset", id: "p", name: "P", baseModelId: "m", grants: everyone },
        system: "You help {{USER_NAME}}.",
        params: { temperature: "0.2", seed: 2 },
        locked: ["temperature"],
      }),
      null,
    );
    await world.models.reload();
    await world.turns.send(ada, { ...question, model: "p" });
    const { request } = await world.upstream.called();
    expect(request).toMatchObject({ model: "m", temperature: 0.2, seed: 2, top_p: 0.5 });
    expect(request.messages).toEqual([
      { role: "system", content: "You help Ada." },
      { role: "user", content: "What is a lease?" },
    ]);
  });
});
