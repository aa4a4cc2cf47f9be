import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ListPages, withChat, withNewChat, withoutChat } from "./chat-list.ts";
import { dateGroupOf, groupByDate } from "./date-groups.ts";
import { chooseModel, distinctionOf, groupModels } from "./models.ts";
import type { ListedChat, ModelInfo } from "./types.ts";

const now = new Date(2026, 10, 20, 15, 0).getTime();
const daysAgo = (days: number, hour = 12) => new Date(2026, 10, 20 - days, hour).getTime();

describe("dateGroupOf", () => {
  it.each([
    ["this morning", daysAgo(0, 1), "today"],
    ["late yesterday", daysAgo(1, 23), "yesterday"],
    ["two days ago", daysAgo(2), "week"],
    ["seven days ago", daysAgo(7), "week"],
    ["eight days ago", daysAgo(8), "month"],
    ["thirty days ago", daysAgo(30), "month"],
    ["a clock that runs ahead", now + 60_000, "today"],
  ])("%s", (_name, at, kind) => {
    expect(dateGroupOf(at, now)).toEqual({ kind });
  });

  it("goes by months before that", () => {
    const start = new Date(2026, 8, 1).getTime();
    expect(dateGroupOf(daysAgo(60), now)).toEqual({ kind: "months", start });
  });
});

const chat = (id: string, updatedAt: number, pinned = false): ListedChat => ({
  id,
  title: id,
  tags: [],
  pinned,
  updatedAt,
  running: false,
});

describe("groupByDate", () => {
  it("puts one heading before each group, the pinned ones first", () => {
    const rows = groupByDate(
      [
        chat("p", daysAgo(90), true),
        chat("a", daysAgo(0)),
        chat("b", daysAgo(0)),
        chat("c", daysAgo(1)),
      ],
      now,
    );
    expect(rows.map((row) => row.key)).toEqual([
      "heading-pinned",
      "p",
      "heading-today",
      "a",
      "b",
      "heading-yesterday",
      "c",
    ]);
  });
});

const list = (...pages: ListedChat[][]): ListPages => ({
  pages: pages.map((chats, index) => ({
    chats,
    nextCursor: index === pages.length - 1 ? null : `${index}`,
  })),
  pageParams: pages.map(() => null),
});
const idsOf = ({ pages }: ListPages) =>
  pages.map((page) => page.chats.map(({ id }) => id).join(""));

describe("withChat", () => {
  const two = list([chat("a", 9), chat("b", 8)], [chat("c", 7)]);

  it("puts a new chat in front", () => {
    expect(idsOf(withChat(two, chat("n", 10)))).toEqual(["nab", "c"]);
  });

  it("renames without moving", () => {
    const renamed = withChat(two, { ...chat("b", 8), title: "new" });
    expect(idsOf(renamed)).toEqual(["ab", "c"]);
    expect(renamed.pages[0]?.chats[1]?.title).toBe("new");
  });

  it("moves what was pinned, and what was answered, to its place", () => {
    expect(idsOf(withChat(two, chat("c", 7, true)))).toEqual(["cab", ""]);
    expect(idsOf(withChat(two, chat("c", 11)))).toEqual(["cab", ""]);
  });

  it("puts an old chat at the end of a complete list", () => {
    expect(idsOf(withChat(two, chat("z", 1)))).toEqual(["ab", "cz"]);
  });

  it("leaves an old chat to its page while there are more", () => {
    const [first] = two.pages;
    const partial = { pages: first ? [{ ...first, nextCursor: "next" }] : [], pageParams: [null] };
    expect(idsOf(withChat(partial, chat("z", 1)))).toEqual(["ab"]);
  });

  it("keeps order and holds each chat once, whatever changes", () => {
    const some = fc.array(
      fc.record({ id: fc.constantFrom(..."abcdef"), at: fc.nat(20), pinned: fc.boolean() }),
    );
    fc.assert(
      fc.property(some, (changes) => {
        const end = changes.reduce(
          (pages, { id, at, pinned }) => withChat(pages, chat(id, at, pinned)),
          list([chat("a", 9), chat("b", 8)], [chat("c", 7)]),
        );
        const chats = end.pages.flatMap((page) => page.chats);
        expect(new Set(chats.map(({ id }) => id)).size).toBe(chats.length);
        const ranks = chats.map(({ pinned, updatedAt }) => (pinned ? 1000 : 0) + updatedAt);
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
      }),
    );
  });
});

