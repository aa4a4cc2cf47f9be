import { trace as traceData } from "@parley/core";
import { filter, type Plugin, withLastText } from "@parley/e2e/pipelines-server";
import { describe, expect, it } from "vitest";
import { ada, pipelinesWorld } from "../testing/pipelines-world.ts";

const adding = (id: string, options: { priority?: number; pipelines?: string[] } = {}) =>
  filter(id, {
    ...options,
    inlet: (body) => withLastText(body, "user", (text) => `${text} ${id}`),
  });
const sendingTo = (model: string) =>
  filter("router", { name: "Router", inlet: (body) => ({ ...body, model }) });
const pipe = (id: string): Plugin => ({
  ...{ type: "pipe", id, name: id },
  pipe: ({ userMessage }) => `piped ${userMessage}`,
  inlet: (body) => withLastText(body, "user", (text) => `${text} own`),
});
const everyone = [{ to: "everyone", permission: "read" }];
const preset = (id: string, baseModelId: string, change: object = {}) => ({
  ...{ kind: "preset", grants: everyone, id, name: id, baseModelId },
  ...change,
});

describe("the filters of a request", () => {
  it("see it by priority, the lower first, equals as their server lists them", async () => {
    const world = await pipelinesWorld([
      adding("late", { priority: 5 }),
      adding("one"),
      adding("two"),
      adding("first", { priority: -1 }),
    ]);
    await world.open("hi");
    expect(world.server.calls.map(({ id }) => id)).toEqual(["first", "one", "two", "late"]);
    expect(world.asked[0]?.messages.at(-1)?.content).toBe("hi first one two late");
  });

  it.each([
    { what: "all models", pipelines: ["*"], model: "small", seen: true },
    { what: "this model among others", pipelines: ["large", "small"], model: "small", seen: true },
    { what: "another model", pipelines: ["large"], model: "small", seen: false },
    { what: "no model", pipelines: [], model: "small", seen: false },
    { what: "what a preset stands on", pipelines: ["small"], model: "brief", seen: true },
    { what: "a preset", pipelines: ["brief"], model: "brief", seen: true },
    { what: "a preset below", pipelines: ["brief"], model: "briefer", seen: true },
    { what: "a preset, not its base", pipelines: ["brief"], model: "small", seen: false },
    { what: "a model by its server's id", pipelines: ["poet"], model: "lab.poet", seen: true },
    { what: "a model with its prefix", pipelines: ["lab.poet"], model: "lab.poet", seen: true },
  ])("are those for $what: $pipelines, $model, $seen", async ({ pipelines, model, seen }) => {
    const plugins = [adding("mark", { pipelines }), pipe("poet")];
    const world = await pipelinesWorld(plugins, { connection: { prefix: "lab" } });
    await world.decide(preset("brief", "small"), preset("briefer", "brief"));
    await world.open("hi", { model });
    expect(world.server.calls.some(({ id }) => id === "mark")).toBe(seen);
  });

  it("are no models themselves", async () => {
    const world = await pipelinesWorld([adding("mark"), pipe("poet")]);
    expect(world.models.list(ada).map(({ id }) => id)).toEqual(["small", "large", "poet"]);
  });

  it("are told who asks, and of which chat and message, which the model's server is not", async () => {
    const world = await pipelinesWorld([adding("mark")]);
    await world.exchange("hi");
    const [inlet] = world.server.calls;
    expect(inlet?.user).toEqual({
      ...{ id: "ada", name: "ada", email: "ada@example.org", role: "user" },
    });
    expect(inlet?.body).toMatchObject({
      model: "small",
      stream: true,
      messages: [{ role: "user", content: "hi" }],
      metadata: { user_id: "ada", chat_id: "c", message_id: "a1" },
    });
    expect(inlet?.body.metadata).not.toHaveProperty("task");
    expect(world.asked[0]).not.toHaveProperty("metadata");
  });

  it("leave a client's own metadata to the model's server", async () => {
    const world = await pipelinesWorld([adding("mark")]);
    await world.open("hi", { metadata: { mine: "1" } });
    expect(world.server.calls[0]?.body.metadata).toMatchObject({ mine: "1", chat_id: "" });
    expect(world.asked[0]?.metadata).toEqual({ mine: "1" });
  });

  it("see what names a chat, told that it is a task", async () => {
    const world = await pipelinesWorld([adding("mark")]);
    await world.settings.write({ titleGeneration: true });
    await world.exchange("hi");
    await world.turns.drain(5_000);
    const tasks = world.server.calls.map(({ hook, body }) => ({ hook, metadata: body.metadata }));
    expect(tasks).toMatchObject([
      { hook: "inlet", metadata: { chat_id: "c" } },
      { hook: "outlet" },
      { hook: "inlet", metadata: { task: "title_generation", chat_id: "c", message_id: "a1" } },
    ]);
  });

  it("see the system prompt and the parameters of a preset", async () => {
    const world = await pipelinesWorld([adding("mark")]);
    await world.decide(preset("brief", "small", { system: "Be brief.", params: { seed: 7 } }));
    await world.open("hi", { model: "brief" });
    expect(world.server.calls[0]?.body).toMatchObject({
      model: "brief",
      seed: 7,
      messages: [{ role: "system", content: "Be brief." }, { role: "user" }],
    });
  });

  it.each([
    ["see an arena's pick, not the arena", "at-once", ["large", "large"]],
    // What an outlet writes is shown with the answer.
    [
      "see a blind arena's pick before it is asked, and the arena after",
      "never",
      ["large", "ring"],
    ],
  ] as const)("%s", async (_, reveal, models) => {
    const world = await pipelinesWorld([adding("mark", { pipelines: ["large"] })]);
    const arena = { modelIds: ["large"], reveal };
    await world.decide({ kind: "arena", id: "ring", name: "Ring", grants: everyone, arena });
    await world.exchange("hi", { model: "ring" });
    expect(world.server.calls.map(({ body }) => body.model)).toEqual(models);
  });

  it("that several servers have under one id are asked once", async () => {
    const world = await pipelinesWorld([adding("mark")]);
    const [offer] = world.upstreams.filters();
    if (offer === undefined) throw new Error("there is a filter");
    const twice = [{ ...offer, available: false }, offer];
    world.upstreams.filters = () => twice;
    await world.open("hi");
    expect(world.server.calls).toHaveLength(1);
  });
});

