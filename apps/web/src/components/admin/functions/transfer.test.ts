import { describe, expect, it } from "vitest";
import { functionsIn } from "./transfer.ts";

const one = { id: "loud", source: "export default 1", global: true, valves: { a: 1 } };
const json = (value: unknown) => ({ name: "x.json", text: JSON.stringify(value) });

describe("functions in a file", () => {
  it.each([
    ["one of them", one],
    ["a list", [one]],
    ["a list under a name", { functions: [one] }],
  ])("are found in an export: %s", (_what, value) => {
    expect(functionsIn(json(value))).toEqual([one]);
  });

  it("are a source, called after its file", () => {
    const file = { name: "Block Words.v2.ts", text: "export default 1" };
    expect(functionsIn(file)).toEqual([{ id: "block-words-v2", source: "export default 1" }]);
  });

  it.each([[[]], [{ id: "Not An Id", source: "x" }], ["text"], [null]])(
    "are not in %j",
    (value) => {
      expect(functionsIn(json(value))).toBeNull();
    },
  );

  it("are not in what is no JSON", () => {
    expect(functionsIn({ name: "x.json", text: "{" })).toBeNull();
  });
});