describe("withNewChat", () => {
  it("lists a chat that is new, and does not touch one that is not", () => {
    const one = list([{ ...chat("a", 9), running: true }]);
    expect(idsOf(withNewChat(one, chat("n", 10)))).toEqual(["na"]);
    expect(withNewChat(one, chat("a", 12))).toBe(one);
  });
});

describe("withoutChat", () => {
  it("takes a chat out", () => {
    expect(idsOf(withoutChat(list([chat("a", 2), chat("b", 1)]), "a"))).toEqual(["b"]);
  });
});

const model = (id: string, change: Partial<ModelInfo> = {}): ModelInfo => ({
  id,
  name: id.toUpperCase(),
  kind: "upstream",
  description: null,
  ownedBy: "openai",
  baseModelId: null,
  hidden: false,
  meta: {},
  connectionId: "one",
  connectionName: "First",
  demo: false,
  available: true,
  reason: null,
  ...change,
});

describe("groupModels", () => {
  const listed = {
    models: [model("a"), model("b", { connectionId: "two", connectionName: "Second" }), model("c")],
    problems: [
      { connectionId: "three", name: "Third", reason: "it does not answer" },
      { connectionId: "one", name: "First", reason: "slow" },
    ],
  };

  it("groups by connection, and lists connections that give no models with the reason", () => {
    const groups = groupModels(listed, "");
    expect(groups.map(({ name, models }) => [name, models.map(({ id }) => id)])).toEqual([
      ["First", ["a", "c"]],
      ["Second", ["b"]],
      ["Third", []],
    ]);
    expect(groups[2]?.reason).toBe("it does not answer");
  });

  it("puts arenas and presets before what connections offer, and hides what is hidden", () => {
    const made = { connectionId: null, connectionName: null };
    const groups = groupModels(
      {
        models: [
          ...listed.models,
          model("tutor", { ...made, kind: "preset" }),
          model("secret", { ...made, kind: "preset", hidden: true }),
          model("pit", { ...made, kind: "arena" }),
        ],
        problems: [],
      },
      "",
    );
    expect(groups.map(({ kind, models }) => [kind, models.map(({ id }) => id)])).toEqual([
      ["arena", ["pit"]],
      ["preset", ["tutor"]],
      ["connection", ["a", "c"]],
      ["connection", ["b"]],
    ]);
  });

  it.each([
    ["b", ["b"]],
    ["FIRST c", ["c"]],
    ["nothing", []],
  ])("finds %j", (search, ids) => {
    const found = groupModels(listed, search).flatMap(({ models }) => models.map(({ id }) => id));
    expect(found).toEqual(ids);
  });
});

describe("distinctionOf", () => {
  const plain = model("small", { name: "Small" });
  const other = model("b.small", { name: "Small", connectionName: "Second" });
  const alike = model("c.small", { name: "Small" });

  it.each([
    ["nothing where the name is enough", [plain, model("large")], null],
    ["the connection's name where models are called the same", [plain, other], "First"],
    ["the id where connections are called the same too", [plain, other, alike], "small"],
    ["of a preset its id", [{ ...plain, connectionName: null }, other], "small"],
  ])("is %s", (_rule, models, distinction) => {
    const [first = plain] = models;
    expect(distinctionOf(first, models)).toBe(distinction);
  });
});

describe("chooseModel", () => {
  const models = [model("away", { available: false }), model("a"), model("b")];
  const none = { chat: null, asked: null, last: null };

  it.each([
    ["takes the first that is there", none, "a"],
    ["prefers the last one used", { ...none, last: "b" }, "b"],
    ["passes over a last one that is away", { ...none, last: "away" }, "a"],
    ["lets the address win", { ...none, asked: "b", last: "a" }, "b"],
    ["keeps the chat's own", { chat: "a", asked: "b", last: "b" }, "a"],
  ])("%s", (_rule, wishes, id) => {
    expect(chooseModel(models, wishes)).toMatchObject({ model: { id }, missing: null });
  });

  it("takes a hidden one only when it is wished for", () => {
    const some = [model("h", { hidden: true }), model("a")];
    expect(chooseModel(some, none).model?.id).toBe("a");
    expect(chooseModel(some, { ...none, asked: "h" }).model?.id).toBe("h");
  });

  it("names a chat's model that is gone, and chooses no other by itself", () => {
    expect(chooseModel(models, { ...none, chat: "gone" })).toEqual({
      model: null,
      missing: "gone",
    });
  });

  it("chooses none where there are none", () => {
    expect(chooseModel([], none)).toEqual({ model: null, missing: null });
  });
});
