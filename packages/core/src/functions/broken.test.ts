import { describe, expect, it } from "vitest";
import { type Json, jsonObject } from "../json.ts";
import type { MemoryFunction } from "../testing/memory-host.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

/** So deep that what looks at it runs out of stack. */
function deep(): Json {
  let value: Json = [];
  for (let depth = 0; depth < 20_000; depth += 1) value = [value];
  return value;
}

const hooks: Record<string, MemoryFunction> = {
  inlet: { inlet: ({ body }) => ({ ...body, x: deep() }) },
  stream: { stream: ({ event }) => ({ ...event, x: deep() }) },
  outlet: { outlet: ({ body }) => ({ ...body, x: deep() }) },
};

describe("whatever comes out of a function", () => {
  it.each(Object.entries(hooks))(
    "is its failure, and an open one is skipped: %s",
    async (_, fn) => {
      const world = await turnsWorld();
      await world.settings.write({ titleGeneration: false });
      await world.install("open", { ...fn, manifest: { whenItFails: "open" } });
      await world.turns.send(ada, question);
      const call = await world.upstream.called();
      await call.say("Hi");
      await call.finish();
      await world.clock.advance(100);
      expect(await world.answer()).toMatchObject({ status: "done", content: "Hi" });
      expect(world.host.openSessions).toBe(0);
    },
  );

  it.each(Object.entries(hooks))("is told as function_failed: %s", async (hook, fn) => {
    const world = await turnsWorld();
    await world.install("closed", fn);
    await world.turns.send(ada, question);
    if (hook !== "inlet") {
      const call = await world.upstream.called();
      await call.say("Hi");
      await call.finish();
    }
    await world.clock.advance(100);
    const { status, metadata } = await world.answer();
    expect(status).toBe("error");
    expect(jsonObject.parse(metadata.parley).error).toMatchObject({ code: "function_failed" });
  });

  it("counts as such when its settings can't be read", async () => {
    const world = await turnsWorld();
    await world.settings.write({ titleGeneration: false });
    const userValves = { type: "object", properties: {} };
    const manifest = { whenItFails: "open", userValves } as const;
    await world.install("open", { manifest, inlet: () => undefined });
    world.stored.functions.userValves = () => Promise.reject(new Error("the database is gone"));
    await world.turns.send(ada, question);
    await (await world.upstream.called()).finish();
    await world.clock.advance(100);
    expect((await world.answer()).status).toBe("done");
  });
});