describe("a pipe", () => {
  it("sees requests to itself last, as the model that its server knows", async () => {
    const plugins = [adding("mark", { priority: 9 }), pipe("poet")];
    const world = await pipelinesWorld(plugins, { connection: { prefix: "lab" } });
    await world.decide(preset("bard", "lab.poet"));
    await world.open("hi", { model: "bard" });
    expect(world.server.calls.map(({ id, body }) => [id, body.model])).toEqual([
      ["mark", "bard"],
      ["poet", "poet"],
    ]);
    expect(world.server.asked[0]).toMatchObject({
      model: "poet",
      user: { id: "ada", name: "ada", email: "ada@example.org", role: "user" },
      messages: [{ content: "hi mark own" }],
    });
  });

  it("of a manifold is found by its server, though it has another name here", async () => {
    const zoo: Plugin = {
      ...{ type: "manifold", id: "zoo", name: "Zoo ", pipelines: [{ id: "ape", name: "Ape" }] },
      pipe: ({ modelId }) => `I am ${modelId}`,
      inlet: (body) => ({ ...body, seed: 1 }),
    };
    const world = await pipelinesWorld([zoo], { connection: { prefix: "lab" } });
    const { answer, request } = await world.open("hi", { model: "lab.zoo.ape", stream: true });
    const chunks = await Array.fromAsync(answer.chunks());
    expect(chunks[0]?.choices[0]?.delta?.content).toBe("I am ape");
    expect(request).toMatchObject({ model: "lab.zoo.ape", seed: 1 });
  });
});

describe("a filter that names another model", () => {
  it("sends the request there, with the filters and parameters of that model", async () => {
    const world = await pipelinesWorld([
      sendingTo("brief"),
      adding("old", { priority: 1, pipelines: ["small"] }),
      adding("new", { priority: 1, pipelines: ["brief"] }),
    ]);
    const change = { system: "Be brief.", params: { seed: 7 }, locked: ["seed"] };
    await world.decide(preset("brief", "large", change));
    const { route, trace } = await world.open("hi", { seed: 1 });
    expect(route.requestedId).toBe("brief");
    expect(world.server.calls.map(({ id }) => id)).toEqual(["router", "new"]);
    expect(world.asked[0]).toMatchObject({
      model: "large",
      seed: 7,
      messages: [{ role: "system", content: "Be brief." }, { content: "hi new" }],
    });
    const steps = trace.data().steps.flatMap((step) => (step.step === "model" ? [step] : []));
    expect(steps.map(({ answers }) => answers)).toEqual(["small", "large"]);
  });

  it("reaches nothing that is not the caller's", async () => {
    const world = await pipelinesWorld([sendingTo("secret")]);
    await world.decide(preset("secret", "large", { grants: [] }));
    await expect(world.open("hi")).rejects.toMatchObject({
      code: "model_not_found",
      message: /^The filter Router sends this to another model\. There is no model "secret"/,
    });
    expect(world.asked).toEqual([]);
  });

  it("is not asked again when another sends the request back", async () => {
    const back = filter("back", { priority: 1, inlet: (body) => ({ ...body, model: "small" }) });
    const world = await pipelinesWorld([sendingTo("large"), back]);
    await world.open("hi");
    expect(world.server.calls.map(({ id }) => id)).toEqual(["router", "back"]);
    expect(world.asked[0]?.model).toBe("small");
  });

  it("is shown the answer of the model that was asked", async () => {
    const world = await pipelinesWorld([sendingTo("large")]);
    await world.exchange("hi");
    const outlet = world.server.calls.find(({ hook }) => hook === "outlet");
    expect(outlet).toMatchObject({ id: "router", body: { model: "large" } });
  });
});

describe("what filters did", () => {
  it("is in the answer's trace, with each change", async () => {
    const quiet = filter("quiet", { priority: 1, pipelines: ["*"] });
    const world = await pipelinesWorld([adding("mark"), quiet]);
    const { metadata } = await world.exchange("hi");
    const own = metadata.parley;
    const kept = own !== null && typeof own === "object" && "trace" in own ? own.trace : null;
    const steps = traceData.parse(kept).steps.filter(({ step }) => step === "filter");
    const change = { path: "messages.0.content", before: "hi", after: "hi mark" };
    expect(steps).toMatchObject([
      { name: "mark", hook: "inlet", outcome: "changed", changes: [change] },
      { name: "quiet", hook: "inlet", outcome: "unchanged" },
      { name: "mark", hook: "outlet", outcome: "unchanged" },
      { name: "quiet", hook: "outlet", outcome: "unchanged" },
    ]);
  });
});
