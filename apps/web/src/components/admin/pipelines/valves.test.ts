import { describe, expect, it } from "vitest";
import { draftOf, valuesOf, valvesIn, wrongValves } from "./valves.ts";

const valves = valvesIn({
  type: "object",
  properties: {
    pipelines: { title: "Pipelines", type: "array", items: { type: "string" } },
    priority: { type: "integer", description: "Lower is sooner." },
    rate: { type: "number" },
    strict: { type: "boolean" },
    mode: { type: "string", enum: ["soft", "hard"] },
    note: { anyOf: [{ type: "string" }, { type: "null" }] },
    map: { type: "object" },
  },
});
const values = {
  ...{ pipelines: ["*"], priority: 0, rate: 0.5, strict: true, mode: "soft", note: null },
  ...{ map: { a: 1 }, unknown: "kept" },
};
const draft = draftOf(valves, values);

describe("valves", () => {
  it("are of the kinds that their schema says", () => {
    expect(valves.map(({ key, kind }) => [key, kind])).toEqual([
      ["pipelines", "list"],
      ["priority", "whole"],
      ["rate", "number"],
      ["strict", "switch"],
      ["mode", "choice"],
      ["note", "text"],
      ["map", "json"],
    ]);
  });

  it("come back as they were, what the schema does not name included", () => {
    expect(valuesOf(valves, draft, values)).toEqual(values);
  });

  it("are read from text as what they are", () => {
    const typed = { ...draft, pipelines: "a, b ,", priority: " 3 ", note: "x", map: "[1]" };
    expect(valuesOf(valves, typed, values)).toMatchObject({
      ...{ pipelines: ["a", "b"], priority: 3, note: "x", map: [1] },
    });
  });

  it.each([
    [{ priority: "1.5" }, ["priority"]],
    [{ priority: "" }, ["priority"]],
    [{ rate: "fast" }, ["rate"]],
    [{ map: "{" }, ["map"]],
    [{}, []],
  ])("are refused where %j is no value", (patch, keys) => {
    expect(wrongValves(valves, { ...draft, ...patch })).toEqual(keys);
  });

  it("are none where the schema is none", () => {
    expect(valvesIn({ properties: 5 })).toEqual([]);
  });
});
