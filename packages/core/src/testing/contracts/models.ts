import { describe, expect, it } from "vitest";
import { type Grant, modelDefinition, type NewModelDefinition } from "../../models/definition.ts";
import type { ModelRepository } from "../../ports/models.ts";
import { type MakeModels, type ModelsUnderTest, useModels } from "./models-under-test.ts";

const presetShape = modelDefinition.options[1];
const preset = (id: string, more: object = {}) =>
  presetShape.parse({ kind: "preset", id, name: "A preset", baseModelId: "base", ...more });

const examples: NewModelDefinition[] = [
  preset("full-preset", {
    description: "Everything\nset",
    enabled: false,
    hidden: true,
    system: "Be short, {{USER_NAME}}. \u{1F44B}",
    params: { temperature: 0.5, stop: ["a", "b"], deep: { list: [null, true, { x: 1 }] } },
    locked: ["temperature"],
    meta: { capabilities: { vision: true }, tags: [] },
    grants: [],
  }),
  modelDefinition.parse({ kind: "upstream", id: "vendor/model:7b@x+y" }),
  modelDefinition.parse({
    kind: "arena",
    id: "arena",
    name: "Arena",
    arena: {
      ...{ filterMode: "exclude", modelIds: ["a", "b"], strategy: "weighted" },
      ...{ weights: { a: 0.25, b: 3 }, nested: true, reveal: "never" },
    },
  }),
];

async function principals({ addUser, groups }: ModelsUnderTest) {
  const group = async (name: string) =>
    (await groups.create({ name, description: "", memberIds: [] })).id;
  const name = crypto.randomUUID();
  return {
    users: [await addUser(), await addUser()] as const,
    groups: [await group(`${name} 1`), await group(`${name} 2`)] as const,
  };
}

async function storedGrants(models: ModelRepository, id: string) {
  return (await models.find(id))?.grants;
}

