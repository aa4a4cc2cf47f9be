import http from "node:http";
import {
  type CompletionRequest,
  type Identity,
  ParleyError,
  type Upstream,
  type UpstreamAnswer,
} from "@parley/core";
import { afterEach, describe, expect, it } from "vitest";
import { member, serveRoutes } from "../testing/serve-routes.ts";

const servers: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function answerOf(...parts: string[]): UpstreamAnswer {
  return {
    async *bytes() {
      for (const part of parts) yield Buffer.from(part);
    },
    chunks: () => {
      throw new Error("an API call without a filter must not parse chunks");
    },
  };
}

async function start(
  open: (request: CompletionRequest, signal: AbortSignal) => Promise<UpstreamAnswer>,
  options: { identity?: Partial<Identity>; ready?: () => boolean } = {},
) {
  const complete: Upstream["complete"] = (request, { signal }) => open(request, signal);
  const server = await serveRoutes({ complete, ...options });
  servers.push(server);
  return server.url;
}

const ask = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer good", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const question = { model: "m", messages: [{ role: "user", content: "hi" }] };

describe("POST /v1/chat/completions", () => {
  it("passes a stream's bytes through untouched", async () => {
    const wire = ['data: {"odd":  "spacing"}\n\n', ": a comment\n\n", "data: [DONE]\n\n"];
    const url = await start(() => Promise.resolve(answerOf(...wire)));
    const response = await ask(url, { ...question, stream: true });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await response.text()).toBe(wire.join(""));
  });

  it("passes a whole answer through with its length", async () => {
    const url = await start(() => Promise.resolve(answerOf('{"id":', '"1"}')));
    const response = await ask(url, question);
    expect(response.headers.get("content-length")).toBe("10");
    expect(await response.text()).toBe('{"id":"1"}');
  });

  it("hands unknown keys on as they came", async () => {
    let seen: CompletionRequest | undefined;
    const url = await start((request) => {
      seen = request;
      return Promise.resolve(answerOf("{}"));
    });
    const odd = { ...question, temperature: 0.1, top_secret: { a: [1, null] } };
    await (await ask(url, odd)).text();
    expect(seen).toEqual(odd);
  });

  it.each([
    { name: "no JSON", body: "{", param: null },
    { name: "no model", body: { messages: question.messages }, param: "model" },
    { name: "no messages", body: { model: "m", messages: [] }, param: "messages" },
    {
      name: "a message without a role",
      body: { model: "m", messages: [{ content: "x" }] },
      param: "messages.0.role",
    },
  ])("refuses $name with OpenAI's error shape", async ({ body, param }) => {
    const url = await start(() => Promise.resolve(answerOf("{}")));
    const response = await ask(url, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { type: "invalid_request_error", code: "invalid_request", param },
    });
  });

  const unsayable = ["7\r\nset-cookie: a=b", "später", ""];
  it.each(unsayable)(
    "sends an error without a Retry-After that is no header: %j",
    async (retryAfter) => {
      const url = await start(() =>
        Promise.reject(
          new ParleyError("upstream_error", "Slow down.", { status: 429, retryAfter }),
        ),
      );
      const response = await ask(url, question);
      expect(response.status).toBe(429);
      expect(response.headers.get("retry-after")).toBeNull();
      expect(await response.json()).toMatchObject({ error: { message: "Slow down." } });
    },
  );

  it("gives the caller the upstream's status, code and Retry-After", async () => {
    const url = await start(() =>
      Promise.reject(
        new ParleyError("upstream_error", "Slow down.", {
          status: 429,
          upstreamCode: "rate_limit_exceeded",
          retryAfter: "7",
        }),
      ),
    );
    const response = await ask(url, question);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toEqual({
      error: {
        message: "Slow down.",
        type: "upstream_error",
        code: "rate_limit_exceeded",
        param: null,
      },
    });
  });

  it("ends a stream that breaks with the error as its last event", async () => {
    const url = await start(() =>
      Promise.resolve({
        ...answerOf(),
        async *bytes() {
          yield Buffer.from("data: {}\n\n");
          throw new ParleyError("upstream_error", "It broke off.");
        },
      }),
    );
    const text = await (await ask(url, { ...question, stream: true })).text();
    expect(text).toMatch(/^data: \{\}\n\ndata: \{"error":\{"message":"It broke off\."/);
  });

  it("tells the upstream when the client goes away", async () => {
    let aborted: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const url = await start((_request, signal) => {
      signal.addEventListener("abort", () => aborted());
      return Promise.resolve({
        ...answerOf(),
        async *bytes() {
          yield Buffer.from("data: {}\n\n");
          await new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(signal.reason));
          });
        },
      });
    });
    const abort = new AbortController();
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer good" },
      body: JSON.stringify({ ...question, stream: true }),
      signal: abort.signal,
    });
    await response.body?.getReader().read();
    abort.abort();
    await gone;
  });

  it("takes no new work while Parley shuts down", async () => {
    const url = await start(() => Promise.resolve(answerOf("{}")), { ready: () => false });
    expect((await ask(url, question)).status).toBe(503);
    expect((await fetch(`${url}/api/health`)).status).toBe(503);
  });
});

