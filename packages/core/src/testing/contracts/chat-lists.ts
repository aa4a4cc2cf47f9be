import { describe, expect, it } from "vitest";
import { codeOf, type MakeChats, useChats } from "./chats-under-test.ts";

export function describeChatLists(make: MakeChats): void {
  describe("list", () => {
    const open = useChats(make);

    it("puts pinned chats first, then the newest", async () => {
      const { chats, userId, ask } = await open();
      const [first, second, third] = [await ask(), await ask(), await ask()];
      await chats.update(userId, first.chatId, { pinned: true });
      const page = await chats.list(userId, { limit: 10 });
      expect(page.chats.map(({ id }) => id)).toEqual([first.chatId, third.chatId, second.chatId]);
      expect(page.nextCursor).toBeNull();
    });

    it("gives every chat exactly once over its pages", async () => {
      const { chats, userId, ask } = await open();
      const made: string[] = [];
      for (let count = 0; count < 7; count += 1) made.push((await ask()).chatId);
      await chats.update(userId, made[2] ?? "", { pinned: true });
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await chats.list(userId, { limit: 3, ...(cursor ? { cursor } : {}) });
        seen.push(...page.chats.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(seen).toHaveLength(7);
      expect(new Set(seen)).toEqual(new Set(made));
    });

    it("has no next page when the last one is exactly full", async () => {
      const { chats, userId, ask } = await open();
      await ask();
      await ask();
      expect((await chats.list(userId, { limit: 2 })).nextCursor).toBeNull();
    });

    it.each([
      ["green", ["A GREEN hill"]],
      ["Hill green", ["A GREEN hill"]],
      ["100%", ["100% sure"]],
      ["%", ["100% sure"]],
      ["_", ["snake_case"]],
      ["\\", ["back\\slash"]],
      ["ÄPFEL", ["Kein äpfel"]],
      ["no such", []],
    ])("finds titles that hold all words of %j", async (search, titles) => {
      const { chats, userId, ask } = await open();
      for (const title of [
        "A GREEN hill",
        "100% sure",
        "snake_case",
        "back\\slash",
        "Kein äpfel",
      ]) {
        await ask({ title });
      }
      const page = await chats.list(userId, { search, limit: 10 });
      expect(page.chats.map(({ title }) => title)).toEqual(titles);
    });

    it.each([
      ["GARDEN", ["Roses", "A garden"]],
      ["äpfel", ["Roses"]],
      ["roses garden", ["Roses"]],
      ["100%", ["Roses"]],
      ["äpfel 100%", ["Roses"]],
      ["gardeningäpfel", []],
      ["roses pond", []],
    ])("finds chats whose title or tags hold all words of %j", async (search, titles) => {
      const { chats, userId, ask } = await open();
      await ask({ title: "A garden" });
      const { chatId } = await ask({ title: "Roses" });
      await chats.tagByModel(userId, chatId, ["gardening", "Äpfel", "100% wild"]);
      const page = await chats.list(userId, { search, limit: 10 });
      expect(page.chats.map(({ title }) => title)).toEqual(titles);
    });

    it("pages through what was found", async () => {
      const { chats, userId, ask } = await open();
      await ask({ title: "one pear" });
      await ask({ title: "an apple" });
      await ask({ title: "two pears" });
      const first = await chats.list(userId, { search: "pear", limit: 1 });
      const cursor = first.nextCursor ?? "";
      const second = await chats.list(userId, { search: "pear", limit: 1, cursor });
      expect([...first.chats, ...second.chats].map(({ title }) => title)).toEqual([
        "two pears",
        "one pear",
      ]);
      expect(second.nextCursor).toBeNull();
    });
  });

  describe("a chat", () => {
    const open = useChats(make);

    it("keeps its place in the list when it is renamed or pinned", async () => {
      const { chats, userId, ask, chat } = await open();
      const { chatId } = await ask();
      const { updatedAt } = await chat(chatId);
      await chats.update(userId, chatId, { title: "New", titleSource: "person", model: "other" });
      expect(await chat(chatId)).toMatchObject({
        title: "New",
        titleSource: "person",
        model: "other",
        pinned: false,
        updatedAt,
      });
    });

    it("takes new keys of its metadata, and keeps those that it had", async () => {
      const { chats, userId, ask, chat } = await open();
      const { chatId } = await ask();
      await chats.update(userId, chatId, { metadata: { kept: 1, filters: { a: true } } });
      await chats.update(userId, chatId, { metadata: { filters: { b: false } } });
      expect((await chat(chatId)).metadata).toEqual({ kept: 1, filters: { b: false } });
    });

    it("keeps the filters that a patch does not name, whoever else writes at once", async () => {
      const { chats, userId, ask, chat } = await open();
      const { chatId } = await ask();
      await chats.update(userId, chatId, { metadata: { kept: 1, filters: null } });
      await Promise.all(
        ["a", "b", "c"].map((id) => chats.update(userId, chatId, { filters: { [id]: true } })),
      );
      await chats.update(userId, chatId, { filters: { b: false } });
      const filters = { a: true, b: false, c: true };
      expect((await chat(chatId)).metadata).toEqual({ kept: 1, filters });
    });

    it("stays as it is when a patch is empty", async () => {
      const { chats, userId, ask, chat } = await open();
      const { chatId } = await ask();
      const before = await chat(chatId);
      expect(await chats.update(userId, chatId, {})).toEqual(before);
    });

    it("is named by a model once, and never against a person", async () => {
      const { chats, userId, ask } = await open();
      const [first, second] = [await ask(), await ask()];
      expect(await chats.nameByModel(userId, first.chatId, "By model")).toMatchObject({
        title: "By model",
        titleSource: "model",
      });
      expect(await chats.nameByModel(userId, first.chatId, "Again")).toBeNull();
      await chats.update(userId, second.chatId, { title: "Mine", titleSource: "person" });
      expect(await chats.nameByModel(userId, second.chatId, "By model")).toBeNull();
      expect(await chats.find(userId, second.chatId)).toMatchObject({ title: "Mine" });
    });

    it("is tagged by a model once", async () => {
      const { chats, userId, ask, chat } = await open();
      const { chatId } = await ask();
      const before = await chat(chatId);
      expect(before).toMatchObject({ tags: [], tagsSource: null });
      expect(await chats.tagByModel(userId, chatId, ["gardening", "no\u0000sign"])).toEqual({
        ...before,
        ...{ tags: ["gardening", "no\uFFFDsign"], tagsSource: "model" },
      });
      expect(await chats.tagByModel(userId, chatId, ["again"])).toBeNull();
      const { chats: listed } = await chats.list(userId, { limit: 1 });
      expect(listed).toMatchObject([{ id: chatId, tags: ["gardening", "no\uFFFDsign"] }]);
    });

    it("keeps what a person made of its tags, also when that is none", async () => {
      const { chats, userId, ask } = await open();
      const { chatId } = await ask();
      expect(await chats.removeTag(userId, chatId, "rivers")).toMatchObject({ tagsSource: null });
      await chats.tagByModel(userId, chatId, ["rivers", "it's"]);
      expect(await chats.removeTag(userId, chatId, "river")).toMatchObject({
        ...{ tags: ["rivers", "it's"], tagsSource: "model" },
      });
      expect(await chats.removeTag(userId, chatId, "it's")).toMatchObject({
        ...{ tags: ["rivers"], tagsSource: "person" },
      });
      await chats.removeTag(userId, chatId, "rivers");
      expect(await chats.tagByModel(userId, chatId, ["rivers"])).toBeNull();
      expect(await chats.find(userId, chatId)).toMatchObject({ tags: [], tagsSource: "person" });
    });

    it("loses both of two tags that are removed at the same time", async () => {
      const { chats, userId, ask } = await open();
      const { chatId } = await ask();
      await chats.tagByModel(userId, chatId, ["a", "b", "c"]);
      await Promise.all(["a", "c"].map((tag) => chats.removeTag(userId, chatId, tag)));
      expect(await chats.find(userId, chatId)).toMatchObject({ tags: ["b"] });
    });

    it("takes its messages along when it is removed", async () => {
      const { chats, userId, exchange, ask } = await open();
      const { chatId, a } = await exchange({});
      await ask({ chatId, parentId: a });
      expect(await chats.remove(userId, chatId)).toBe(true);
      expect(await chats.remove(userId, chatId)).toBe(false);
      expect(await chats.find(userId, chatId)).toBeNull();
      expect(await chats.message(userId, chatId, a)).toBeNull();
    });
  });

  describe("somebody else's chat", () => {
    const open = useChats(make);

    it("behaves like one that does not exist, whatever is asked of it", async () => {
      const { chats, ask, addUser, message, chat } = await open();
      const { chatId, q, a, start } = await ask();
      const other = await addUser();
      const before = [await chat(chatId), await message(chatId, q), await message(chatId, a)];
      expect((await chats.list(other, { limit: 10 })).chats).toEqual([]);
      expect(await chats.find(other, chatId)).toBeNull();
      expect(await chats.update(other, chatId, { title: "Stolen" })).toBeNull();
      expect(await chats.nameByModel(other, chatId, "Stolen")).toBeNull();
      expect(await chats.tagByModel(other, chatId, ["stolen"])).toBeNull();
      expect(await chats.removeTag(other, chatId, "stolen")).toBeNull();
      expect(await chats.remove(other, chatId)).toBe(false);
      expect(await chats.branch(other, chatId, { limit: 5 })).toBeNull();
      expect(await chats.pathTo(other, chatId, a)).toBeNull();
      expect(await chats.message(other, chatId, a)).toBeNull();
      expect(await chats.siblingIds(other, chatId, a)).toEqual([]);
      expect(await chats.messages(other, chatId)).toBeNull();
      expect(await chats.showBranch(other, chatId, q)).toBeNull();
      expect(await chats.upsertMessage(other, chatId, a, { content: "Stolen" })).toBeNull();
      const create = { parentId: a, role: "user" } as const;
      expect(await chats.upsertMessage(other, chatId, "new", {}, create)).toBeNull();
      expect(await chats.countBelow(other, chatId, q)).toBeNull();
      expect(await chats.removeMessage(other, chatId, q)).toBeNull();
      expect(await chats.resumeTurn(other, chatId, a, "turn")).toBeNull();
      expect(await codeOf(chats.startTurn(other, start))).toBe("not_found");
      expect([await chat(chatId), await message(chatId, q), await message(chatId, a)]).toEqual(
        before,
      );
    });
  });
}
