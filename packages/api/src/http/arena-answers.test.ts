import { modelDefinition } from "@parley/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { asking } from "../testing/asking.ts";
import { FilteredUpstream } from "../testing/filtered-upstream.ts";
import { serveWorld } from "../testing/serve-world.ts";

const upstream = new FilteredUpstream(["m", "n"]);
let world: Awaited<ReturnType<typeof serveWorld>>;
beforeAll(async () => {
  world = await serveWorld({ upstream });
  await begun("kept");
});
afterAll(() => world.stop());
beforeEach(() => {
  upstream.change = (body) => body;
  upstream.hold = null;
});
const { post, speak, exchange, begun } = asking(() => world);

const stored = { chat_id: "kept" };
const streamed = { stream: true };
const whole = z.looseObject({ object: z.literal("chat.completion") });

describe("1.6 at once: an arena's answer", () => {
  const arena = (id: string, reveal: string) =>
    world.services.modelAdmin.create(
      { userId: "root", name: "root", email: "root@example.org", role: "admin", via: "session" },
      modelDefinition.parse({
        ...{ kind: "arena", id, name: id, grants: [{ to: "everyone", permission: "read" }] },
        arena: { modelIds: ["n"], reveal },
      }),
    );
  beforeAll(async () => {
    await arena("open", "at-once");
    await arena("blind", "after-rating");
  });
  const first = 'data: {"selected_model_id":"n"}\n\n';

  it.each<{ rule: string; keys: object; told: boolean }>([
    { rule: "no chat", keys: { model: "open" }, told: true },
    { rule: "a stored chat", keys: { model: "open", ...stored }, told: true },
    { rule: "a stored chat, before the rating", keys: { model: "blind", ...stored }, told: false },
  ])("$rule: told first in a stream: $told", async ({ keys, told }) => {
    const { response } = await exchange({ ...keys, ...streamed });
    const text = await response.text();
    expect(text.startsWith(first)).toBe(told);
    expect(text.includes("selected_model_id")).toBe(told);
  });

  it("a stored chat that a filter sends to an arena: told before the end", async () => {
    upstream.change = (body) => ({ ...body, model: "open" });
    const { response, request } = await exchange({ ...stored, ...streamed });
    expect(request.model).toBe("n");
    expect(await response.text()).toContain(first);
  });

  it.each<{ rule: string; model: string; to: string; lines: (string | null)[] }>([
    {
      rule: "from an open arena to a model: taken back",
      ...{ model: "open", to: "m", lines: ["n", null] },
    },
    {
      rule: "from an open arena to a blind one: taken back",
      ...{ model: "open", to: "blind", lines: ["n", null] },
    },
    {
      rule: "from a blind arena to a model: not a word",
      ...{ model: "blind", to: "m", lines: [] },
    },
  ])("a stored chat that a filter sends $rule", async ({ model, to, lines }) => {
    // What was picked first is told before the filter has spoken.
    upstream.hold = Promise.withResolvers();
    upstream.change = (body) => ({ ...body, model: to });
    const pending = post({ ...stored, ...streamed, model });
    const response = await pending;
    const reader = response.body?.getReader();
    const first = lines.length === 0 ? undefined : await reader?.read();
    upstream.hold.resolve();
    await speak(await world.nextCall(), ["Hello"]);
    let text = new TextDecoder().decode(first?.value);
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += new TextDecoder().decode(part.value);
    }
    const told = [...text.matchAll(/"selected_model_id":([^}]*)/g)].map(([, id = ""]) =>
      JSON.parse(id),
    );
    expect(told).toEqual(lines);
  });

  it("a stored chat that a filter sends away from an arena: not told in a whole answer", async () => {
    upstream.change = (body) => ({ ...body, model: "m" });
    const { response, request } = await exchange({ ...stored, model: "open" });
    expect(request.model).toBe("m");
    expect(await response.json()).not.toHaveProperty("selected_model_id");
  });

  it.each<{ rule: string; model: string; told: string | undefined }>([
    { rule: "a stored chat", model: "open", told: "n" },
    { rule: "a stored chat, before the rating", model: "blind", told: undefined },
  ])("$rule: told in a whole answer: $told", async ({ model, told }) => {
    const { response } = await exchange({ ...stored, model });
    expect(whole.parse(await response.json()).selected_model_id).toBe(told);
  });
});
