import { describe, expect, it } from "vitest";
import type { FunctionManifest } from "../ports/functions.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";
import { MemberFunctions } from "./member-functions.ts";
import { FunctionTrial } from "./trial.ts";

const root = { ...ada, userId: "root", name: "Root", role: "admin" as const };

const valves: FunctionManifest["valves"] = {
  type: "object",
  properties: {
    word: { type: "string", default: "please", maxLength: 10, pattern: "^(a+)+$" },
    many: { type: "integer", minimum: 1 },
    key: { type: "string", input: { secret: true } },
    inner: { type: "object", properties: { token: { type: "string", input: { secret: true } } } },
  },
  additionalProperties: false,
};

async function begin() {
  const world = await turnsWorld();
  const { host, functions } = world;
  host.define("one", { manifest: { name: "Be Kind!", valves }, inlet: () => undefined });
  host.define("two", {
    manifest: { name: "Be Kind!", valves },
    inlet: ({ body }) => ({ ...body, two: 2 }),
  });
  host.define("button", { action: () => 1 });
  return { ...world, host, functions };
}

describe("an admin's functions", () => {
  it("begin switched off, under an id made of their name that nobody else has", async () => {
    const { functions } = await begin();
    const created = await functions.create(root, { source: "one" });
    expect(created).toMatchObject({ id: "be-kind", version: 1, enabled: false, global: false });
    expect(await functions.create(root, { source: "two" })).toMatchObject({ id: "be-kind-2" });
    await expect(functions.create(root, { source: "one", id: "be-kind" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(functions.create(ada, { source: "one" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("keep every version, and go back to one as a new one", async () => {
    const { functions, registry } = await begin();
    const { id } = await functions.create(root, { source: "one" });
    await functions.update(root, id, { enabled: true });
    await functions.save(root, { id, source: "two" });
    expect(registry.find(id)).toMatchObject({ version: 2, source: "two" });
    expect(await functions.rollBack(root, { id, version: 1 })).toMatchObject({
      version: 3,
      source: "one",
    });
    const versions = await functions.versions(root, id);
    expect(versions.map(({ source, savedBy }) => [source, savedBy])).toEqual([
      ["one", "Root"],
      ["two", "Root"],
      ["one", "Root"],
    ]);
    await expect(functions.rollBack(root, { id, version: 9 })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("refuse a source that is none, and one of another kind", async () => {
    const { functions } = await begin();
    expect(await functions.check(root, "none")).toMatchObject({ ok: false, available: true });
    expect(await functions.check(root, "one")).toMatchObject({
      ok: true,
      manifest: { name: "Be Kind!" },
    });
    const { id } = await functions.create(root, { source: "one" });
    await expect(functions.save(root, { id, source: "none" })).rejects.toMatchObject({
      code: "invalid_request",
    });
    await expect(functions.save(root, { id, source: "button" })).rejects.toMatchObject({
      code: "invalid_request",
    });
    expect(await functions.get(root, id)).toMatchObject({ version: 1, source: "one" });
  });

  it("show secrets to nobody; a form that does not name one keeps it", async () => {
    const { functions, registry } = await begin();
    const { id } = await functions.create(root, { source: "one" });
    await functions.update(root, id, { enabled: true });
    const set = { word: "hey", key: "sk-1", inner: { token: "t-1" } };
    const shown = { values: { word: "hey", inner: {} }, secretsSet: ["key", "inner.token"] };
    expect(await functions.setValves(root, id, set)).toMatchObject(shown);
    expect(await functions.valves(root, id)).toEqual({ schema: valves, ...shown });
    await functions.setValves(root, id, { many: 2, inner: {} });
    expect(registry.find(id)?.valves).toEqual({
      ...{ word: "please", many: 2, key: "sk-1", inner: { token: "t-1" } },
    });
    await functions.setValves(root, id, { key: null, inner: { token: null } });
    expect(await functions.valves(root, id)).toMatchObject({ values: {}, secretsSet: [] });
  });

  it.each([{ word: 1 }, { word: "x".repeat(11) }, { many: 0 }, { many: 1.5 }, { other: 1 }])(
    "refuse valves such as %o",
    async (given) => {
      const { functions } = await begin();
      const { id } = await functions.create(root, { source: "one" });
      await expect(functions.setValves(root, id, given)).rejects.toMatchObject({
        code: "invalid_request",
      });
      expect(await functions.valves(root, id)).toMatchObject({ values: {} });
    },
  );

  it("travel without their secrets, and arrive switched off", async () => {
    const { functions, host } = await begin();
    const { id } = await functions.create(root, { source: "one" });
    await functions.setValves(root, id, { word: "hey", key: "sk-1" });
    await functions.update(root, id, { enabled: true, global: true });
    const exported = await functions.export(root, null);
    expect(exported).toEqual([{ id, source: "one", global: true, valves: { word: "hey" } }]);
    await functions.remove(root, id);
    expect(host.forgotten).toEqual([id]);
    const bad = { id: "bad", source: "none", global: false, valves: {} };
    expect(await functions.import(root, [...exported, ...exported, bad])).toMatchObject({
      created: [id],
      failed: [{ id }, { id: "bad" }],
    });
    expect(await functions.get(root, id)).toMatchObject({ enabled: false, global: true });
  });

  it("that come from a file follow it, keep what an admin decided, and go off with it", async () => {
    const { functions } = await begin();
    await functions.install("kind", "one", { file: "kind.ts" });
    await functions.update(root, "kind", { enabled: true });
    await functions.install("kind", "two", { file: "kind.ts" });
    expect(await functions.get(root, "kind")).toMatchObject({
      version: 2,
      enabled: true,
      file: "kind.ts",
    });
    await expect(functions.install("kind", "none", { file: "kind.ts" })).rejects.toThrow();
    expect(await functions.get(root, "kind")).toMatchObject({
      ...{ version: 2, source: "two" },
      problem: "1:1: none is no function.",
    });
    expect(await functions.keepFiles([])).toEqual(["kind"]);
    expect(await functions.get(root, "kind")).toMatchObject({ enabled: false, file: null });
  });

  it("are shown as unavailable where they can't run", async () => {
    const { functions, host } = await begin();
    await functions.create(root, { source: "one" });
    host.unavailable = "There is no Deno here.";
    expect(functions.status(ada)).toEqual({ available: false, reason: "There is no Deno here." });
    expect(await functions.list(root)).toMatchObject([{ problem: "There is no Deno here." }]);
    expect(await functions.check(root, "one")).toMatchObject({ ok: false, available: false });
  });
});

describe("where functions can't run", () => {
  it.each([
    ["closed", "error"],
    ["open", "done"],
  ] as const)("filters that fail %s leave answers in %s", async (whenItFails, status) => {
    const world = await begin();
    await world.settings.write({ titleGeneration: false });
    await world.install("f", { manifest: { whenItFails }, inlet: () => undefined });
    world.host.unavailable = "No Deno.";
    await world.turns.send(ada, question);
    if (status === "done") await (await world.upstream.called()).finish();
    await world.clock.advance(100);
    expect((await world.answer()).status).toBe(status);
  });
});

describe("members", () => {
  const schema = {
    type: "object",
    properties: { tone: { type: "string" }, key: { type: "string", input: { secret: true } } },
  };

  it("have valves of their own, which functions are given", async () => {
    const world = await begin();
    await world.settings.write({ titleGeneration: false });
    const seen: unknown[] = [];
    await world.install("toned", {
      manifest: { userValves: schema },
      inlet: ({ facts }) => {
        seen.push(facts.user.valves);
        return undefined;
      },
    });
    const members = new MemberFunctions({ ...world, functions: world.stored.functions });
    await members.setUserValves(ada, "toned", { tone: "dry", key: "k" });
    expect(await members.mine(ada)).toMatchObject([
      { id: "toned", valves: { values: { tone: "dry" }, secretsSet: ["key"] } },
    ]);
    await world.turns.send(ada, question);
    await (await world.upstream.called()).finish();
    await members.setUserValves(ada, "toned", { tone: "kind" });
    await world.turns.send(ada, { ...question, questionId: "q2", parentId: "a1", answerId: "a2" });
    await (await world.upstream.called()).finish();
    expect(seen).toEqual([
      { tone: "dry", key: "k" },
      { tone: "kind", key: "k" },
    ]);
    await expect(members.setUserValves(ada, "gone", {})).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("see the filters to switch and the buttons of a model that is theirs", async () => {
    const world = await begin();
    await world.install("toggled", { manifest: { toggle: true }, inlet: () => undefined });
    await world.install("fixed", { inlet: () => undefined });
    await world.install("own", { action: () => 1 }, { global: false });
    const actions = [{ id: "a", name: "A", icon: "zap" }];
    await world.install("many", { manifest: { actions, icon: "star" }, action: () => 1 });
    const members = new MemberFunctions({ ...world, functions: world.stored.functions });
    expect(members.forModel(ada, "m")).toMatchObject({
      filters: [{ id: "toggled", on: false }],
      actions: [{ id: "many.a", name: "A", icon: "zap" }],
    });
    expect(members.forModel(ada, "gone").filters).toMatchObject([{ id: "toggled" }]);
  });
});

describe("a trial", () => {
  it("shows what a hook makes of a sample, and keeps nothing", async () => {
    const world = await begin();
    const trial = new FunctionTrial({
      ...world,
      functions: world.stored.functions,
      newId: () => "Abc",
    });
    const body = { model: "m", messages: [{ role: "user", content: "hi" }] };
    const on = { kind: "sample", body } as const;
    expect(await trial.run(root, { source: "two", hook: "inlet", sub: "", on })).toMatchObject({
      ...{ outcome: "value", after: { two: 2 }, message: null },
      changes: [{ path: "two", before: "", after: "2" }],
    });
    expect(world.host.retired).toEqual([{ id: "try-abc", version: null }]);
    expect(await trial.run(root, { source: "one", hook: "inlet", sub: "", on })).toMatchObject({
      ...{ outcome: "nothing", changes: [] },
    });
    await expect(
      trial.run(root, { source: "one", hook: "outlet", sub: "", on }),
    ).rejects.toMatchObject({
      code: "invalid_request",
    });
    await expect(
      trial.run(ada, { source: "one", hook: "inlet", sub: "", on }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(world.host.openSessions).toBe(0);
  });
});
