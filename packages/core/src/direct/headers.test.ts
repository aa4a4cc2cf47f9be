import { describe, expect, it } from "vitest";
import { ParleyError } from "../errors.ts";
import type { Upstream } from "../ports/upstream.ts";
import { manualClock } from "../testing/clock.ts";
import { engineWorld } from "../testing/engine-world.ts";
import { ada } from "../testing/turns-world.ts";
import { directRoute } from "./route.ts";

const headers = { "x-request-id": "req_1" };
const choice = { sessionId: "s", connectionId: "c", model: { id: "m", name: "M" } };

async function open(complete: Upstream["complete"]) {
  const upstream: Upstream = {
    listModels: () => Promise.resolve([]),
    complete,
    close: () => Promise.resolve(),
  };
  const clock = manualClock();
  const { pipeline } = engineWorld({ clock, connections: [], createUpstream: () => upstream });
  const parts = { line: { upstream: () => upstream }, allowed: () => Promise.resolve(true) };
  const route = await directRoute(parts, ada, { modelId: "direct:c/m", choice });
  const request = { model: "direct:c/m", messages: [{ role: "user", content: "hi" }] };
  return pipeline.open({ principal: ada, request, route, signal: new AbortController().signal });
}

describe("the headers of a person's own endpoint", () => {
  it("stay unknown", async () => {
    const unread = () => {
      throw new Error("nobody reads here");
    };
    const opened = await open(() => Promise.resolve({ headers, bytes: unread, chunks: unread }));
    expect(opened.headers).toEqual({});
  });

  it("stay unknown when it refuses", async () => {
    const refusal = new ParleyError("upstream_error", "No.", {
      ...{ status: 429, retryAfter: "7", headers },
    });
    await expect(open(() => Promise.reject(refusal))).rejects.toMatchObject({
      ...{ status: 429, message: "No.", headers: {}, retryAfter: null },
    });
  });
});
