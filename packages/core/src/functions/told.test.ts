import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import type { MemoryFunction } from "../testing/memory-host.ts";
import { ada, turnsWorld } from "../testing/turns-world.ts";

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
