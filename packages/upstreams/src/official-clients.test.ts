import { once } from "node:events";
import { createServer } from "node:http";
import { completionRequest, isParleyError, type Upstream } from "@parley/core";
import { type ModelServer, startModelServer, textFor, tokens } from "@parley/e2e/model-server";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUpstream } from "./index.ts";
import { connectionTo } from "./testing/tools.ts";

/** Serves an upstream's bytes, as thinly as can be, for a real client to read. */
async function serve(upstream: Upstream) {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = completionRequest.parse(JSON.parse(Buffer.concat(pieces).toString("utf8")));
    try {
      const answer = await upstream.complete(body, { signal: AbortSignal.timeout(10_000) });
      response.setHeader("content-type", body.stream ? "text/event-stream" : "application/json");
      for await (const bytes of answer.bytes()) response.write(bytes);
      response.end();
    } catch (error) {
      response.destroy(isParleyError(error) ? error : new Error("unexpected", { cause: error }));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

let models: ModelServer;
beforeAll(async () => {
  models = await startModelServer();
});
afterAll(() => models.stop());

describe.each([
  ["openai", "/v1", "scripted-small"],
  ["ollama", "", "scripted-small"],
] as const)(
  "OpenAI's own client, reading the bytes of an upstream of the kind %s",
  (kind, path, model) => {
    let client: OpenAI;
    let close: () => void;
    beforeAll(async () => {
      const server = await serve(createUpstream(connectionTo(kind, `${models.url}${path}`)));
      client = new OpenAI({ baseURL: server.url, apiKey: "none", maxRetries: 0 });
      close = server.close;
    });
    afterAll(() => close());
    const ask = (content: string) => ({ model, messages: [{ role: "user" as const, content }] });

    it.each(["E2E:markdown", "E2E:split-utf8", "E2E:crlf", "E2E:long:300"])(
      "streams %s",
      async (code) => {
        const stream = client.chat.completions.stream(ask(code));
        expect((await stream.finalMessage()).content).toBe(textFor(code));
      },
    );

    it("finds usage at the end of a stream, when asked for", async () => {
      const options = { stream_options: { include_usage: true } };
      const stream = client.chat.completions.stream({ ...ask("E2E:usage"), ...options });
      expect(await stream.totalUsage()).toMatchObject({
        prompt_tokens: tokens.prompt,
        completion_tokens: tokens.completion,
      });
    });

    it("finds a tool call", async () => {
      const stream = client.chat.completions.stream(ask("E2E:tool"));
      const completion = await stream.finalChatCompletion();
      expect(completion.choices[0]?.finish_reason).toBe("tool_calls");
      expect(completion.choices[0]?.message.tool_calls?.[0]).toMatchObject({
        type: "function",
        function: { name: "get_weather", arguments: '{"city":"Lisbon"}' },
      });
    });

    it("reads an answer that is not streamed", async () => {
      const completion = await client.chat.completions.create(ask("E2E:text:all at once"));
      expect(completion.choices[0]?.message).toMatchObject({
        role: "assistant",
        content: "all at once",
      });
      expect(completion.usage?.total_tokens).toBe(tokens.prompt + tokens.completion);
    });

    it("notices an answer that breaks off", async () => {
      const stream = client.chat.completions.stream(ask("E2E:reset-mid"));
      await expect(stream.finalMessage()).rejects.toThrow();
    });
  },
);

describe("the scripted model server, as the official clients see it", () => {
  it("speaks Ollama's protocol", async () => {
    const client = new Ollama({ host: models.url });
    const { models: listed } = await client.list();
    expect(listed.map(({ model }) => model)).toContain("scripted-large:latest");
    const messages = [{ role: "user", content: "E2E:think" }];
    const parts = await Array.fromAsync(
      await client.chat({ model: "scripted-small", messages, stream: true }),
    );
    expect(parts.map(({ message }) => message.thinking ?? "").join("")).toBe(
      "First I think about it.",
    );
    expect(parts.at(-1)).toMatchObject({ done: true, done_reason: "stop", prompt_eval_count: 7 });
  });

  it("speaks OpenAI's protocol", async () => {
    const client = new OpenAI({ baseURL: `${models.url}/v1`, apiKey: "none", maxRetries: 0 });
    const page = await client.models.list();
    expect(page.data.map(({ id }) => id)).toEqual(["scripted-small", "scripted-large"]);
    const refused = client.chat.completions.create({
      model: "scripted-small",
      messages: [{ role: "user", content: "E2E:error:429" }],
    });
    await expect(refused).rejects.toMatchObject({ status: 429, code: "scripted_429" });
  });

  it("holds manual answers back until they are released, and sees a client leave", async () => {
    const client = new OpenAI({ baseURL: `${models.url}/v1`, apiKey: "none", maxRetries: 0 });
    const stream = client.chat.completions.stream({
      model: "scripted-small",
      messages: [{ role: "user", content: "E2E:manual:5" }],
    });
    models.release(2);
    const request = await models.when(({ code, sent }) => code === "manual" && sent === 2);
    expect(request.outcome).toBe("open");
    models.finish();
    expect((await stream.finalMessage()).content).toBe("piece-1 piece-2 piece-3 piece-4 piece-5");
    const left = client.chat.completions.stream({
      model: "scripted-small",
      messages: [{ role: "user", content: "E2E:hang-mid" }],
    });
    await models.when(({ code, sent }) => code === "hang-mid" && sent > 0);
    left.abort();
    await expect(left.finalMessage()).rejects.toThrow();
    await models.when(({ code, outcome }) => code === "hang-mid" && outcome === "left");
  });

  it("can be as if it were dead, and come back", async () => {
    const upstream = createUpstream(connectionTo("openai", `${models.url}/v1`));
    const signal = AbortSignal.timeout(10_000);
    await fetch(`${models.url}/control/down?on=1`);
    await expect(upstream.listModels({ signal })).rejects.toMatchObject({
      code: "upstream_unavailable",
    });
    await fetch(`${models.url}/control/down?on=0`);
    expect(await upstream.listModels({ signal })).toHaveLength(2);
  });

  it("makes titles", async () => {
    expect(textFor("Write a title.\n\n<question>\nWhy is the sky so blue?\n</question>")).toBe(
      "Title of: Why is the sky",
    );
  });
});
