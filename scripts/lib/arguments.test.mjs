import { describe, expect, it } from "vitest";
import { parseArguments } from "./arguments.mjs";

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
