import { describe, expect, it } from "vitest";
import { shown } from "../chat/blind.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import { modelDefinition } from "../models/definition.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

async function blindWorld(modelIds = ["m", "n"]) {
  const world = await turnsWorld(modelIds);
  await world.settings.write({ titleGeneration: false });
  const grants = [{ to: "everyone", permission: "read" }];
  const arena = { modelIds, reveal: "after-rating" };
  await world.definitions.create(
    modelDefinition.parse({ kind: "arena", id: "arena", name: "Arena", grants, arena }),
    null,
  );
  await world.models.reload();
  world.setRandom(0.9);
  return world;
}

describe("functions on the way of a blind arena", () => {
  it("are told the arena, not what it picked, and no counts that tell who counted", async () => {
    const world = await blindWorld();
    const told: Record<string, unknown> = {};
    const events: JsonObject[] = [];
    await world.install("meter", {
      inlet: ({ body, facts }) => {
        told.inlet = [body.model, facts.model];
        return undefined;
      },
      stream: ({ event }) => {
        events.push(event);
        return JSON.parse(JSON.stringify(event).replace("Hi", "HI"));
      },
      outlet: ({ body, facts }) => {
        told.outlet = [body.model, facts.model];
        const messages = Array.isArray(body.messages) ? body.messages : [];
        const field = { seen: JSON.stringify([body, facts]) };
        return {
          ...body,
          messages: messages.map((one) => ({ ...jsonObject.parse(one), ...field })),
        };
      },
    });
    await world.turns.send(ada, { ...question, model: "arena" });
    const call = await world.upstream.called();
    await call.say("Hi");
    await call.finish({
      ...{ id: "n-1", model: "n", provider: "N inc." },
      usage: { total_tokens: 3, n_ticks: 5 },
    });
    await world.clock.advance(100);
    const arena = { id: "arena", name: "Arena" };
    expect(call.request.model).toBe("n");
    expect(told).toEqual({ inlet: ["arena", arena], outlet: ["arena", arena] });
    expect(events.map(({ model }) => model)).toEqual(["arena", "arena"]);
    expect(events.at(-1)?.usage).toEqual({ total_tokens: 3 });
    expect(JSON.stringify(events)).not.toMatch(/n-1|N inc|n_ticks/);
    const answer = await world.answer();
    expect(answer.content).toBe("HI");
    expect(answer.metadata).toMatchObject({ selectedModelId: "n" });
    expect(jsonObject.parse(answer.metadata.parley).usage).toMatchObject({ n_ticks: 5 });
    const { seen, parley } = shown(answer).metadata;
    expect(seen).toContain("arena");
    expect(seen).not.toMatch(/"n"|n_ticks/);
    expect(parley).not.toHaveProperty("trace");
  });

  it("ask in the arena's name when they are what it picked", async () => {
    const world = await turnsWorld();
    await world.settings.write({ titleGeneration: false });
    let facts: unknown;
    await world.install("secretive", {
      pipe: async function* (given) {
        facts = given.facts.model;
        const data = { title: "Sure?", message: "Really?" };
        await given.tools.call({ type: "confirmation", data }, given.signal);
        yield "Hi";
      },
    });
    await world.clock.advance(0);
    const grants = [{ to: "everyone", permission: "read" }];
    const arena = { modelIds: ["secretive"], reveal: "never" };
    for (const definition of [
      { kind: "upstream", id: "secretive", grants },
      { kind: "arena", id: "arena", name: "Arena", grants, arena },
    ]) {
      await world.definitions.create(modelDefinition.parse(definition), null);
    }
    await world.models.reload();
    await world.turns.send(ada, { ...question, model: "arena" });
    await world.clock.advance(100);
    expect((await world.answer()).content).toBe("Hi");
    expect(world.asked.map(({ question: { from } }) => from)).toEqual(["Arena"]);
    expect(facts).toEqual({ id: "arena", name: "Arena" });
  });
});
