import { arenaRules } from "@parley/core";
import { describe, expect, it } from "vitest";
import { asManaged, changeOf } from "./change.ts";
import { draftOf } from "./draft.ts";
import { changedFields, draftProblems } from "./draft-checks.ts";
import type { OwnModel } from "./types.ts";

const info: OwnModel["info"] = {
  ...{ id: "tutor", kind: "preset", name: "Tutor", description: null, ownedBy: "openai" },
  ...{ connectionId: null, connectionName: null, baseModelId: "small", demo: false },
  ...{ hidden: false, available: true, reason: null, meta: {} },
};
const common = { description: null, enabled: true, hidden: false, createdAt: 0, updatedAt: 0 };
const preset = asManaged({
  info,
  definition: {
    ...{ ...common, kind: "preset", id: "tutor", name: "Tutor", baseModelId: "small" },
    ...{ system: "Be strict.", params: { temperature: 0.2 }, locked: ["temperature"] },
    meta: {
      suggestion_prompts: [{ content: "Test me.", title: "Test" }],
      capabilities: { vision: true, telepathy: true },
    },
  },
});
const arena = asManaged({
  info: { ...info, id: "pit", kind: "arena", name: "Pit" },
  definition: {
    ...{ ...common, kind: "arena", id: "pit", name: "Pit", meta: {} },
    arena: arenaRules.parse({ modelIds: ["a", "b"], strategy: "weighted", weights: { a: 3 } }),
  },
});

describe("what is sent of a draft by those who may change a model", () => {
  it("nothing of what was not touched", () => {
    for (const model of [preset, arena]) {
      const draft = draftOf(model);
      expect(draftProblems(draft)).toEqual({});
      expect(changedFields(draft, model)).toEqual([]);
      const { kind, id } = model.info;
      expect(changeOf(draft, model)).toEqual({ kind, id });
    }
  });

  it("the fields that were changed, each whole", () => {
    const draft = { ...draftOf(preset), system: "Be kind.", locked: [] };
    const whole = { kind: "preset", id: "tutor", system: "Be kind.", locked: [] };
    expect(changeOf(draft, preset)).toEqual(whole);
  });

  it("of the notes the changed ones: none left is a change too", () => {
    const change = (patch: object) => changeOf({ ...draftOf(preset), ...patch }, preset);
    expect(change({ starters: [] })).toEqual({
      ...{ kind: "preset", id: "tutor", meta: { suggestion_prompts: [] } },
    });
    expect(change({ capabilities: [] })).toEqual({
      ...{ kind: "preset", id: "tutor" },
      meta: { capabilities: { vision: false, telepathy: true } },
    });
  });

  it("of an arena's rules the changed ones", () => {
    const draft = draftOf(arena);
    const rules = { ...draft.rules, reveal: "never" as const };
    expect(changeOf({ ...draft, rules }, arena)).toEqual({
      ...{ kind: "arena", id: "pit", arena: { reveal: "never" } },
    });
  });
});
