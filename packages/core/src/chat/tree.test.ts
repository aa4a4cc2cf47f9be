import { describe, expect, it } from "vitest";
import { checkTree } from "./tree.ts";

type Node = ReturnType<typeof node>;

function node(id: string, parentId: string | null, activeChildId: string | null = null) {
  return { id, parentId, activeChildId };
}

describe("checkTree", () => {
  it.each([
    ["an empty chat", [], null],
    ["one root", [node("a", null)], "a"],
    ["two roots with branches", [node("a", null, "b"), node("b", "a"), node("c", null)], "b"],
    [
      "a shown leaf beside the active one",
      [node("a", null, "b"), node("b", "a"), node("c", "a")],
      "c",
    ],
  ])("finds nothing wrong with %s", (_, messages, currentId) => {
    expect(checkTree(messages, { currentId })).toEqual([]);
  });

  it.each<[string, Node[], string | null, string]>([
    ["an id twice", [node("a", null), node("a", null)], "a", "two messages have the same id"],
    ["a missing parent", [node("a", "x")], "a", "the parent x of a does not exist"],
    ["a missing active child", [node("a", null, "x")], "a", "active child x of a is not its child"],
    [
      "an active child of another",
      [node("a", null, "c"), node("b", "a"), node("c", "b")],
      "c",
      "active child c of a is not its child",
    ],
    ["a message that is its own parent", [node("a", "a")], "a", "a hangs in a circle"],
    ["a circle", [node("r", null), node("a", "b"), node("b", "a")], "r", "a hangs in a circle"],
    ["a branch below a circle", [node("a", "b"), node("b", "a"), node("c", "a")], "c", "c hangs"],
    ["no current message", [node("a", null)], null, "no message is current"],
    ["a missing current message", [node("a", null)], "x", "current message x does not exist"],
    ["a current message of an empty chat", [], "x", "current message x does not exist"],
    ["a current message with children", [node("a", null), node("b", "a")], "a", "has the child b"],
    ["a current message in a circle", [node("a", "b"), node("b", "a")], "a", "no way leads from a"],
  ])("finds %s", (...[, messages, currentId, problem]) => {
    expect(checkTree(messages, { currentId }).join("\n")).toContain(problem);
  });
});
