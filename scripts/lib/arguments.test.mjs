import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS, parseArguments } from "./arguments.mjs";
import { root } from "./layout.mjs";

describe("parseArguments", () => {
  it.each([
    [["start"], { command: "start", rest: [] }],
    [
      ["prove", "crash", "--quick", "--json", "a b.json"],
      { command: "prove", rest: ["crash", "--quick", "--json", "a b.json"] },
    ],
    [
      ["db:migrate", "--database-url", "postgres://a/b"],
      { command: "db:migrate", rest: ["--database-url", "postgres://a/b"] },
    ],
    [
      ["test", "--database-url=postgres://a/b?x=1"],
      { command: "test", rest: [], databaseUrl: "postgres://a/b?x=1" },
    ],
    [
      ["e2e", "--headed", "--database-url", "postgresql://a/b", "chat"],
      { command: "e2e", rest: ["--headed", "chat"], databaseUrl: "postgresql://a/b" },
    ],
  ])("reads %j", (argv, expected) => {
    expect(parseArguments(argv)).toEqual(expected);
  });

  it.each([
    [["tset"], 'There is no command "tset": use one of npm run start, '],
    [[], "A command is missing: use one of "],
    [["test", "--database-url", "mysql://a/b"], "must be the address of a PostgreSQL server"],
    [["test", "--database-url"], "must be the address of a PostgreSQL server"],
  ])("refuses %j with a sentence", (argv, sentence) => {
    expect(() => parseArguments(argv)).toThrow(sentence);
  });
});

describe("the scripts of package.json", () => {
  // Without `exec`, a signal to npm ends the shell between, and the server is left behind.
  it("hand every command to the launcher, in place of their shell", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const expected = COMMANDS.map((name) => [name, `exec node scripts/parley.mjs ${name}`]);
    expect(scripts).toEqual(Object.fromEntries(expected));
  });
});