function describeDefinitions(open: () => ModelsUnderTest): void {
  it("gives back what was created, and lists it in order of creation", async () => {
    const { models, addUser } = open();
    const ownerId = await addUser();
    const created = [];
    for (const example of examples) {
      const made = await models.create(example, ownerId);
      expect(made).toEqual({
        ...{ ...example, ownerId },
        ...{ createdAt: expect.any(Number), updatedAt: made?.createdAt },
      });
      expect(await models.find(example.id)).toEqual(made);
      created.push(made);
    }
    const ids = examples.map(({ id }) => id);
    expect((await models.list()).filter(({ id }) => ids.includes(id))).toEqual(created);
    expect(await models.find("gone")).toBeNull();
    expect(await models.find("no\u0000such")).toBeNull();
  });

  it("keeps keys it doesn't know, whatever their names", async () => {
    const { models } = open();
    const text = '{"__proto__":{"a":1},"constructor":"c","\u{1F600}":"\u{1F600}","":0,"a.b":[]}';
    const meta = JSON.parse(text);
    await models.create({ ...preset("odd-keys"), meta, params: meta }, null);
    const found = await models.find("odd-keys");
    expect(found?.meta).toEqual(meta);
    expect(Object.keys(found?.meta ?? {}).toSorted()).toEqual(Object.keys(meta).toSorted());
    expect(found).toMatchObject({ params: JSON.parse(text) });
    expect(Object.getPrototypeOf(found?.meta)).toBe(Object.prototype);
  });

  it("refuses an id that is taken and changes nothing", async () => {
    const { models } = open();
    const first = await models.create(preset("taken", { name: "First" }), null);
    expect(await models.create(preset("taken", { name: "Second" }), null)).toBeNull();
    expect(await models.find("taken")).toEqual(first);
  });

  it("lets exactly one of many that create an id at once win, whole", async () => {
    const { models, addUser } = open();
    const user = await addUser();
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, at) => {
        const permission = at % 2 === 0 ? "read" : "write";
        const grants: Grant[] = [{ to: "user", id: user, permission }];
        return models.create(preset("raced", { name: `Number ${at}`, grants }), user);
      }),
    );
    const winners = made.filter((model) => model !== null);
    expect(winners).toHaveLength(1);
    expect(await models.find("raced")).toEqual(winners[0]);
  });

  it("replaces everything but id, kind, owner and time of creation", async () => {
    const { models, addUser } = open();
    const ownerId = await addUser();
    const first = await models.create({ ...preset("replaced"), grants: [] }, ownerId);
    const after = preset("replaced", { name: "New", baseModelId: "other", meta: { a: 1 } });
    const replaced = await models.replace(after);
    const { createdAt = 0 } = first ?? {};
    expect(replaced).toEqual({ ...after, ownerId, createdAt, updatedAt: expect.any(Number) });
    expect(replaced?.updatedAt).toBeGreaterThan(createdAt);
    expect(await models.find("replaced")).toEqual(replaced);
  });

  it("replaces nothing that is not there or of another kind", async () => {
    const { models } = open();
    expect(await models.replace(preset("never-made"))).toBeNull();
    expect(await models.find("never-made")).toBeNull();
    const before = await models.create(preset("a-preset"), null);
    const upstream = modelDefinition.parse({ kind: "upstream", id: "a-preset" });
    expect(await models.replace(upstream)).toBeNull();
    expect(await models.find("a-preset")).toEqual(before);
  });

  it("never mixes two replacements of one definition", async () => {
    const { models, addUser } = open();
    const users = [await addUser(), await addUser(), await addUser(), await addUser()];
    await models.create(preset("mixed"), null);
    const versions = users.map((id) => {
      const grants: Grant[] = [{ to: "user", id, permission: "read" }];
      return { ...preset("mixed", { name: id }), grants };
    });
    await Promise.all(versions.map((version) => models.replace(version)));
    const found = await models.find("mixed");
    expect(versions.map(({ name, grants }) => ({ name, grants }))).toContainEqual({
      name: found?.name,
      grants: found?.grants,
    });
  });

  it("changes what is made of a definition, and keeps its grants, owner and time of creation", async () => {
    const { models, addUser } = open();
    const ownerId = await addUser();
    const grants: Grant[] = [{ to: "user", id: ownerId, permission: "write" }];
    const first = await models.create({ ...preset("changed"), grants }, ownerId);
    const { createdAt = 0 } = first ?? {};
    const seen: unknown[] = [];
    const changed = await models.change("changed", (before) => {
      seen.push(before);
      return { ...before, name: "New", description: null, grants: [] };
    });
    expect(seen).toEqual([first]);
    expect(changed).toEqual({ ...first, name: "New", updatedAt: expect.any(Number) });
    expect(changed?.updatedAt).toBeGreaterThan(createdAt);
    expect(await models.find("changed")).toEqual(changed);
  });

  it("loses no change of many at once", async () => {
    const { models } = open();
    await models.create(preset("counted", { description: "" }), null);
    const add = (letter: string) =>
      models.change("counted", (before) => ({
        ...before,
        description: `${before.description ?? ""}${letter}`,
      }));
    await Promise.all([..."abcdef"].map(add));
    const { description } = (await models.find("counted")) ?? {};
    expect([...(description ?? "")].toSorted().join("")).toBe("abcdef");
  });

  it("changes nothing that is not there, becomes another kind or is refused", async () => {
    const { models } = open();
    expect(await models.change("never-made", (before) => before)).toBeNull();
    const before = await models.create(preset("steady"), null);
    const upstream = modelDefinition.parse({ kind: "upstream", id: "steady" });
    expect(await models.change("steady", () => upstream)).toBeNull();
    const refusal = new Error("no");
    const refused = models.change("steady", () => {
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect(await models.find("steady")).toEqual(before);
  });

  it("removes what is there, once", async () => {
    const { models } = open();
    const grants: Grant[] = [{ to: "everyone", permission: "read" }];
    await models.create({ ...preset("removed"), grants }, null);
    expect(await models.remove("removed")).toBe(true);
    expect(await models.remove("removed")).toBe(false);
    expect(await models.find("removed")).toBeNull();
    expect(await models.create(preset("removed"), null)).toMatchObject({ grants: null });
  });
}

function describeGrants(open: () => ModelsUnderTest): void {
  it("keeps grants to everyone, to groups and to people in the order given", async () => {
    const { models, ...rest } = open();
    const { users, groups } = await principals({ models, ...rest });
    const grants: Grant[] = [
      { to: "user", id: users[1], permission: "write" },
      { to: "group", id: groups[0], permission: "read" },
      { to: "everyone", permission: "read" },
      { to: "group", id: groups[1], permission: "write" },
      { to: "user", id: users[0], permission: "read" },
    ];
    expect(await models.create({ ...preset("granted"), grants }, null)).toMatchObject({ grants });
    expect(await storedGrants(models, "granted")).toEqual(grants);
    const turned = grants.toReversed().slice(1);
    expect(await models.replace({ ...preset("granted"), grants: turned })).toMatchObject({
      grants: turned,
    });
    expect((await models.list()).find(({ id }) => id === "granted")?.grants).toEqual(turned);
  });

  it("tells no decision from nobody", async () => {
    const { models } = open();
    for (const grants of [null, [], null]) {
      const definition = { ...preset(`nobody-${grants}`), grants };
      await models.create(definition, null);
      expect(await storedGrants(models, definition.id)).toEqual(grants);
    }
    expect(await models.replace({ ...preset("nobody-null"), grants: [] })).toMatchObject({
      grants: [],
    });
    expect(await models.replace({ ...preset("nobody-null"), grants: null })).toMatchObject({
      grants: null,
    });
  });

  it("keeps the widest of several grants to one principal", async () => {
    const { models, addUser } = open();
    const id = await addUser();
    const grants: Grant[] = [
      { to: "everyone", permission: "write" },
      { to: "user", id, permission: "read" },
      { to: "everyone", permission: "read" },
      { to: "user", id, permission: "write" },
    ];
    await models.create({ ...preset("twice"), grants }, null);
    expect(await storedGrants(models, "twice")).toEqual([
      { to: "everyone", permission: "write" },
      { to: "user", id, permission: "write" },
    ]);
  });

  it("leaves out grants to people and groups that are not there, and opens it to nobody else", async () => {
    const { models, ...rest } = open();
    const { users, groups } = await principals({ models, ...rest });
    const absent: Grant[] = [
      { to: "user", id: groups[0], permission: "read" },
      { to: "group", id: users[0], permission: "read" },
      { to: "user", id: "no\u0000body", permission: "write" },
    ];
    const there: Grant[] = [{ to: "user", id: users[0], permission: "read" }];
    await models.create({ ...preset("absent"), grants: [...absent, ...there] }, "nobody");
    expect(await models.find("absent")).toMatchObject({ grants: there, ownerId: null });
    await models.replace({ ...preset("absent"), grants: absent });
    expect(await storedGrants(models, "absent")).toEqual([]);
  });

  it("drops the grants of a group that is removed", async () => {
    const { models, ...rest } = open();
    const { groups } = await principals({ models, ...rest });
    const [gone, kept] = groups.map((id): Grant => ({ to: "group", id, permission: "read" }));
    if (gone === undefined || kept === undefined) throw new Error("there are two groups");
    await models.create({ ...preset("left"), grants: [gone, kept] }, null);
    await rest.groups.remove(groups[0]);
    expect(await storedGrants(models, "left")).toEqual([kept]);
  });
}

/** The promises of `ModelRepository`; every implementation runs this. */
export function describeModelRepository(name: string, make: MakeModels): void {
  describe(`ModelRepository: ${name}`, () => {
    const open = useModels(make);
    describeDefinitions(open);
    describeGrants(open);
  });
}

/** The promises of `ArenaTally`; every implementation runs this. */
export function describeArenaTally(name: string, make: MakeModels): void {
  describe(`ArenaTally: ${name}`, () => {
    const open = useModels(make);

    it("counts nothing that was not picked", async () => {
      expect(await open().tally.counts("fresh")).toEqual(new Map());
    });

    it("counts every pick when many are added at once, each arena by itself", async () => {
      const { tally } = open();
      const picks = Array.from({ length: 20 }, () => tally.add("one", "a"));
      await Promise.all([...picks, tally.add("one", "b"), tally.add("two", "a")]);
      expect(await tally.counts("one")).toEqual(new Map([["a", 20]]).set("b", 1));
      expect(await tally.counts("two")).toEqual(new Map([["a", 1]]));
    });
  });
}
