import { describe, expect, it } from "vitest";
import { ScriptedUpstream } from "../testing/scripted-upstream.ts";
import { ada } from "../testing/turns-world.ts";
import { directModelId } from "./protocol.ts";
import { directRoute, isDirectRoute } from "./route.ts";

const choice = { sessionId: "s", connectionId: "k", model: { id: "m", name: "Mine" } };
const upstream = new ScriptedUpstream([]);
const parts = { line: { upstream: () => upstream }, allowed: () => Promise.resolve(true) };

describe("the route to a direct model", () => {
  it("has no arena, no preset, and the browser alone to ask", async () => {
    const modelId = directModelId("k", "m");
    const route = await directRoute(parts, ada, { modelId, choice });
    expect(route).toMatchObject({ requestedId: "direct:k/m", requestedName: "Mine" });
    expect(route).toMatchObject({ arenas: [], presets: [], reveal: null });
    expect(route.base.offers.map((offer) => offer.upstream)).toEqual([upstream]);
    expect(isDirectRoute(route)).toBe(true);
  });

  it.each(["m", "gpt-4", "direct:other/m", "direct:k/other"])(
    "never stands for the model %s",
    async (modelId) => {
      const route = directRoute(parts, ada, { modelId, choice });
      await expect(route).rejects.toMatchObject({ code: "invalid_request", param: "model" });
    },
  );

  it.each([
    ["an admin switched them off", { ...parts, allowed: () => Promise.resolve(false) }],
    ["the server has no way to browsers", { ...parts, line: undefined }],
  ])("is refused when %s", async (_, given) => {
    const route = directRoute(given, ada, { modelId: "direct:k/m", choice });
    await expect(route).rejects.toMatchObject({ code: "forbidden", status: 403 });
  });
});
