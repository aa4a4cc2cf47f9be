import { describe, expect, it } from "vitest";
import { matching, type Person } from "./person.ts";

const person = (name: string, email: string): Person => ({
  id: email,
  name,
  email,
  role: "user",
  createdAt: 0,
  lastSeenAt: null,
});
const ada = person("Ada Lovelace", "ada@example.org");
const grace = person("Grace Hopper", "grace@navy.example");

describe("matching", () => {
  it.each([
    ["", [ada, grace]],
    ["  ", [ada, grace]],
    ["LOVE", [ada]],
    ["navy", [grace]],
    ["example", [ada, grace]],
    ["lovelace ada", []],
  ])("finds by name or address: %j", (search, found) => {
    expect(matching([ada, grace], search)).toEqual(found);
  });
});
