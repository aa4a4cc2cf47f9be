import { beforeEach, describe, expect, it } from "vitest";
import { ada, everyone, person, registryWorld, root } from "../testing/registry-world.ts";
import { type ModelChange, modelChange } from "./change.ts";
import { ModelAdmin } from "./model-admin.ts";

let world: Awaited<ReturnType<typeof registryWorld>>;
let admin: ModelAdmin;

/**
 * Ada may change both by herself, Bob through a group; Eve may use them; Max holds nothing. "third" is
 * closed to all four, "large" is open.
 */
beforeEach(async () => {
  world = await registryWorld();
  const { definitions, models } = world;
  admin = new ModelAdmin({ definitions, models, random: Math.random });
  const group = await world.groups.create({ name: "G", description: "", memberIds: ["bob"] });
  const grants = [
    { to: "user", id: "ada", permission: "write" },
    { to: "group", id: group.id, permission: "write" },
    { to: "user", id: "eve", permission: "read" },
  ];
  await world.decide(
    { kind: "upstream", id: "third", grants: [] },
    {
      ...{ kind: "preset", id: "tutor", name: "Tutor", baseModelId: "small", grants },
      ...{ system: "Be strict.", params: { temperature: 0.2 }, locked: ["temperature"] },
      meta: { suggestion_prompts: [{ content: "Test me." }], filterIds: ["audit"] },
    },
    {
      ...{ kind: "arena", id: "pit", name: "Pit", grants },
      arena: { modelIds: ["small", "third", "deep"], reveal: "never" },
    },
    { kind: "preset", id: "deep", name: "Deep", baseModelId: "third", grants: everyone },
    { kind: "preset", id: "own", name: "Own", baseModelId: "small", grants: [], hidden: true },
  );
});

const people = {
  admin: root,
  writer: ada,
  groupWriter: person("bob"),
  reader: person("eve"),
  stranger: person("max"),
};
type Who = keyof typeof people;

