import { type CompletionRequest, ParleyError } from "@parley/core";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveRoutes } from "../testing/serve-routes.ts";

const chunk = (content: string) =>
  `data: ${JSON.stringify({
    id: "1",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  })}\n\n`;

const whole = JSON.stringify({
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
});

/** What the upstream says, chosen by the question. */
function partsFor({ messages, stream }: CompletionRequest): string[] {
  const question = messages.at(-1)?.content;
  if (question === "busy") {
    throw new ParleyError("upstream_error", "Busy.", { status: 429, retryAfter: "1" });
  }
  if (question === "bad key") throw new ParleyError("upstream_error", "No key.", { status: 401 });
  return stream ? [chunk("Hel"), chunk("lo"), "data: [DONE]\n\n"] : [whole];
}

describe("the official OpenAI client", () => {
  let server: Awaited<ReturnType<typeof serveRoutes>>;
  let client: OpenAI;

  beforeAll(async () => {
    server = await serveRoutes({
      models: ["m", "org/model:7b"],
      async complete(request) {
        const parts = partsFor(request);
        return {
          async *bytes() {
            for (const part of parts) yield Buffer.from(part);
          },
          chunks: () => {
            throw new Error("an API call without a filter must not parse chunks");
          },
        };
      },
    });
    client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "good", maxRetries: 0 });
  });
  afterAll(() => server.stop());

  const ask = (content: string) => ({
    model: "m",
    messages: [{ role: "user" as const, content }],
  });

  it("reads a whole answer", async () => {
    const answer = await client.chat.completions.create(ask("hi"));
    expect(answer.choices[0]?.message.content).toBe("Hello");
  });

  it("reads a stream", async () => {
    let text = "";
    for await (const part of await client.chat.completions.create({ ...ask("hi"), stream: true })) {
      text += part.choices[0]?.delta.content ?? "";
    }
    expect(text).toBe("Hello");
  });

  it("lists the models", async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["m", "org/model:7b"]);
  });

  it.each(["m", "org/model:7b"])("finds the model %s by its id", async (id) => {
    expect(await client.models.retrieve(id)).toMatchObject({ id, object: "model" });
  });

  it("meets a model that is not there as not found", async () => {
    const asked = client.models.retrieve("org/other");
    await expect(asked).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(asked).rejects.toMatchObject({ code: "model_not_found", param: "model" });
  });

  it.each([
    ["busy", OpenAI.RateLimitError],
    ["bad key", OpenAI.AuthenticationError],
  ])("meets %s as its own class of error", async (question, expected) => {
    await expect(client.chat.completions.create(ask(question))).rejects.toBeInstanceOf(expected);
  });

  it("meets a wrong key of Parley's as an authentication error", async () => {
    const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "bad", maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});
