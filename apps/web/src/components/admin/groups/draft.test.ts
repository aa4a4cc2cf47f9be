import { describe, expect, it } from "vitest";
import { changedFields, type Draft, patchOf } from "./draft.ts";

const group = {
  ...{ id: "g", name: "Research", description: "", createdAt: 0 },
  memberIds: ["a", "b"],
};

describe("changedFields", () => {
  it.each([
    [{}, []],
    [{ name: " Research " }, []],
    [{ memberIds: ["b", "a"] }, []],
    [{ memberIds: ["a"] }, ["members"]],
    [
      { name: "R", description: "x", memberIds: ["a", "b", "c"] },
      ["name", "description", "members"],
    ],
  ] satisfies [Partial<Draft>, string[]][])("of %j are %j", (patch, fields) => {
    expect(changedFields({ ...group, ...patch }, group)).toEqual(fields);
  });
});

describe("patchOf", () => {
  it("names only what changed", () => {
    expect(patchOf({ ...group, memberIds: [] }, group)).toEqual({ memberIds: [] });
  });
});
