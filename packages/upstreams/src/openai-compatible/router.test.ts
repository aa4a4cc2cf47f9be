import type { ServerResponse } from "node:http";
import {
  type CompletionRequest,
  type Connection,
  errorBody,
  type JsonObject,
  modelDefinition,
  ParleyError,
  systemClock,
} from "@parley/core";
import { engineWorld } from "@parley/core/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createUpstream } from "../index.ts";
import { openAiServer } from "../testing/openai-server.ts";
import { ada, pipelinesWorld } from "../testing/pipelines-world.ts";
import { connectionTo, never, textOfBytes } from "../testing/tools.ts";

const question = { role: "user", content: "2 + 2?" };
const grants = [{ to: "everyone", permission: "read" }];
const preset = (id: string, baseModelId: string, more: object = {}) => ({
  ...{ kind: "preset", id, name: id, baseModelId, grants },
  ...more,
});

type Parts = {
  models?: string[];
  definitions?: object[];
  connection?: Partial<Connection>;
  answer?: (response: ServerResponse) => void;
};

/** Parley's way from a request to a real server of OpenAI's protocol. */
async function routed({ models = ["m"], definitions = [], connection = {}, answer }: Parts = {}) {
  const server = await openAiServer(models, answer);
  const engine = engineWorld({
    clock: systemClock,
    connections: [{ ...connectionTo("openai", server.url, "sk-secret"), ...connection }],
    createUpstream: (one) => createUpstream(one, { http: { headersTimeout: 300 } }),
  });
  for (const one of definitions) {
    await engine.definitions.create(modelDefinition.parse(one), null);
  }
  await engine.models.reload();
  await engine.upstreams.reload();
  await engine.upstreams.refresh("test");
  onTestFinished(() => engine.upstreams.close());
  const open = (request: Partial<CompletionRequest> = {}) => {
    const whole = { model: "m", messages: [question], ...request };
    return engine.pipeline.open({ principal: ada, request: whole, signal: never() });
  };
  /** What the server gets of a request. */
  async function sent(request: Partial<CompletionRequest>): Promise<JsonObject | undefined> {
    await textOfBytes((await open(request)).answer.bytes());
    return server.asked[0];
  }
  /** What a caller gets instead of an answer. */
  async function refusal(request: Partial<CompletionRequest>) {
    const error: unknown = await open(request).then(
      () => null,
      (caught: unknown) => caught,
    );
    if (!(error instanceof ParleyError)) throw new Error("it was answered");
    return { status: error.status, ...errorBody(error).error };
  }
  return { sent, refusal, asked: server.asked, stop: server.stop };
}

describe("1.8 OpenAI router: what is sent", () => {
  const text = (value: string) => ({ type: "text", text: value });
  const call = { id: "1", type: "function", function: { name: "f", arguments: "{}" } };
  const calling = { role: "assistant", content: null, tool_calls: [call] };
  const result = (content: WireContent) => ({ role: "tool", tool_call_id: "1", content });
  type WireContent = CompletionRequest["messages"][number]["content"];
  const cached = { ...text("4"), cache_control: { type: "ephemeral" } };
  const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } };

  it.each<{ rule: string; parts?: Parts; request: Partial<CompletionRequest>; body: object }>([
    {
      rule: "a preset's base replaces the model",
      parts: { definitions: [preset("p", "m")] },
      request: { model: "p" },
      body: { model: "m", messages: [question] },
    },
    {
      rule: "a preset over a preset: the last base",
      parts: { definitions: [preset("p", "m"), preset("q", "p")] },
      request: { model: "q" },
      body: { model: "m", messages: [question] },
    },
    {
      rule: "a preset's parameters and system prompt are added",
      parts: { definitions: [preset("p", "m", { system: "Be brief.", params: { seed: 7 } })] },
      request: { model: "p" },
      body: {
        model: "m",
        seed: 7,
        messages: [{ role: "system", content: "Be brief." }, question],
      },
    },
    {
      rule: "a connection's prefix is taken off",
      parts: { connection: { prefix: "lab" } },
      request: { model: "lab.m" },
      body: { model: "m", messages: [question] },
    },
    {
      rule: "a connection's prefix is taken off once (the original: wherever it stands)",
      parts: { models: ["lab.x.lab.y"], connection: { prefix: "lab" } },
      request: { model: "lab.lab.x.lab.y" },
      body: { model: "lab.x.lab.y", messages: [question] },
    },
    {
      rule: "a model that is no pipeline is not told who asks",
      request: { user: "mine" },
      body: { model: "m", messages: [question], user: "mine" },
    },
    {
      rule: "a tool's result in parts is sent as one text",
      request: { messages: [question, calling, result([text("2"), text("+ 2")])] },
      body: { model: "m", messages: [question, calling, result("2\n\n+ 2")] },
    },
    {
      rule: "a tool's result that is one text stays",
      request: { messages: [question, calling, result("4")] },
      body: { model: "m", messages: [question, calling, result("4")] },
    },
    {
      rule: "a tool's result with more than text stays (the original drops it)",
      request: { messages: [question, calling, result([text("4"), picture])] },
      body: { model: "m", messages: [question, calling, result([text("4"), picture])] },
    },
    {
      rule: "a tool's result with keys beside its text stays",
      request: { messages: [question, calling, result([cached])] },
      body: { model: "m", messages: [question, calling, result([cached])] },
    },
    {
      rule: "others' content in parts stays",
      request: { messages: [{ role: "user", content: [text("2"), text("+ 2")] }] },
      body: { model: "m", messages: [{ role: "user", content: [text("2"), text("+ 2")] }] },
    },
  ])("$rule", async ({ parts, request, body }) => {
    expect(await (await routed(parts)).sent(request)).toEqual(body);
  });

  it("a model of a pipelines server is told who asks, whatever the caller says", async () => {
    const poet = { type: "pipe", id: "poet", name: "Poet", pipe: () => "A rose" } as const;
    const { open, server } = await pipelinesWorld([poet]);
    await textOfBytes((await open("hi", { model: "poet", user: "somebody else" })).answer.bytes());
    expect(server.asked[0]?.user).toEqual({
      ...{ id: "ada", name: "ada", email: "ada@example.org", role: "user" },
    });
  });
});

