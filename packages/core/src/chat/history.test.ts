import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Content } from "./content.ts";
import { fromHistory, toHistory } from "./history.ts";
import type { Message } from "./message.ts";

const key = fc.oneof(
  fc.constantFrom("id", "done", "content", "timestamp", "$parley", "parley", "files"),
  fc.string({ maxLength: 4 }).filter((text) => text !== "__proto__"),
);
const id = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
  fc.integer({ min: 0, max: 99 }).map(String),
);

const parts: Content = [{ type: "text", text: "x" }, { type: "hologram" }];

const draft = fc.record({
  id: id.filter((text) => text !== "__proto__"),
  parent: fc.integer({ min: -1, max: 12 }),
  role: fc.constantFrom("user" as const, "assistant" as const, "system" as const),
  content: fc.oneof(fc.string(), fc.constant(parts)),
  status: fc.constantFrom("done" as const, "stopped" as const, "error" as const),
  model: fc.option(fc.string(), { nil: null }),
  metadata: fc.dictionary(key, fc.constantFrom(null, 1, "x", [1, { a: null }], { b: "c" })),
  createdAt: fc.integer({ min: 0, max: 2_000_000_000_000 }),
});

/** A tree in order of creation, with the newest branch shown. */
const tree = fc
  .uniqueArray(draft, { selector: ({ id }) => id, maxLength: 12 })
  .map((drafts): { messages: Message[]; currentId: string | null } => {
    const messages = drafts.map(({ parent, ...message }, index): Message => {
      const parentId = parent < 0 ? null : (drafts[parent % (index || 1)]?.id ?? null);
      return {
        chatId: "chat",
        ...message,
        parentId: index === 0 ? null : parentId,
        activeChildId: null,
      };
    });
    const currentId = messages.at(-1)?.id ?? null;
    let below = messages.at(-1);
    while (below !== undefined) {
      const { id, parentId }: Message = below;
      below = messages.find((message) => message.id === parentId);
      if (below !== undefined) below.activeChildId = id;
    }
    return { messages, currentId };
  });

describe("toHistory and fromHistory", () => {
  it("lose nothing, also through JSON", () => {
    fc.assert(
      fc.property(tree, ({ messages, currentId }) => {
        const text = JSON.stringify(toHistory(messages, currentId));
        expect(fromHistory(JSON.parse(text), "chat")).toEqual({ messages, currentId });
      }),
    );
  });
});

describe("toHistory", () => {
  it("writes what Open WebUI reads", () => {
    const question: Message = {
      ...{ chatId: "c", id: "q", parentId: null, role: "user", content: "Why?", status: "done" },
      ...{ model: null, metadata: { files: [] }, activeChildId: "a", createdAt: 1_700_000_000_500 },
    };
    const { messages, currentId } = toHistory([question], "q");
    expect(currentId).toBe("q");
    expect(messages.q).toMatchObject({
      ...{ id: "q", parentId: null, childrenIds: [], role: "user", content: "Why?" },
      ...{ timestamp: 1_700_000_000, done: true, files: [] },
    });
  });
});

describe("fromHistory", () => {
  const foreign = {
    messages: {
      a2: {
        id: "a2",
        parentId: "q",
        childrenIds: [],
        role: "assistant",
        content: "B",
        done: false,
      },
      a1: {
        ...{ id: "a1", parentId: "q", childrenIds: [], role: "assistant", content: "A" },
        ...{ model: "llama", timestamp: 1_700_000_001, done: true, usage: { total: 3 } },
      },
      q: {
        ...{ id: "q", parentId: null, childrenIds: ["a1", "a2"], role: "user", content: "Why?" },
        ...{ timestamp: 1_700_000_000, models: ["llama"] },
      },
      lost: { id: "lost", parentId: "gone", role: "assistant", error: { content: "No" } },
    },
    currentId: "a1",
  };

  it("reads Open WebUI's own: parents first, alternatives as listed", () => {
    const { messages, currentId } = fromHistory(foreign, "c");
    expect(messages.map(({ id }) => id)).toEqual(["q", "a1", "a2", "lost"]);
    expect(currentId).toBe("a1");
    expect(messages[0]).toMatchObject({
      ...{ chatId: "c", activeChildId: "a1", createdAt: 1_700_000_000_000 },
      metadata: { models: ["llama"] },
    });
    expect(messages[1]).toMatchObject({ model: "llama", metadata: { usage: { total: 3 } } });
    expect(messages.map(({ status }) => status)).toEqual(["done", "done", "interrupted", "error"]);
    expect(messages[3]).toMatchObject({ parentId: null, content: "" });
  });

  it.each([
    ["a message that is not there", "gone", "lost"],
    ["nothing", null, "lost"],
    ["a message that has children", "q", "a2"],
  ])("shows a leaf when the current one is %s", (_, currentId, leaf) => {
    expect(fromHistory({ ...foreign, currentId }, "c").currentId).toBe(leaf);
  });

  it.each([
    ["not an object", 1],
    ["without messages", { currentId: "x" }],
    ["with a circle", { messages: circle("a", "b") }],
    ["with a message under another's id", { messages: { x: { id: "y", role: "user" } } }],
    ["with an id of other characters", { messages: { "a b": { id: "a b", role: "user" } } }],
  ])("refuses one that is %s", (_, value) => {
    expect(() => fromHistory(value, "c")).toThrow(/^This history can't be read: /);
  });
});

function circle(one: string, other: string) {
  return {
    [one]: { id: one, parentId: other, role: "user" },
    [other]: { id: other, parentId: one, role: "user" },
  };
}
