import { beforeEach, describe, expect, it } from "vitest";
import { ada, everyone, person, registryWorld, root } from "../testing/registry-world.ts";
import type { ModelDefinition } from "./definition.ts";

let world: Awaited<ReturnType<typeof registryWorld>>;
beforeEach(async () => {
  world = await registryWorld();
});

const notFound = { code: "model_not_found", status: 404, param: "model" };

describe("which models somebody may use", () => {
  const rules: [
    rule: string,
    definition: Partial<ModelDefinition> & { owner?: string },
    may: Record<"ada" | "bob" | "root", boolean>,
  ][] = [
    ["nothing decided: everyone, as the setting says", {}, { ada: true, bob: true, root: true }],
    ["no grants: admins only", { grants: [] }, { ada: false, bob: false, root: true }],
    [
      "a grant to everyone",
      { grants: [{ to: "everyone", permission: "read" }] },
      { ada: true, bob: true, root: true },
    ],
    [
      "a grant to one person",
      { grants: [{ to: "user", id: "ada", permission: "read" }] },
      { ada: true, bob: false, root: true },
    ],
    ["its owner", { grants: [], owner: "bob" }, { ada: false, bob: true, root: true }],
    [
      "a grant to write is one to read",
      { grants: [{ to: "user", id: "bob", permission: "write" }] },
      { ada: false, bob: true, root: true },
    ],
    ["switched off: nobody", { enabled: false }, { ada: false, bob: false, root: false }],
  ];
  it.each(rules)("%s", async (_, definition, may) => {
    await world.decide({ kind: "upstream", id: "small", ...definition });
    for (const [who, allowed] of Object.entries(may)) {
      const caller = who === "root" ? root : person(who);
      expect(world.listed(caller).includes("small")).toBe(allowed);
      if (allowed) await world.route(caller, "small");
      else expect(await world.failure(caller, "small")).toMatchObject(notFound);
    }
  });

  it("a grant to a group counts as long as somebody is in it", async () => {
    const { id } = await world.groups.create({ name: "G", description: "", memberIds: ["ada"] });
    await world.decide({
      kind: "upstream",
      id: "small",
      grants: [{ to: "group", id, permission: "read" }],
    });
    expect(world.listed(ada)).toContain("small");
    expect(world.listed(person("bob"))).not.toContain("small");
    await world.groups.update(id, { memberIds: ["bob"] });
    await world.models.reload();
    expect(world.listed(ada)).not.toContain("small");
    expect(world.listed(person("bob"))).toContain("small");
  });

  it("the setting can close what nobody decided about", async () => {
    await world.settings.write({ modelAccess: "admins" });
    await world.decide({ kind: "upstream", id: "large", grants: everyone });
    expect(world.listed(ada)).toEqual(["large"]);
    expect(world.listed(root)).toEqual(["small", "large", "third"]);
  });

  it('"not there" and "not yours" are one answer, word for word', async () => {
    await world.decide({ kind: "upstream", id: "small", grants: [] });
    const text = async (id: string) => String(await world.failure(ada, id)).replace(id, "X");
    expect(await text("small")).toBe(await text("ghost"));
  });

  it("explains to an admin what a person can use, and why", async () => {
    await world.decide(
      { kind: "upstream", id: "small", grants: [] },
      { kind: "upstream", id: "large", grants: everyone },
      { kind: "preset", id: "p", name: "P", baseModelId: "small", grants: everyone },
    );
    const why = new Map(world.models.explain(ada).map(({ id, access }) => [id, access]));
    expect(why.get("small")).toEqual({ allowed: false, because: "no-grant" });
    expect(why.get("large")).toEqual({ allowed: true, because: "everyone" });
    expect(why.get("third")).toEqual({ allowed: true, because: "setting" });
    expect(why.get("p")).toMatchObject({ allowed: false, closedBase: "small" });
  });
});

describe("presets", () => {
  const preset = (id: string, baseModelId: string, change: object = {}) => ({
    ...{ kind: "preset", id, name: id, baseModelId, grants: everyone },
    ...change,
  });

  it("lead to the model that an upstream offers, over any number of presets", async () => {
    await world.decide(preset("p", "small"), preset("q", "p"));
    const route = await world.route(ada, "q");
    expect(route.presets.map(({ id }) => id)).toEqual(["q", "p"]);
    expect(route.base.id).toBe("small");
    expect(route.base.offers.map(({ connection }) => connection.id)).toEqual(["a", "b"]);
  });

  it("have their base's owner, and say on what they stand", async () => {
    await world.decide(preset("p", "small"));
    const info = world.models.list(ada).find(({ id }) => id === "p");
    expect(info).toMatchObject({ kind: "preset", ownedBy: "openai", baseModelId: "small" });
  });

  it("are closed when any model below is", async () => {
    await world.decide(preset("p", "small", { grants: [] }), preset("q", "p"), preset("r", "q"));
    expect(world.listed(ada)).toEqual(["small", "large", "third"]);
    expect(await world.failure(ada, "r")).toMatchObject(notFound);
    expect((await world.route(root, "r")).base.id).toBe("small");
  });

  it.each([
    ["its base is gone", [preset("p", "ghost")], /stands on is gone/],
    ["it stands on itself", [preset("p", "q"), preset("q", "p")], /stands on itself/],
    [
      "it stands on an arena",
      [preset("p", "x"), { kind: "arena", id: "x", name: "X", arena: {} }],
      /gone/,
    ],
    [
      "its base is switched off",
      [preset("p", "q"), preset("q", "small", { enabled: false })],
      /q is switched off/,
    ],
  ])("say why they can't answer when %s", async (_, definitions, sentence) => {
    await world.decide(...definitions);
    const info = world.models.list(ada).find(({ id }) => id === "p");
    expect(info).toMatchObject({ available: false, reason: expect.stringMatching(sentence) });
    expect(await world.failure(ada, "p")).toMatchObject({ code: "upstream_unavailable" });
  });

  it("are unavailable while nobody who serves their base answers", async () => {
    await world.decide(preset("p", "small"));
    await world.kill("a");
    await world.route(ada, "p");
    await world.kill("b");
    expect(await world.failure(ada, "p")).toMatchObject({
      code: "upstream_unavailable",
      status: 503,
    });
  });

  it("win over an upstream's model of the same id", async () => {
    await world.decide(preset("small", "large"));
    expect((await world.route(ada, "small")).base.id).toBe("large");
  });
});