describe("1.8 OpenAI router: models that can't be asked", () => {
  const unknown = { status: 404, code: "model_not_found", type: "invalid_request_error" };

  it.each<{ rule: string; parts?: Parts; model: string }>([
    { rule: "an id that nobody offers", model: "ghost" },
    {
      rule: "an id without its connection's prefix",
      parts: { connection: { prefix: "lab" } },
      model: "m",
    },
    {
      rule: "a model of a connection that is switched off",
      parts: { connection: { enabled: false } },
      model: "m",
    },
  ])("$rule: 404, and nothing is sent", async ({ parts, model }) => {
    const { refusal, asked } = await routed(parts);
    expect(await refusal({ model })).toMatchObject({ ...unknown, param: "model" });
    expect(asked).toEqual([]);
  });
});

describe("1.8 OpenAI router: what the caller gets when the server fails", () => {
  const gives = (status: number, type: string, body: string) => (response: ServerResponse) => {
    response.writeHead(status, { "content-type": type }).end(body);
  };
  const json = '{"error":{"message":"No such key.","code":"bad_key","param":"key"}}';

  type Failure = { status: number; code: string; param?: string; message: RegExp };
  const rows: { rule: string; answer: (response: ServerResponse) => void; error: Failure }[] = [
    {
      rule: "JSON: its status, code, parameter and words",
      answer: gives(401, "application/json", json),
      error: { status: 401, code: "bad_key", param: "key", message: /No such key\.$/ },
    },
    {
      rule: "JSON of a rate limit: its status, too",
      answer: gives(429, "application/json", '{"error":"Too fast."}'),
      error: { status: 429, code: "upstream_error", message: /Too fast\.$/ },
    },
    {
      rule: "an event stream: the error in it, with its status",
      answer: gives(400, "text/event-stream", `data: ${json}\n\ndata: [DONE]\n\n`),
      error: { status: 400, code: "bad_key", param: "key", message: /: No such key\.$/ },
    },
    {
      rule: "an event stream with a named event: the same",
      answer: gives(500, "text/event-stream", `event: error\ndata: ${json}\n\n`),
      error: { status: 500, code: "bad_key", message: /: No such key\.$/ },
    },
    {
      rule: "text: its words, with its status, in OpenAI's shape",
      answer: gives(503, "text/plain", "Come back later."),
      error: { status: 503, code: "upstream_error", message: /: Come back later\.$/ },
    },
    {
      rule: "a web page: its title, with its status",
      answer: gives(502, "text/html", "<html><title>Bad gateway</title></html>"),
      error: { status: 502, code: "upstream_error", message: /: Bad gateway$/ },
    },
    {
      rule: "nothing: its status",
      answer: gives(500, "text/plain", ""),
      error: { status: 500, code: "upstream_error", message: /failed \(500\)\.$/ },
    },
    {
      rule: "a connection that ends without an answer: 503 (the original: 500)",
      answer: (response) => response.destroy(),
      error: {
        status: 503,
        code: "upstream_unavailable",
        message: /closed the connection|before it answered/,
      },
    },
    {
      rule: "silence: 504 (the original waits)",
      answer: () => undefined,
      error: { status: 504, code: "upstream_timeout", message: /did not begin to answer/ },
    },
  ];

  const ways = [
    { how: "for a stream", stream: true },
    { how: "for a whole answer", stream: false },
  ];
  describe.each(ways)("asked $how", ({ stream }) => {
    it.each(rows)("$rule", async ({ answer, error: { message, ...error } }) => {
      const got = await (await routed({ answer })).refusal({ stream });
      expect(got).toMatchObject({ type: "upstream_error", ...error });
      expect(got.message).toMatch(message);
      expect(got.message).not.toContain("sk-secret");
    });
  });

  it("a server that is gone: 503, in words that say so", async () => {
    const { refusal, stop } = await routed();
    await stop();
    expect(await refusal({})).toMatchObject({
      ...{ status: 503, code: "upstream_unavailable", type: "upstream_error" },
      message: expect.stringContaining("Test"),
    });
  });
});
