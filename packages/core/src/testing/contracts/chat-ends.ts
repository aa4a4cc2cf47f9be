import { describe, expect, it } from "vitest";
import type { TurnEnd } from "../../ports/chats.ts";
import { type MakeChats, useChats } from "./chats-under-test.ts";

/** Drafts, and the ways a turn ends and goes on. */
export function describeChatEnds(make: MakeChats): void {
  describe("endTurn", () => {
    const open = useChats(make);

    it("replaces the text and keeps every other key", async () => {
      const { chats, userId, ask, message } = await open();
      const { chatId, a: messageId, start } = await ask();
      const { turnId } = start;
      await chats.appendDrafts([
        { turnId, chatId, messageId, seq: 1, content: "Dra", reasoning: "Hm" },
      ]);
      await chats.upsertMessage(userId, chatId, messageId, { metadata: { field: 1 } });
      const end: TurnEnd = {
        ...{ turnId, chatId, messageId, content: "Text" },
        status: "stopped",
        metadata: { parley: { finishReason: "stop" }, other: 2 },
      };
      expect(await chats.endTurn(end)).toBe(true);
      expect(await message(chatId, messageId)).toMatchObject({
        content: "Text",
        status: "stopped",
        metadata: { field: 1, other: 2, parley: { modelName: "Model", finishReason: "stop" } },
      });
      expect(await chats.endTurn({ ...end, content: "Again" })).toBe(false);
      expect((await message(chatId, messageId)).content).toBe("Text");
    });

    it("writes nothing for another turn, or where the message is gone", async () => {
      const { chats, userId, ask, message } = await open();
      const { chatId, q, a: messageId, start } = await ask();
      const end = { chatId, messageId, status: "done", content: "Text", metadata: {} } as const;
      expect(await chats.endTurn({ ...end, turnId: "another" })).toBe(false);
      expect((await message(chatId, messageId)).status).toBe("streaming");
      await chats.removeMessage(userId, chatId, q);
      expect(await chats.endTurn({ ...end, turnId: start.turnId })).toBe(false);
    });
  });

  describe("resumeTurn", () => {
    const open = useChats(make);

    it("goes on after the text that is there, without what was said about the end", async () => {
      const { chats, userId, ask, message } = await open();
      const { chatId, a: messageId, start } = await ask();
      await chats.endTurn({
        ...{ chatId, messageId, turnId: start.turnId, status: "error", content: "Half" },
        metadata: {
          parley: {
            error: { code: "x", message: "y", status: 502 },
            finishReason: "error",
            reasoning: "Hm",
          },
        },
      });
      const resumed = await chats.resumeTurn(userId, chatId, messageId, "second");
      expect(resumed).toMatchObject({ content: "Half", status: "streaming" });
      expect(resumed?.metadata.parley).toEqual({ modelName: "Model", reasoning: "Hm" });
      await chats.appendDrafts([
        { turnId: "second", chatId, messageId, seq: 1, content: " and", reasoning: ", hm" },
        { turnId: "second", chatId, messageId, seq: 2, content: " half", reasoning: "" },
        { turnId: start.turnId, chatId, messageId, seq: 3, content: "LATE", reasoning: "LATE" },
      ]);
      await chats.interruptAll();
      expect(await message(chatId, messageId)).toMatchObject({
        content: "Half and half",
        status: "interrupted",
        metadata: { parley: { reasoning: "Hm, hm" } },
      });
    });

    it("is null while it runs, for a question, and for what is not there", async () => {
      const { chats, userId, ask } = await open();
      const { chatId, q, a } = await ask();
      expect(await chats.resumeTurn(userId, chatId, a, "t")).toBeNull();
      expect(await chats.resumeTurn(userId, chatId, q, "t")).toBeNull();
      expect(await chats.resumeTurn(userId, chatId, "gone", "t")).toBeNull();
    });

    it("has one winner of many at once", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId, a } = await exchange({});
      const all = await Promise.all(
        ["one", "two", "three"].map((turnId) => chats.resumeTurn(userId, chatId, a, turnId)),
      );
      expect(all.filter((message) => message !== null)).toHaveLength(1);
    });
  });

  describe("interruptAll", () => {
    const open = useChats(make);

    it("ends what was running with the text of its drafts, in their order", async () => {
      const { chats, ask, exchange, message } = await open();
      await chats.interruptAll();
      const one = await ask();
      const two = await ask();
      const done = await exchange({});
      const draft = (asked: typeof one, seq: number, content: string) => ({
        ...{ turnId: asked.start.turnId, chatId: asked.chatId, messageId: asked.a },
        ...{ seq, content, reasoning: "" },
      });
      await chats.appendDrafts([draft(one, 2, "lo"), draft(two, 1, "😀"), draft(one, 1, "Hel")]);
      await chats.appendDrafts([draft(one, 2, "twice")]);
      await chats.appendDrafts([draft(done, 1, "late")]);
      await chats.appendDrafts([]);
      expect(await chats.interruptAll()).toBe(2);
      expect(await message(one.chatId, one.a)).toMatchObject({
        content: "Hello",
        status: "interrupted",
        metadata: { parley: { modelName: "Model" } },
      });
      expect((await message(two.chatId, two.a)).content).toBe("😀");
      expect(await message(done.chatId, done.a)).toMatchObject({
        content: "Because.",
        status: "done",
      });
      expect(await chats.interruptAll()).toBe(0);
    });

    it("adds the text to a list of parts as one more part", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, a: messageId } = await exchange({});
      const parts = [{ type: "text", text: "One" }];
      await chats.upsertMessage(userId, chatId, messageId, { content: parts });
      await chats.resumeTurn(userId, chatId, messageId, "parts");
      await chats.appendDrafts([
        { turnId: "parts", chatId, messageId, seq: 1, content: "Two", reasoning: "" },
      ]);
      await chats.interruptAll();
      expect((await message(chatId, messageId)).content).toEqual([
        ...parts,
        { type: "text", text: "Two" },
      ]);
    });
  });
}