const attempt = async (who: Who, change: object) => {
  const parsed = modelChange.safeParse(change);
  if (!parsed.success) return "invalid_request";
  return await outcome(who, parsed.data);
};
const outcome = (who: Who, change: ModelChange) =>
  admin.change(people[who], change).then(
    () => "done",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

const preset = (change: object) => ({ kind: "preset", id: "tutor", ...change });
const arena = (rules: object) => ({ kind: "arena", id: "pit", arena: rules });

describe("who may change what of a preset or an arena", () => {
  const allowed = [
    ["a name", preset({ name: "Coach" })],
    ["a description", preset({ description: null })],
    ["a prompt", preset({ system: "Be kind." })],
    ["parameters and locks", preset({ params: { top_p: 1 }, locked: [] })],
    ["starter prompts", preset({ meta: { suggestion_prompts: [] } })],
    ["a base that they may use", preset({ baseModelId: "large" })],
    ["how an arena chooses", arena({ strategy: "weighted", weights: { small: 3 } })],
    ["members to others that they may use", arena({ modelIds: ["large", "third"] })],
    [
      "members to all that they may use",
      arena({ filterMode: "exclude", modelIds: ["third", "deep"] }),
    ],
  ] as const;
  const notTheirs = [
    ["a base that is closed to them", preset({ baseModelId: "third" })],
    ["a base that stands on a closed one", preset({ baseModelId: "deep" })],
    ["members to one that is closed to them", arena({ modelIds: ["small", "own"] })],
  ] as const;
  const nobodys = [
    ["grants", preset({ grants: everyone })],
    ["an owner", preset({ ownerId: "ada" })],
    ["whether it is on", preset({ enabled: false })],
    ["whether it is shown", preset({ hidden: true })],
    ["filters", preset({ meta: { filterIds: [] } })],
    ["an arena's rules of a preset", preset({ arena: {} })],
  ] as const;

  const writers: Who[] = ["writer", "groupWriter"];
  const others: Who[] = ["reader", "stranger"];
  const cases = [
    ...allowed.map(([what, change]) => ({ what, change, forWriters: "done", forAdmins: "done" })),
    ...notTheirs.map(([what, change]) => ({
      ...{ what, change, forWriters: "not_found", forAdmins: "done" },
    })),
  ];
  it.each(cases)("$what: $forWriters for writers", async ({ change, forWriters, forAdmins }) => {
    for (const who of [...writers, ...others, "admin"] as const) {
      const before = await world.definitions.find(change.id);
      const expected = writers.includes(who) ? forWriters : "not_found";
      expect([who, await attempt(who, change)]).toEqual([
        who,
        who === "admin" ? forAdmins : expected,
      ]);
      const after = await world.definitions.find(change.id);
      if (others.includes(who)) expect(after).toEqual(before);
      expect(after?.grants).toEqual(before?.grants);
    }
  });

  it.each(nobodys)("%s is nothing that this way changes", async (_, change) => {
    const before = await world.definitions.find("tutor");
    for (const who of [...writers, ...others]) {
      expect(await attempt(who, change)).toBe("invalid_request");
    }
    expect(await world.definitions.find("tutor")).toEqual(before);
  });

  it("a grant to everyone to change it is one to every member, and to nobody who waits", async () => {
    await world.decide({
      ...{ kind: "preset", id: "open", name: "Open", baseModelId: "small" },
      grants: [{ to: "everyone", permission: "write" }],
    });
    expect(await attempt("stranger", { kind: "preset", id: "open", name: "Mine" })).toBe("done");
    const waiting = admin.change(person("eve", "pending"), { kind: "preset", id: "open" });
    await expect(waiting).rejects.toMatchObject({ code: "pending" });
  });

  it("a model about which nothing is decided is open to use, and not to change", async () => {
    await world.decide({ kind: "preset", id: "free", name: "Free", baseModelId: "small" });
    expect(await attempt("stranger", { kind: "preset", id: "free", name: "X" })).toBe("not_found");
    expect(await world.route(people.stranger, "free")).toMatchObject({ requestedId: "free" });
  });

  it("an upstream's model is an admin's, whatever its grants", async () => {
    await world.decide({
      ...{ kind: "upstream", id: "large" },
      grants: [{ to: "user", id: "ada", permission: "write" }],
    });
    expect(await attempt("writer", { kind: "preset", id: "large", name: "X" })).toBe("not_found");
    expect((await admin.changeable(ada)).map(({ info }) => info.id)).toEqual(["pit", "tutor"]);
  });

  it("says the same of what is not theirs as of what is not there", async () => {
    const refusal = (who: Who, id: string, change: object = {}) =>
      admin.change(people[who], modelChange.parse({ kind: "preset", id, ...change })).then(
        () => "done",
        (error: unknown) => String(error),
      );
    expect(await refusal("reader", "tutor")).toBe(await refusal("reader", "nothing"));
    expect(await refusal("writer", "pit")).toBe(await refusal("writer", "nothing"));
    expect(await refusal("writer", "tutor", { baseModelId: "third" })).toBe(
      await refusal("writer", "tutor", { baseModelId: "nothing" }),
    );
  });
});

describe("what a change is", () => {
  it("changes what it names, and keeps the notes that it does not see", async () => {
    const before = await world.definitions.find("tutor");
    const prompts = [{ content: "Ask me." }];
    await admin.change(ada, {
      ...{ kind: "preset", id: "tutor", system: "Be kind." },
      meta: { suggestion_prompts: prompts },
    });
    expect(await world.definitions.find("tutor")).toEqual({
      ...before,
      system: "Be kind.",
      meta: { suggestion_prompts: prompts, filterIds: ["audit"] },
      updatedAt: expect.any(Number),
    });
  });

  it("of two people's changes keeps both, where they name different fields", async () => {
    await Promise.all([
      admin.change(ada, { kind: "arena", id: "pit", arena: { reveal: "at-once" } }),
      admin.change(people.groupWriter, { kind: "arena", id: "pit", arena: { nested: true } }),
    ]);
    const arena = { modelIds: ["small", "third", "deep"], reveal: "at-once", nested: true };
    expect(await world.definitions.find("pit")).toMatchObject({ name: "Pit", arena });
  });

  it("counts for the next answer, and refuses a circle as for admins", async () => {
    await admin.change(ada, { kind: "preset", id: "tutor", baseModelId: "large" });
    expect((await world.route(ada, "tutor")).base.id).toBe("large");
    expect(await attempt("writer", preset({ baseModelId: "tutor" }))).toBe("invalid_request");
    expect(await attempt("writer", preset({ baseModelId: "pit" }))).toBe("invalid_request");
  });

  it("lets a writer keep or take out what is closed to them, not bring it back", async () => {
    expect(await attempt("writer", arena({ modelIds: ["third", "small"] }))).toBe("done");
    expect(await attempt("writer", arena({ modelIds: ["small"] }))).toBe("done");
    expect(await attempt("writer", arena({ modelIds: ["small", "third"] }))).toBe("not_found");
  });

  it.each([
    ["to all models, of which one is closed", { filterMode: "exclude" }],
    [
      "to all but a closed one, which nobody named before",
      { filterMode: "exclude", modelIds: ["third"] },
    ],
    ["to all but one that is not there", { filterMode: "exclude", modelIds: ["nothing"] }],
  ])("does not open an arena %s", async (_, rules) => {
    await world.decide({
      ...{ kind: "arena", id: "ring", name: "Ring", arena: { modelIds: ["small"] } },
      grants: [{ to: "user", id: "ada", permission: "write" }],
    });
    expect(await attempt("writer", { kind: "arena", id: "ring", arena: rules })).toBe("not_found");
  });

  it("lets nothing closed in by leaving it out no longer", async () => {
    await world.decide({
      ...{ kind: "arena", id: "ring", name: "Ring" },
      arena: { filterMode: "exclude", modelIds: ["third", "deep"] },
      grants: [{ to: "user", id: "ada", permission: "write" }],
    });
    const change = (rules: object) =>
      attempt("writer", { kind: "arena", id: "ring", arena: rules });
    expect(await change({ modelIds: ["third", "deep", "large"] })).toBe("done");
    expect(await change({ modelIds: ["deep"] })).toBe("not_found");
    expect(await change({ filterMode: "include" })).toBe("not_found");
    expect(await change({ filterMode: "include", modelIds: ["large"] })).toBe("done");
  });
});

describe("what somebody sees of what they may change", () => {
  it("everything but its grants, its owner and the notes of admins", async () => {
    const [pit, tutor, ...more] = await admin.changeable(people.groupWriter);
    expect(more).toEqual([]);
    expect(tutor?.definition).toEqual({
      ...{ kind: "preset", id: "tutor", name: "Tutor", description: null, baseModelId: "small" },
      ...{ system: "Be strict.", params: { temperature: 0.2 }, locked: ["temperature"] },
      ...{ enabled: true, hidden: false, meta: { suggestion_prompts: [{ content: "Test me." }] } },
      ...{ createdAt: expect.any(Number), updatedAt: expect.any(Number) },
    });
    expect(JSON.stringify(tutor)).not.toContain("audit");
    expect(pit?.definition).toMatchObject({ arena: { modelIds: ["small", "third", "deep"] } });
  });

  it("is listed for writers and admins, for nobody else", async () => {
    const listed = async (who: Who) =>
      (await admin.changeable(people[who])).map(({ info }) => info.id);
    expect(await listed("writer")).toEqual(["pit", "tutor"]);
    expect(await listed("admin")).toEqual(["deep", "own", "pit", "tutor"]);
    for (const who of ["reader", "stranger"] as const) expect(await listed(who)).toEqual([]);
  });

  it("of a base that is closed to them only that it is", async () => {
    await admin.change(root, { kind: "preset", id: "tutor", baseModelId: "third" });
    await world.definitions.change("third", (before) => ({ ...before, enabled: false }));
    await world.models.reload();
    const [, tutor] = await admin.changeable(ada);
    expect(tutor?.info).toMatchObject({
      ...{ available: false, reason: "It stands on a model that is not open to you." },
    });
    expect(await attempt("writer", preset({ system: "Still mine." }))).toBe("done");
  });
});
