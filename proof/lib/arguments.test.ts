import { describe, expect, it } from "vitest";
import { parseArguments, UsageError } from "./arguments.ts";

const names = ["crash", "tabs"];
const run = { command: "run", name: "crash", quick: false, json: null, record: false };

describe("parseArguments", () => {
  it.each([[[]], [["--help"]], [["-h"]], [["crash", "--help"]]])("lists for %j", (argv) => {
    expect(parseArguments(argv, names)).toEqual({ command: "list" });
  });

  it.each([
    [["crash"], {}],
    [["crash", "--quick"], { quick: true }],
    [["--quick", "crash", "--json", "a.json"], { quick: true, json: "a.json" }],
    [["crash", "--json=b c.json", "--record"], { json: "b c.json", record: true }],
    [["crash", "--profile", "profiles"], { profile: "profiles" }],
  ])("reads %j", (argv, expected) => {
    expect(parseArguments(argv, names)).toMatchObject({ ...run, ...expected });
  });

  it.each([
    [["soak"], 'There is no programme "soak"; there are crash, tabs.'],
    [["crash", "--fast"], "Unknown option '--fast'"],
    [["crash", "--json"], "argument missing"],
    [["crash", "tabs"], "One programme at a time"],
    [["--quick"], "--quick needs the name of a programme"],
    [["crash", "--quick", "--record"], "full figures only"],
  ])("refuses %j with a sentence", (argv, sentence) => {
    expect(() => parseArguments(argv, names)).toThrow(UsageError);
    expect(() => parseArguments(argv, names)).toThrow(sentence);
  });
});
