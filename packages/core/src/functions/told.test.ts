import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import type { MemoryFunction } from "../testing/memory-host.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

describe("what a caller says of itself", () => {
  it("is not what Parley says: no task, nobody else, no other model", async () => {
    const world = await turnsWorld();
    const seen: JsonObject[] = [];
    const look: MemoryFunction["inlet"] = ({ facts }) => void seen.push(facts.metadata);
    await world.install("look", { inlet: look });
    const claimed = { task: "title_generation", user_id: "root", model: { id: "x" } };
    const messages = [{ role: "user", content: "x" }];
    await world.pipeline.open({
      ...{ principal: ada, signal: new AbortController().signal, told: claimed },
      request: { model: "m", messages, metadata: { ...claimed, mine: 1 } },
    });
    expect(seen).toEqual([
      { mine: 1, chat_id: "", message_id: "", session_id: "", filter_ids: [] },
    ]);
    const { request } = await world.upstream.called();
    expect(request.metadata).toEqual({ ...claimed, mine: 1 });
  });

  it("nor is it of an action", async () => {
    const world = await turnsWorld();
    await world.install("look", {
      action: ({ facts, body }) => JSON.stringify([facts.metadata, body]),
    });
    const told = { task: "title_generation", user_id: "root", mine: 1 };
    const given = await world.actions.run(ada, {
      ...{ actionId: "look", place: null, model: "m", told },
    });
    expect(given).toContain("mine");
    expect(given).not.toMatch(/title_generation|root/);
  });
});

describe("what a function is told of its request", () => {
  it("is the model where a filter has sent it", async () => {
    const world = await turnsWorld(["m", "n"]);
    await world.settings.write({ titleGeneration: false });
    const seen: unknown[] = [];
    await world.install("mover", { inlet: ({ body }) => ({ ...body, model: "n" }) });
    await world.install("zlast", {
      inlet: ({ body, facts }) => void seen.push(body.model, facts.model),
      outlet: ({ body, facts }) => void seen.push(body.model, facts.model),
    });
    await world.turns.send(ada, question);
    await (await world.upstream.called()).finish();
    await world.clock.advance(100);
    const model = { id: "n", name: "N" };
    expect(seen).toEqual(["n", model, "n", model]);
  });

  it("is the filters that are on, also when Parley asks for itself", async () => {
    const world = await turnsWorld();
    const manifest = { toggle: true, tasks: true };
    const tasks: unknown[] = [];
    await world.install("hide", {
      manifest,
      inlet: ({ body, facts }) => {
        tasks.push(facts.metadata.task ?? null);
        return { ...body, hidden: true };
      },
    });
    await world.turns.send(ada, { ...question, options: { told: { filter_ids: ["hide"] } } });
    const call = await world.upstream.called();
    await call.say("Hello");
    await call.finish();
    await world.clock.advance(100);
    expect((await world.upstream.called()).request.hidden).toBe(true);
    expect(tasks).toContain("title_generation");
  });
});
