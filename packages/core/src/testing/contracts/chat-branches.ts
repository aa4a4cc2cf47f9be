import { describe, expect, it } from "vitest";
import { type MakeChats, useChats } from "./chats-under-test.ts";

export function describeChatBranches(make: MakeChats): void {
  describe("branch", () => {
    const open = useChats(make);

    it("gives the newest messages of the shown branch, oldest first, and the older ones before them", async () => {
      const { chats, userId, exchange } = await open();
      const first = await exchange({});
      const { chatId } = first;
      const second = await exchange({ chatId, parentId: first.a });
      const page = await chats.branch(userId, chatId, { limit: 3 });
      expect(page?.messages.map(({ id }) => id)).toEqual([first.a, second.q, second.a]);
      expect(page?.hasMore).toBe(true);
      const older = await chats.branch(userId, chatId, { limit: 3, beforeId: first.a });
      expect(older?.messages.map(({ id }) => id)).toEqual([first.q]);
      expect(older?.hasMore).toBe(false);
    });

    it("is not more when the page ends at the root", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId, q } = await exchange({});
      expect((await chats.branch(userId, chatId, { limit: 2 }))?.hasMore).toBe(false);
      expect(await chats.branch(userId, chatId, { limit: 2, beforeId: q })).toEqual({
        messages: [],
        hasMore: false,
      });
    });

    it("is empty before a message that is not there, and null without the chat", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId } = await exchange({});
      expect(await chats.branch(userId, chatId, { limit: 2, beforeId: "gone" })).toEqual({
        messages: [],
        hasMore: false,
      });
      expect(await chats.branch(userId, "gone", { limit: 2 })).toBeNull();
    });

    it("names the alternatives of each message, oldest first, of roots too", async () => {
      const { chats, userId, exchange, newId } = await open();
      const first = await exchange({});
      const { chatId } = first;
      const second = await exchange({ chatId });
      const again = { id: newId(), model: "other", metadata: {} };
      const start = { chatId, turnId: newId(), title: "", parentId: second.q, answer: again };
      await chats.startTurn(userId, start);
      const page = await chats.branch(userId, chatId, { limit: 5 });
      expect(page?.messages.map(({ siblingIds }) => siblingIds)).toEqual([
        [first.q, second.q],
        [second.a, again.id],
      ]);
      expect(await chats.siblingIds(userId, chatId, second.q)).toEqual([first.q, second.q]);
      expect(await chats.siblingIds(userId, chatId, again.id)).toEqual([second.a, again.id]);
      expect(await chats.siblingIds(userId, chatId, "gone")).toEqual([]);
    });
  });

  describe("pathTo and messages", () => {
    const open = useChats(make);

    it("lead from the root to the message, and through all of them in order of creation", async () => {
      const { chats, userId, exchange } = await open();
      const first = await exchange({});
      const { chatId } = first;
      const second = await exchange({ chatId, parentId: first.a });
      const other = await exchange({ chatId, parentId: first.a });
      const path = await chats.pathTo(userId, chatId, second.a);
      expect(path?.map(({ id }) => id)).toEqual([first.q, first.a, second.q, second.a]);
      const all = await chats.messages(userId, chatId);
      const made = [first.q, first.a, second.q, second.a, other.q, other.a];
      expect(all?.map(({ id }) => id)).toEqual(made);
      expect(await chats.pathTo(userId, chatId, "gone")).toBeNull();
      expect(await chats.messages(userId, "gone")).toBeNull();
    });
  });

  describe("showBranch", () => {
    const open = useChats(make);

    it("goes down to where one was before at each fork, else along the newest", async () => {
      const { chats, userId, exchange, newId } = await open();
      const root = await exchange({});
      const { chatId } = root;
      const left = await exchange({ chatId, parentId: root.a });
      const leftEnd = await exchange({ chatId, parentId: left.a });
      const right = await exchange({ chatId, parentId: root.a });
      expect((await chats.showBranch(userId, chatId, left.q))?.currentId).toBe(leftEnd.a);
      expect((await chats.showBranch(userId, chatId, right.q))?.currentId).toBe(right.a);
      expect((await chats.showBranch(userId, chatId, root.q))?.currentId).toBe(right.a);
      const forked = newId();
      const create = { parentId: left.q, role: "assistant" } as const;
      await chats.upsertMessage(userId, chatId, forked, { content: "Other" }, create);
      expect((await chats.showBranch(userId, chatId, left.q))?.currentId).toBe(leftEnd.a);
      expect((await chats.showBranch(userId, chatId, forked))?.currentId).toBe(forked);
      expect((await chats.showBranch(userId, chatId, root.q))?.currentId).toBe(forked);
    });

    it("is null for a message that is not there", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId } = await exchange({});
      expect(await chats.showBranch(userId, chatId, "gone")).toBeNull();
      expect(await chats.showBranch(userId, "gone", "gone")).toBeNull();
    });
  });

  describe("removeMessage", () => {
    const open = useChats(make);

    it("takes away all below, hidden branches included, and shows the parent", async () => {
      const { chats, userId, exchange } = await open();
      const root = await exchange({});
      const { chatId } = root;
      const left = await exchange({ chatId, parentId: root.a });
      await exchange({ chatId, parentId: left.a });
      await exchange({ chatId, parentId: left.a });
      expect(await chats.countBelow(userId, chatId, left.q)).toBe(6);
      const chat = await chats.removeMessage(userId, chatId, left.q);
      expect(chat?.currentId).toBe(root.a);
      expect((await chats.messages(userId, chatId))?.map(({ id }) => id)).toEqual([root.q, root.a]);
      expect(await chats.countBelow(userId, chatId, left.q)).toBeNull();
    });

    it("shows the branch of the next older alternative, else of the next newer", async () => {
      const { chats, userId, exchange } = await open();
      const root = await exchange({});
      const { chatId } = root;
      const made = [];
      for (let count = 0; count < 3; count += 1) {
        made.push(await exchange({ chatId, parentId: root.a }));
      }
      const [one, two, three] = made;
      await chats.showBranch(userId, chatId, two?.q ?? "");
      expect((await chats.removeMessage(userId, chatId, two?.q ?? ""))?.currentId).toBe(one?.a);
      expect((await chats.removeMessage(userId, chatId, one?.q ?? ""))?.currentId).toBe(three?.a);
    });

    it("leaves the shown branch alone when another one goes", async () => {
      const { chats, userId, exchange } = await open();
      const root = await exchange({});
      const { chatId } = root;
      const left = await exchange({ chatId, parentId: root.a });
      const right = await exchange({ chatId, parentId: root.a });
      expect((await chats.removeMessage(userId, chatId, left.q))?.currentId).toBe(right.a);
    });

    it("leaves an empty chat when the only root goes", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId, q } = await exchange({});
      expect((await chats.removeMessage(userId, chatId, q))?.currentId).toBeNull();
      expect(await chats.branch(userId, chatId, { limit: 5 })).toEqual({
        messages: [],
        hasMore: false,
      });
      expect((await exchange({ chatId })).chat.currentId).not.toBeNull();
    });

    it("is null for a message that is not there", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId } = await exchange({});
      expect(await chats.removeMessage(userId, chatId, "gone")).toBeNull();
    });
  });
}
