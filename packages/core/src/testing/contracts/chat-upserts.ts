import { describe, expect, it } from "vitest";
import { codeOf, type MakeChats, useChats } from "./chats-under-test.ts";

export function describeChatUpserts(make: MakeChats): void {
  describe("upsertMessage", () => {
    const open = useChats(make);

    it("replaces the keys given and keeps all others", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, a } = await exchange({}, "Text");
      const before = await message(chatId, a);
      await chats.upsertMessage(userId, chatId, a, { metadata: { one: 1, two: { deep: [1] } } });
      await chats.upsertMessage(userId, chatId, a, { metadata: { two: null, "key with .": "x" } });
      expect(await message(chatId, a)).toEqual({
        ...before,
        metadata: { ...before.metadata, one: 1, two: null, "key with .": "x" },
      });
      await chats.upsertMessage(userId, chatId, a, { content: "New", model: null });
      expect(await message(chatId, a)).toMatchObject({
        content: "New",
        model: null,
        status: "done",
        metadata: { one: 1 },
      });
    });

    it("merges the key parley one level deep", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, a } = await exchange({});
      await chats.upsertMessage(userId, chatId, a, {
        metadata: { parley: { usage: { total: 2 }, custom: 1 } },
      });
      await chats.upsertMessage(userId, chatId, a, { metadata: { parley: { usage: { in: 1 } } } });
      expect((await message(chatId, a)).metadata.parley).toEqual({
        modelName: "Model",
        custom: 1,
        usage: { in: 1 },
      });
      await chats.upsertMessage(userId, chatId, a, { metadata: { parley: "mine" } });
      expect((await message(chatId, a)).metadata.parley).toBe("mine");
      await chats.upsertMessage(userId, chatId, a, { metadata: { parley: { back: true } } });
      expect((await message(chatId, a)).metadata.parley).toEqual({ back: true });
    });

    it("lets two writers of different keys both win", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, a } = await exchange({});
      const writers = Array.from({ length: 20 }, (_, index) =>
        chats.upsertMessage(userId, chatId, a, {
          metadata: { [`key${index}`]: index, parley: { [`own${index}`]: index } },
        }),
      );
      await Promise.all(writers);
      const { metadata } = await message(chatId, a);
      for (let index = 0; index < 20; index += 1) {
        expect(metadata).toMatchObject({
          [`key${index}`]: index,
          parley: { [`own${index}`]: index },
        });
      }
    });

    it("creates a message below the shown one, which then is shown", async () => {
      const { chats, userId, exchange, chat, now } = await open();
      const { chatId, a } = await exchange({});
      const before = now();
      const create = { parentId: a, role: "user" } as const;
      const made = await chats.upsertMessage(userId, chatId, "made", { content: "Hi" }, create);
      expect(made).toMatchObject({
        chatId,
        id: "made",
        ...create,
        content: "Hi",
        status: "done",
        metadata: {},
      });
      expect((await chat(chatId)).currentId).toBe("made");
      expect((await chat(chatId)).updatedAt).toBeGreaterThan(before);
    });

    it("creates a message elsewhere without leaving the shown branch", async () => {
      const { chats, userId, exchange, chat } = await open();
      const { chatId, q, a } = await exchange({});
      const create = { parentId: q, role: "assistant" } as const;
      await chats.upsertMessage(userId, chatId, "aside", { content: "Hi" }, create);
      expect((await chat(chatId)).currentId).toBe(a);
      await chats.upsertMessage(userId, chatId, "root", {}, { parentId: null, role: "system" });
      expect((await chat(chatId)).currentId).toBe(a);
    });

    it("patches instead of creating when the message exists, wherever that is", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, q, a } = await exchange({});
      const create = { parentId: null, role: "system" } as const;
      await chats.upsertMessage(userId, chatId, a, { metadata: { x: 1 } }, create);
      expect(await message(chatId, a)).toMatchObject({
        parentId: q,
        role: "assistant",
        content: "Because.",
        metadata: { x: 1 },
      });
    });

    it("creates one message for two creators at once", async () => {
      const { chats, userId, exchange, newId } = await open();
      const { chatId, a } = await exchange({});
      const id = newId();
      const create = { parentId: a, role: "user" } as const;
      await Promise.all([
        chats.upsertMessage(userId, chatId, id, { metadata: { one: 1 } }, create),
        chats.upsertMessage(userId, chatId, id, { metadata: { two: 2 } }, create),
      ]);
      expect((await chats.message(userId, chatId, id))?.metadata).toEqual({ one: 1, two: 2 });
    });

    it("is null without the message and without leave to create it", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId } = await exchange({});
      expect(await chats.upsertMessage(userId, chatId, "gone", { content: "Hi" })).toBeNull();
    });

    it("refuses a parent that is not in the chat, or is the message itself", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId } = await exchange({});
      const elsewhere = await exchange({});
      for (const parentId of ["gone", elsewhere.a, "itself"]) {
        const create = { parentId, role: "user" } as const;
        const made = chats.upsertMessage(userId, chatId, "itself", {}, create);
        expect(await codeOf(made)).toBe("not_found");
      }
    });

    it("leaves it to turns to stream, and to their end to say how it went", async () => {
      const { chats, userId, ask, message } = await open();
      const { chatId, q, a } = await ask();
      const streaming = chats.upsertMessage(userId, chatId, q, { status: "streaming" });
      expect(await codeOf(streaming)).toBe("invalid_request");
      await chats.upsertMessage(userId, chatId, a, { status: "done" });
      expect((await message(chatId, a)).status).toBe("streaming");
    });

    it("keeps parts of any kind as they came", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, a } = await exchange({});
      const content = [
        { type: "text", text: "Look" },
        { type: "hologram", depth: 1.5, layers: [{ a: null }] },
        { noType: true },
      ];
      await chats.upsertMessage(userId, chatId, a, { content });
      expect((await message(chatId, a)).content).toEqual(content);
    });

    it("stores what PostgreSQL can't hold as U+FFFD, and all else as it is", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, a } = await exchange({});
      await chats.upsertMessage(userId, chatId, a, {
        content: "a\u0000b\ud800c \\u0000 😀",
        metadata: { "k\u0000": ["\udc00", "\\ud800"] },
      });
      expect(await message(chatId, a)).toMatchObject({
        content: "a\uFFFDb\uFFFDc \\u0000 😀",
        metadata: { "k\uFFFD": ["\uFFFD", "\\ud800"] },
      });
    });
  });
}
