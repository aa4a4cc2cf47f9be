import { arenaRules } from "@parley/core";
import { describe, expect, it } from "vitest";
import { type Draft, definitionOf, draftOf, idFromName, newDraft } from "./draft.ts";
import { changedFields, draftProblems } from "./draft-checks.ts";
import type { ManagedModel } from "./types.ts";

const info: ManagedModel["info"] = {
  id: "tutor",
  kind: "preset",
  name: "Tutor",
  description: null,
  ownedBy: "openai",
  connectionId: null,
  connectionName: null,
  baseModelId: "small",
  demo: false,
  hidden: false,
  available: true,
  reason: null,
  meta: {},
};
const times = { ownerId: null, createdAt: 0, updatedAt: 0 };
const preset: ManagedModel = {
  info,
  connections: [],
  definition: {
    ...times,
    kind: "preset",
    id: "tutor",
    name: "Tutor",
    description: null,
    enabled: true,
    hidden: false,
    grants: null,
    meta: { tags: ["school"], capabilities: { vision: true, telepathy: true } },
    system: "Be strict.",
    params: { temperature: 0.2, logit_bias: { "5": 1 }, stop: ["END", "STOP"] },
    locked: ["temperature", "top_k"],
    baseModelId: "small",
  },
};
const arena: ManagedModel = {
  info: { ...info, id: "pit", kind: "arena", name: "Pit" },
  connections: [],
  definition: {
    ...times,
    kind: "arena",
    id: "pit",
    name: "Pit",
    description: null,
    enabled: true,
    hidden: false,
    grants: [{ to: "group", id: "g1", permission: "read" }],
    meta: {},
    arena: arenaRules.parse({
      modelIds: ["a", "b"],
      strategy: "weighted",
      weights: { a: 3 },
    }),
  },
};
const upstream: ManagedModel = {
  info: { ...info, id: "small", kind: "upstream", name: "small" },
  connections: ["Lab"],
  definition: null,
};
const edited = (of: ManagedModel, patch: Partial<Draft>): Draft => ({ ...draftOf(of), ...patch });

describe("definitionOf", () => {
  it.each([
    ["a preset", preset],
    ["an arena", arena],
  ])("gives %s back as it was stored, what has no field included", (_kind, stored) => {
    const { ownerId: _o, createdAt: _c, updatedAt: _u, ...definition } = stored.definition ?? {};
    expect(definitionOf(draftOf(stored))).toEqual(definition);
  });

  it("makes a definition for an upstream's model that has none, and leaves the name to the upstream", () => {
    expect(definitionOf(edited(upstream, { description: " Quick. " }))).toMatchObject({
      kind: "upstream",
      id: "small",
      name: null,
      description: "Quick.",
      grants: null,
    });
  });

  it("drops weights of models that are no members", () => {
    const { rules } = draftOf(arena);
    const draft = edited(arena, { rules: { ...rules, modelIds: ["b"] } });
    expect(definitionOf(draft)).toMatchObject({ arena: { modelIds: ["b"], weights: {} } });
  });

  it.each([
    ["default", null],
    ["everyone", [{ to: "everyone", permission: "read" }]],
    ["admins", []],
    ["some", [{ to: "group", id: "g1", permission: "read" }]],
  ] as const)("stores access for %s", (access, grants) => {
    expect(definitionOf(edited(arena, { access })).grants).toEqual(grants);
  });
});

describe("idFromName", () => {
  it.each([
    ["Strict tutor", "strict-tutor"],
    ["  Größe & Höhe 2.5!", "gro-e-hohe-2.5"],
    ["你好", ""],
  ])("%j becomes %j", (name, id) => {
    expect(idFromName(name)).toBe(id);
  });
});

describe("changedFields", () => {
  it.each([preset, arena, upstream])("finds nothing in a draft that was only opened", (stored) => {
    expect(changedFields(draftOf(stored), stored)).toEqual([]);
  });

  it.each([
    [preset, { name: "Teacher" }, ["name"]],
    [preset, { hidden: true, enabled: false }, ["visibility"]],
    [preset, { starters: ["Begin"] }, ["notes"]],
    [preset, { locked: [] }, ["locked"]],
    [preset, { params: { ...draftOf(preset).params, further: "{" } }, ["params"]],
    [arena, { weights: { a: "3", b: "2" } }, ["strategy"]],
    [arena, { access: "admins" }, ["access"]],
    [upstream, { system: "Be brief." }, ["system"]],
  ] satisfies [ManagedModel, Partial<Draft>, string[]][])(
    "takes a change for what it is (%#)",
    (stored, patch, fields) => {
      expect(changedFields(edited(stored, patch), stored)).toEqual(fields);
    },
  );
});

describe("draftProblems", () => {
  it("asks a preset for a name, an id and a base", () => {
    expect(draftProblems(newDraft("preset"))).toEqual({
      name: "missingName",
      id: "missingId",
      base: "missingBase",
    });
  });

  it("refuses an id that would break an address", () => {
    const draft = { ...newDraft("preset"), name: "A", base: "b", ownId: true, id: "a b" };
    expect(draftProblems(draft)).toEqual({ id: "badId" });
  });

  it("asks an arena for members unless it takes all but some", () => {
    const { rules } = newDraft("arena");
    const draft = { ...newDraft("arena"), name: "Pit" };
    expect(draftProblems(draft)).toEqual({ members: "noMembers" });
    expect(draftProblems({ ...draft, rules: { ...rules, filterMode: "exclude" } })).toEqual({});
  });

  it("names the members whose weight is none", () => {
    expect(draftProblems(edited(arena, { weights: { a: "much", b: "2" } }))).toEqual({
      weights: ["a"],
    });
  });

  it("asks nothing of a model that an upstream names", () => {
    expect(draftProblems(draftOf(upstream))).toEqual({});
  });
});
