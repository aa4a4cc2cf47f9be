import type { JsonObject, PipelineCall } from "@parley/core";
import {
  type Fault,
  filter,
  type Plugin,
  startPipelinesServer,
  withLastText,
} from "@parley/e2e/pipelines-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { createUpstream } from "../index.ts";
import { connectionTo, never } from "../testing/tools.ts";
import { createPipelineFilters } from "./filters.ts";

const user = { id: "ada", name: "Ada", email: "ada@example.org", role: "user" };
const body: JsonObject = { model: "m", messages: [{ role: "user", content: "Hello" }] };
const call = (signal = never()): PipelineCall => ({ user, body, signal });

const shout = filter("shout", {
  inlet: (given) => withLastText(given, "user", (text) => text.toUpperCase()),
});
const picky = filter("picky", {
  inlet: () => {
    throw new Error("No greetings here,\nplease.");
  },
});

async function serve(
  plugins: Plugin[],
  { limits = {}, base = "/v1", key = "sk-secret" as string | null } = {},
) {
  const server = await startPipelinesServer(plugins);
  const connection = connectionTo("openai", `${server.url}${base}`, key);
  const filters = createPipelineFilters(connection, limits);
  onTestFinished(async () => {
    await filters.close();
    await server.stop();
  });
  return { server, filters, connection };
}

describe("a pipelines server's list", () => {
  const pipe = () => "";
  const plugins: Plugin[] = [
    filter("late", { name: "Late", priority: 7, pipelines: ["m", "lab.m"] }),
    { type: "pipe", id: "poet", name: "Poet", pipe, valves: {} },
    { type: "manifold", id: "zoo", name: "Zoo: ", pipelines: [{ id: "ape", name: "Ape" }], pipe },
  ];

  it("gives each model its role there", async () => {
    const { connection } = await serve(plugins);
    const upstream = createUpstream(connection);
    const models = await upstream.listModels({ signal: never() });
    await upstream.close();
    expect(models).toEqual([
      {
        id: "late",
        name: "Late",
        pipeline: { type: "filter", valves: true, targets: ["m", "lab.m"], priority: 7 },
      },
      {
        id: "poet",
        name: "Poet",
        pipeline: { type: "pipe", valves: true, targets: [], priority: 0 },
      },
      {
        id: "zoo.ape",
        name: "Zoo: Ape",
        pipeline: { type: "manifold", valves: false, targets: [], priority: 0 },
      },
    ]);
  });

  it("lets its pipes answer as models", async () => {
    const say = ({ modelId }: { modelId: string }) => ["I am ", modelId];
    const { connection } = await serve([
      { type: "manifold", id: "zoo", name: "", pipelines: [{ id: "ape", name: "" }], pipe: say },
    ]);
    const upstream = createUpstream(connection);
    const messages = [{ role: "user", content: "Who?" }];
    for (const stream of [true, false]) {
      const request = { model: "zoo.ape", stream, messages };
      const answer = await upstream.complete(request, { signal: never() });
      const chunks = await Array.fromAsync(answer.chunks());
      const text = chunks.map(({ choices }) => choices[0]?.delta?.content ?? "").join("");
      expect(text).toBe("I am ape");
    }
    await upstream.close();
  });
});