describe("every route", () => {
  it("refuses a caller without a key or cookie where one is needed", async () => {
    const url = await start(() => Promise.resolve(answerOf("{}")));
    const response = await fetch(`${url}/v1/models`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "unauthenticated" } });
  });

  it("does not believe a cookie that another website sends", async () => {
    const url = await start(() => Promise.resolve(answerOf("{}")), {
      identity: {
        cachedPrincipal: () => undefined,
        principal: () => Promise.resolve({ ...member, via: "session" }),
        originAllowed: (headers) => headers.get("origin") === null,
      },
    });
    const cookie = { authorization: "", cookie: "session=1" };
    expect((await ask(url, question, cookie)).status).toBe(200);
    const foreign = await ask(url, question, { ...cookie, origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
  });

  it("answers a method it does not take with 405", async () => {
    const url = await start(() => Promise.resolve(answerOf("{}")));
    const response = await fetch(`${url}/v1/chat/completions`, {
      headers: { authorization: "Bearer good" },
    });
    expect(response.status).toBe(405);
  });

  it("hides the inside of an error that nobody designed", async () => {
    const url = await start(() => Promise.reject(new Error("password is hunter2")));
    const response = await ask(url, question);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("hunter2");
  });

  it("leaves paths of others alone", async () => {
    const url = await start(() => Promise.resolve(answerOf("{}")));
    const status = await new Promise((resolve) =>
      http.get(`${url}/elsewhere`, (response) => resolve(response.statusCode)),
    );
    expect(status).toBe(404);
  });
});

describe("GET /v1/models", () => {
  it("has OpenAI's list shape, and on /api the extensions", async () => {
    const url = await start(() => Promise.resolve(answerOf("{}")));
    const headers = { authorization: "Bearer good" };
    const plain = await (await fetch(`${url}/v1/models`, { headers })).json();
    expect(plain).toEqual({
      object: "list",
      data: [{ id: "m", object: "model", created: 0, owned_by: "openai" }],
    });
    const extended = await (await fetch(`${url}/api/models`, { headers })).json();
    expect(extended).toMatchObject({ data: [{ name: "M", actions: [], filters: [] }] });
  });
});

describe("GET /v1/models/{id}", () => {
  const ids = ["m", "org/model:7b", "a b%20c", "größe?"];
  const open = async () => {
    const complete = () => Promise.resolve(answerOf("{}"));
    const server = await serveRoutes({ complete, models: ids });
    servers.push(server);
    const get = (path: string, key = "good") =>
      fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    return { ...server, get };
  };

  it("gives one model as the list does, and on /api with the extensions", async () => {
    const { get } = await open();
    const one = { id: "m", object: "model", created: 0, owned_by: "openai" };
    expect(await (await get("/v1/models/m")).json()).toEqual(one);
    expect(await (await get("/api/models/m?x=1")).json()).toMatchObject({
      ...{ ...one, name: "M", actions: [], filters: [] },
    });
  });

  it.each([
    ...ids.map((id) => [encodeURIComponent(id), id]),
    ["org/model:7b", "org/model:7b"],
    ["org%2Fmodel:7b", "org/model:7b"],
  ])("reads the id in %s", async (path, id) => {
    const { get } = await open();
    expect(await (await get(`/v1/models/${path}`)).json()).toMatchObject({ id });
  });

  it.each(["/v1/models/", "/api/models/"])(
    "says of no model what it says of somebody else's: %s",
    async (below) => {
      const { get, engine } = await open();
      const ask = async (id: string) => {
        const response = await get(`${below}${id}`);
        const said = JSON.stringify(await response.json()).replaceAll(id, "ID");
        return { status: response.status, body: JSON.parse(said) };
      };
      const none = await ask("nowhere");
      expect(none).toMatchObject({
        ...{ status: 404, body: { error: { code: "model_not_found", param: "model" } } },
      });
      await engine.settings.write({ modelAccess: "admins" });
      await engine.models.reload();
      expect(await ask("org/model:7b")).toEqual(none);
    },
  );

  it.each(["/v1/models/", "/v1/models/%E0%A4%A"])("knows no model at %s", async (path) => {
    const { get } = await open();
    expect((await get(path)).status).toBe(404);
  });

  it("refuses a caller without a key, and other methods", async () => {
    const { get, url } = await open();
    expect((await get("/v1/models/m", "bad")).status).toBe(401);
    expect((await fetch(`${url}/v1/models/m`, { method: "DELETE" })).status).toBe(405);
  });
});
