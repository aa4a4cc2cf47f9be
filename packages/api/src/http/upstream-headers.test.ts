import { modelDefinition, ParleyError } from "@parley/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveRoutes } from "../testing/serve-routes.ts";

const given = {
  "x-request-id": "req_1",
  "openai-processing-ms": "12",
  "x-ratelimit-remaining-requests": "59",
};
const names = [...Object.keys(given), "retry-after"];

describe("the headers of an upstream's response", () => {
  let server: Awaited<ReturnType<typeof serveRoutes>>;

  beforeAll(async () => {
    server = await serveRoutes({
      async complete({ messages }) {
        const question = messages.at(-1)?.content;
        if (question === "refuse") {
          throw new ParleyError("upstream_error", "Slow down.", {
            ...{ status: 429, retryAfter: "7", headers: { ...given, "retry-after": "7" } },
          });
        }
        return {
          headers: given,
          async *bytes() {
            if (question === "break") throw new ParleyError("upstream_error", "It broke off.");
            yield Buffer.from("{}");
          },
          chunks: () => {
            throw new Error("an API call without a filter must not parse chunks");
          },
        };
      },
    });
    for (const reveal of ["at-once", "after-rating", "never"]) {
      const arena = { modelIds: ["m"], reveal };
      const shape = { kind: "arena", id: reveal, name: reveal, arena };
      await server.engine.definitions.create(modelDefinition.parse(shape), null);
    }
    const outer = { modelIds: ["never"], nested: true, reveal: "at-once" };
    const shape = { kind: "arena", id: "outer", name: "Outer", arena: outer };
    await server.engine.definitions.create(modelDefinition.parse(shape), null);
    await server.engine.models.reload();
  });
  afterAll(() => server.stop());

  const ask = async (model: string, content: string, stream: boolean) => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer good" },
      body: JSON.stringify({ model, stream, messages: [{ role: "user", content }] }),
    });
    await response.text();
    const pairs = names.map((name) => [name, response.headers.get(name)]);
    const told = Object.fromEntries(pairs.filter(([, value]) => value !== null));
    return { status: response.status, told };
  };
  const refused = { ...given, "retry-after": "7" };

  it.each([
    { model: "m", content: "hi", stream: false, status: 200, told: given },
    { model: "m", content: "hi", stream: true, status: 200, told: given },
    { model: "m", content: "refuse", stream: false, status: 429, told: refused },
    { model: "m", content: "refuse", stream: true, status: 429, told: refused },
    { model: "m", content: "break", stream: false, status: 502, told: given },
    { model: "m", content: "break", stream: true, status: 200, told: given },
    { model: "at-once", content: "hi", stream: true, status: 200, told: given },
    { model: "at-once", content: "refuse", stream: true, status: 429, told: refused },
    ...["after-rating", "never", "outer"].flatMap((model) => [
      { model, content: "hi", stream: false, status: 200, told: {} },
      { model, content: "hi", stream: true, status: 200, told: {} },
      { model, content: "refuse", stream: false, status: 429, told: {} },
      { model, content: "refuse", stream: true, status: 429, told: {} },
    ]),
    { model: "none", content: "hi", stream: false, status: 404, told: {} },
  ])("reach who asks $model to $content (streamed: $stream) as they may", async (row) => {
    const { model, content, stream, status, told } = row;
    expect(await ask(model, content, stream)).toEqual({ status, told });
  });
});