describe("a filter of a pipelines server", () => {
  it.each(["/v1", ""])("is sent person and body, and the key, below %j", async (base) => {
    const { server, filters } = await serve([shout], { base });
    const changed = await filters.inlet("shout", call());
    expect(changed).toEqual({ model: "m", messages: [{ role: "user", content: "HELLO" }] });
    const { authorization, hook, ...sent } = server.calls[0] ?? {};
    expect({ authorization, hook }).toEqual({ authorization: "Bearer sk-secret", hook: "inlet" });
    expect(sent).toEqual({ id: "shout", user, body });
  });

  it("is asked without a key when the connection has none", async () => {
    const { server, filters } = await serve([shout], { key: null });
    await filters.outlet("shout", call());
    expect(server.calls[0]?.authorization).toBeUndefined();
  });

  it("that has no such hook gives back what it got", async () => {
    const { filters } = await serve([shout]);
    expect(await filters.outlet("shout", call())).toEqual(body);
  });

  it("refuses in its own words, and as a refusal, though its server says that it failed", async () => {
    const { filters } = await serve([picky]);
    await expect(filters.inlet("picky", call())).rejects.toMatchObject({
      code: "filter_refused",
      status: 403,
      message: "No greetings here,\nplease.",
    });
  });

  const json = (value: unknown, status = 200): Fault => ({
    do: "answer",
    status,
    body: JSON.stringify(value),
  });
  it.each<[string, Fault, object]>([
    [
      "a refusal without words",
      json({ detail: "" }, 500),
      { code: "filter_refused", status: 403, message: /gave no reason/ },
    ],
    [
      "a refusal with another status",
      json({ detail: "Not today." }, 429),
      { code: "filter_refused", status: 429, message: "Not today." },
    ],
    [
      "a refusal that repeats the key",
      json({ detail: "sk-secret is wrong" }, 401),
      { code: "filter_refused", message: "[key] is wrong" },
    ],
    [
      "a filter that is gone",
      json({ detail: "Filter shout not found" }, 404),
      { code: "upstream_error", status: 404, message: /Filter shout not found/ },
    ],
    [
      "a body that the server does not take",
      json({ detail: [{ msg: "Field required" }] }, 422),
      { code: "upstream_error", status: 422, message: /Field required/ },
    ],
    [
      "a failure in plain text",
      { do: "answer", status: 500, type: "text/plain", body: "Internal Server Error" },
      { code: "upstream_error", status: 500, message: /failed \(500\): Internal Server Error/ },
    ],
    ["null", json(null), { code: "upstream_error", message: /returns nothing/ }],
    ["a list", json([body]), { code: "upstream_error", message: /no JSON object/ }],
    ["half of JSON", { do: "answer", body: '{"mod' }, { message: /no JSON object: \{"mod/ }],
    [
      "a web page",
      { do: "answer", type: "text/html", body: "<!doctype html><p>Hi" },
      { code: "upstream_error", message: /a web page/ },
    ],
    [
      "more than may be read",
      { do: "answer", body: JSON.stringify({ model: "x".repeat(2_000) }) },
      { code: "upstream_error", message: /more than 1000 bytes/ },
    ],
    [
      "an end without an answer",
      { do: "die" },
      { code: "upstream_unavailable", message: /closed the connection before it answered/ },
    ],
    [
      "an end in the middle of the answer",
      { do: "half" },
      { code: "upstream_error", message: /broke off in the middle/ },
    ],
    [
      "silence",
      { do: "hang" },
      { code: "upstream_timeout", status: 504, message: /within 0\.1 s/ },
    ],
  ])("that answers with %s rejects and says so", async (_, fault, expected) => {
    const limits = { filterTimeout: 100, wholeBytes: 1_000 };
    const { server, filters } = await serve([shout], { limits });
    server.fault("shout", "outlet", fault);
    const outlet = filters.outlet("shout", call());
    await expect(outlet).rejects.toMatchObject({ name: "ParleyError", ...expected });
  });

  it("is left at once when the signal is aborted, with its reason", async () => {
    const { server, filters } = await serve([shout]);
    server.fault("shout", "inlet", { do: "hang" });
    const stop = new AbortController();
    const inlet = filters.inlet("shout", call(stop.signal));
    const reason = new Error("stopped by a person");
    const rejected = expect(inlet).rejects.toBe(reason);
    setImmediate(() => stop.abort(reason));
    await rejected;
    await expect(filters.inlet("shout", call(AbortSignal.abort(reason)))).rejects.toBe(reason);
  });

  it("whose server is not there is unavailable", async () => {
    const { server, filters } = await serve([shout]);
    await server.stop();
    await expect(filters.inlet("shout", call())).rejects.toMatchObject({
      code: "upstream_unavailable",
      message: /connection refused/,
    });
  });
});

describe("valves of a pipelines server", () => {
  const options = { signal: never() };

  it("are read with their schema, and written", async () => {
    const { filters } = await serve([shout]);
    expect(await filters.valves("shout", options)).toEqual({ pipelines: ["*"], priority: 0 });
    const spec = await filters.valvesSpec("shout", options);
    expect(spec).toMatchObject({ properties: { priority: { type: "integer" } } });
    const valves = { pipelines: ["m"], priority: 3 };
    expect(await filters.setValves("shout", valves, options)).toEqual(valves);
    expect(await filters.valves("shout", options)).toEqual(valves);
  });

  it("that are refused stay, and the server's reason is told", async () => {
    const { filters } = await serve([shout]);
    const saving = filters.setValves("shout", { priority: "high" }, options);
    await expect(saving).rejects.toMatchObject({
      code: "upstream_error",
      message: /priority Input should be a valid integer/,
    });
    expect(await filters.valves("shout", options)).toMatchObject({ priority: 0 });
  });

  it("of something without any are a clear error", async () => {
    const { filters } = await serve([{ type: "pipe", id: "bare", name: "Bare", pipe: () => "" }]);
    await expect(filters.valves("bare", options)).rejects.toMatchObject({
      message: /Valves for bare not found/,
    });
  });
});
